"""A random registry made from the model alone, and random questions about it: the same for the same seed."""
