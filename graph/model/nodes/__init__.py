"""The node types of the registry, one file each. Every module here declares one `NODE`."""
