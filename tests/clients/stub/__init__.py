"""A model server that answers from a script, in the three protocols that clients speak."""
