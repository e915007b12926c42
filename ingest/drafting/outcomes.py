"""What may become of a row beside its facts: it is refused, gainsays another, or is one of several variants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.drafting.ref import Ref
from ingest.tables.layout import Row


@dataclass(slots=True)
class Variant:
    """One of several nodes that share an identity and differ: what it says, its edges, the rows that state it.

    Edges are (type, other end, properties, whether the arrow leaves the variant).
    """

    label: str
    identity: str
    values: dict[str, Any]
    edges: tuple[tuple[str, Ref, tuple[tuple[str, Any], ...], bool], ...]
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Refusal:
    """A row that was refused, and why."""

    row: Row
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A value that a row gives of a node for which an earlier row of the same edition gave another.

    `place` is where the row stands.
    """

    ref: Ref
    property: str
    kept: Any
    other: Any
    place: str
