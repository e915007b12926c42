"""What the registry can be asked, one file a question."""
