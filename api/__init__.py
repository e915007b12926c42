"""Every way in from outside: web application, GraphQL, command line, pages."""
