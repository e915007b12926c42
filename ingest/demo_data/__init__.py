"""The files of the demonstration registry. README.md beside them says where they come from."""
