"""What gap rules find: run, kept with its state and history, answered and counted."""
