"""The Cypher that every root field is made of: filters, orders, pages, objects."""
