"""Gap rules: their files, the Cypher and the examples in them, and what a deployment decided about them."""
