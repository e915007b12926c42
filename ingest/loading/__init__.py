"""A load: what a draft changes of what the graph holds, written whole or not at all, kept as changes and told."""
