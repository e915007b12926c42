"""GraphQL selections become Cypher here: one statement per root field, one record, lists inside lists."""
