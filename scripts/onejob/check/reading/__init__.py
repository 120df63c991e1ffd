"""Source files -> facts: which files, their bytes, their trees, and what is worth knowing about each."""
