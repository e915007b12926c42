"""Root fields that are declared: what a declaration may say, and how it is compiled."""
