"""What is asked: the selection of an operation, its arguments, ids and cursors, and how much may be asked at once."""
