"""How a load names nodes, edges and rows while it works."""

from __future__ import annotations

from typing import Any, NamedTuple

from ingest.tables.layout import Row

Ref = tuple[str, str]
"""A node, named by label and key."""


class EdgeName(NamedTuple):
    """An edge by type, ends, and the properties that tell parallel edges apart."""

    type: str
    start: Ref
    end: Ref
    key: tuple[tuple[str, Any], ...] = ()


def ref_text(ref: Ref) -> str:
    """Return a text that no other node has."""
    return f"{ref[0]}\0{ref[1]}"


def edge_text(edge: EdgeName) -> str:
    """Return a text that no other edge has."""
    return "\0".join((edge.type, *edge.start, *edge.end, *(f"{name}\0{value!r}" for name, value in edge.key)))


def row_text(row: Row) -> str:
    """Return a text that no other row of a load has."""
    return f"{row.file}\0{row.place}"
