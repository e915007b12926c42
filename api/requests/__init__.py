"""What a request brings: its body, its values, its forms, its id."""
