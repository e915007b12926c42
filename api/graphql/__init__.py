"""Answering GraphQL: documents, execution, and the protocol over HTTP."""
