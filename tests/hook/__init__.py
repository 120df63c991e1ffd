"""The hook that runs after an edit."""
