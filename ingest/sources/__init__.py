"""The sources: one folder each, found by `ingest.catalogue`."""
