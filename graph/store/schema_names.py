"""How our constraints and indexes are named in the engine. What carries our prefix is ours to drop."""

from __future__ import annotations

from graph.model.schema_plan import RangeIndex, UniqueKey

PREFIX = "isa_"
UNIQUE_PREFIX = f"{PREFIX}unique_"


def unique_key_name(key: UniqueKey) -> str:
    """The name of the constraint that keeps a key unique."""
    return f"{UNIQUE_PREFIX}{key.label}_{key.property}"


def range_index_name(index: RangeIndex) -> str:
    """The name of a range index."""
    return f"{PREFIX}{index.label}_{index.property}"


def search_index_name(label: str) -> str:
    """The name of the one search index of a label."""
    return f"{PREFIX}search_{label}"
