"""Lists and maps that move to the disk what does not fit into a fixed share of memory, so that a load may be long."""
