"""What the answer to each kind's question says is to be told of: one file a question."""
