"""Every way into the registry from outside: web, GraphQL, command line."""
