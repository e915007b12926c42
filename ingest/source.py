"""What a source folder declares: the facts people are told, and how its files become records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.drafting.draft import Draft, RowFacts
from ingest.loading.held import HeldNode
from ingest.reading.cells import FileContent
from ingest.tables.layout import Row, Table

RowReader = Callable[[RowFacts], None]
"""States what one row says. Raises RowRejected, best made with `facts.reject`, for a row it cannot take."""


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What people are told of a source.

    `completeness` is a code of the model (WHOLE, EXTRACT, SELECTION); `collects` are the fields it has a column
    for, each `Type.property`: a blank in one of these is a gap, any other field is simply not collected.
    """

    name: str
    title: str
    publisher: str
    description: str
    licence: str
    credit: str
    url: str | None
    completeness: str
    completeness_note: str
    collects: tuple[str, ...]
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AsAt:
    """The day an edition describes; `precision` is DAY, MONTH (the day is its first) or YEAR."""

    day: dt.date
    precision: str = "DAY"


def _nothing(_draft: Draft) -> None:
    """Sum nothing up."""


def _nothing_shared(_draft: Draft, _rows: Sequence[Row], _held: Mapping[str, HeldNode]) -> None:
    """Tell nothing apart."""


def _undated(_files: Sequence[FileContent]) -> AsAt | None:
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """A source as its folder declares it, in `SOURCE`.

    `readers` states the facts of a row, by table; tables are read in the order declared. `finish` sums up over all
    rows. `begin` comes before them, where rows refer to later ones, or must be told apart that give one number to
    several things: it sees all rows and the nodes of the label `shares_numbers` that this source stated before, by
    key, and keeps in the draft's memory what the readers need. `derives` are the properties, each `Type.property`,
    that it works out beyond those it collects: when an edition gives one no longer, it is taken away. `authority`
    ranks this source by node type (5 where it says nothing): of two sources that speak of one node, the higher
    decides a value both give, and of equals the first. `whole_formats` are the file kinds that hold a whole edition
    (empty: all): files of other kinds alone never withdraw anything. `as_at` tells an edition's day.
    """

    info: SourceInfo
    tables: tuple[Table, ...]
    readers: Mapping[str, RowReader]
    begin: Callable[[Draft, Sequence[Row], Mapping[str, HeldNode]], None] = _nothing_shared
    shares_numbers: str | None = None
    finish: Callable[[Draft], None] = _nothing
    derives: tuple[str, ...] = ()
    authority: Mapping[str, int] = field(default_factory=dict)
    whole_formats: frozenset[str] = frozenset()
    as_at: Callable[[Sequence[FileContent]], AsAt | None] = _undated

    def rank(self, label: str) -> int:
        """Return how much this source's word counts on a node type."""
        return self.authority.get(label, 5)
