"""One command = one file."""
