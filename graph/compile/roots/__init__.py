"""Root fields whose statements are written here, each in its file."""
