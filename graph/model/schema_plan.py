"""What the model asks of an engine: keys that must be unique, ranges to index, text to search.

The plan is derived from the node declarations and handed to `graph.store`, which alone knows how each
engine is told.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UniqueKey:
    """A property whose value names at most one node of a label."""

    label: str
    property: str = "key"


@dataclass(frozen=True, slots=True)
class RangeIndex:
    """An index that serves equality, ranges and order on one property of a label."""

    label: str
    property: str


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """A full-text index over some text properties of one label."""

    label: str
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemaPlan:
    """All that an engine must hold before the registry is used.

    `edge_types` and `properties` are names that statements use, whether or not anything bears them yet.
    """

    unique_keys: tuple[UniqueKey, ...]
    range_indexes: tuple[RangeIndex, ...]
    search_indexes: tuple[SearchIndex, ...]
    edge_types: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
