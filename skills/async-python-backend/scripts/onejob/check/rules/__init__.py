"""One rule = one file, discovered, never listed."""
