"""Which body a name stands for, by what is known and by what people decided."""
