"""The nodes and edges of the registry, each declared once."""
