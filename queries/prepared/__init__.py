"""Prepared questions: their files, held against the schema, and their answers as flat rows."""
