"""The declared root fields, a file each that ends in `ANSWER = Answer(...)`."""
