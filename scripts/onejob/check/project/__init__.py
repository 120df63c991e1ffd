"""Facts -> the project: who is which layer, who imports whom, what a name refers to."""
