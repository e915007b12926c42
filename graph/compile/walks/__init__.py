"""Walks along flows from body to body, unrolled hop by hop within a statement."""
