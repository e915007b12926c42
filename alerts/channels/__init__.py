"""The ways by which a digest reaches its reader: one file each, with its settings and what it can promise."""
