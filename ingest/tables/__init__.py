"""The rows of a source in a file: found by its headings, kept in its words, given back where they are refused."""
