"""The check in code that is not clean yet: the baseline, the changed files, the safe repairs."""
