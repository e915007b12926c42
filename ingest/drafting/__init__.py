"""What the cells of rows say, in the terms of the model."""
