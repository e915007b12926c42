"""The pages people read in a browser, rendered on the server from templates."""
