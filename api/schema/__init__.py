"""The GraphQL schema: types made from the graph's model, checked in as api/schema.graphql."""
