"""What falls due: the dates that people must act on, and what rests on each."""
