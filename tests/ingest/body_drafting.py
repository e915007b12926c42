"""What the rows of files of bodies say, without a registry: for the tests that need none."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.catalogue import find_source
from ingest.drafting.draft import Draft
from ingest.limits import Limits
from ingest.reading.files import read_file
from ingest.tables.layout import Row
from ingest.tables.rows import find_rows
from ingest.who.bodies import Directory


@dataclass(frozen=True, slots=True)
class Drafted:
    """The rows of a load, and what they say."""

    rows: list[Row]
    draft: Draft
    layout_remarks: list[tuple[str, str]]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """Everything people are told."""
        return self.layout_remarks + self.draft.remarks

    @property
    def refusals(self) -> list[str]:
        """Each refused row: place, column, value, reason."""
        return [f"{r.row.place}: {r.column} {r.value!r}: {r.reason}" for r in self.draft.refusals]

    def told(self, kind: str) -> list[str]:
        """The remarks of one kind."""
        return [text for found, text in self.remarks if found == kind]

    def nodes(self) -> dict[str, int]:
        """How many nodes of each type."""
        return dict(Counter(label for label, _ in self.draft.nodes))

    def edges(self) -> dict[str, int]:
        """How many edges of each type."""
        return dict(Counter(edge.type for edge in self.draft.edges))

    def organisation(self, key: str) -> dict[str, Any]:
        """What is said of a body."""
        return self.draft.nodes["Organisation", key]

    def ends(self, edge_type: str) -> list[tuple[str, str]]:
        """The keys at both ends of every edge of a type, in order."""
        return sorted((e.start[1], e.end[1]) for e in self.draft.edges if e.type == edge_type)


def drafted(source_name: str, *paths: Path, known: Directory | None = None) -> Drafted:
    """Read files of a source into a draft; `known` are the bodies there already."""
    source = find_source(source_name)
    rows: list[Row] = []
    remarks: list[tuple[str, str]] = []
    for path in paths:
        content = read_file(path, Limits())
        assert content.kind in source.info.formats
        found = find_rows(content, source.tables, named=True, first_position=len(rows) + 1)
        rows += found.rows
        remarks += found.remarks
    order = [table.name for table in source.tables]
    rows.sort(key=lambda row: order.index(row.table))
    draft = Draft(source_name, known or Directory(), Directory())
    source.begin(draft, rows, {})
    for row in rows:
        draft.take(row, source.readers[row.table])
    source.finish(draft)
    return Drafted(rows, draft, remarks)


def write_rows(path: Path, *rows: Sequence[str], delimiter: str = ",") -> Path:
    """Write a separated file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path
