"""What the graph holds already, as a plan compares it with what the rows of an edition say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.drafting.ref import EdgeName, Ref
from ingest.loading.disagreements import Place, Values

Stated = tuple[tuple[str, ...], str | None]
"""The sources that state a node, and its state where its type has one."""


@dataclass(slots=True)
class HeldNode:
    """A node as the graph holds it: its properties, and the sources that state it."""

    values: dict[str, Any]
    sources: tuple[str, ...]


@dataclass(slots=True)
class HeldEdge:
    """An edge as the graph holds it: its properties without those that tell it apart, and its sources."""

    values: dict[str, Any]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition that was loaded or begun: its key, the day it describes, and whether it was loaded to the end."""

    key: str
    as_at: dt.date | None
    loaded: bool


@dataclass(frozen=True, slots=True)
class Held:
    """The part of the graph that a plan is made against.

    `stated` is what the source states; `withdrawn` what it stated once, with the edition that left it out first.
    """

    nodes: Mapping[Ref, HeldNode]
    edges: Mapping[EdgeName, HeldEdge]
    stated: Mapping[Ref, Stated]
    withdrawn: Mapping[Ref, str] = field(default_factory=dict)
    disagreements: Mapping[Place, Values] = field(default_factory=dict)
