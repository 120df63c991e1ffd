"""Puts the shipped skills where coding agents look for them, and takes them away again. Standard library only."""
