"""Graders: one module each, found by its name; each turns a recorded run into one block of the results."""
