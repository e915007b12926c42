"""The whole registry as one file and back, through the driver: from any engine to any other."""
