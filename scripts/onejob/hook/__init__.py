"""After an edit by a coding agent: the findings that this edit added, and nothing else. Standard library only."""
