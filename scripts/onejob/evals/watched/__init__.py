"""Recording an agent that we cannot start ourselves: the folder is prepared, watched from outside, and imported."""
