"""The registry as a graph: its model, its compiler and its store. Imports nothing of ours but itself."""
