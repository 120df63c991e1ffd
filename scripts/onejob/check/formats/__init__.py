"""Findings to text: one format, one file."""
