"""What a source makes of a file, without a registry: for counts and cases that need no engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from graph.model.records import Records
from graph.model.registry import registry_model
from ingest.catalogue import find_source
from ingest.drafting.draft import Draft
from ingest.drafting.variants import place_variants
from ingest.limits import Limits
from ingest.loading.held import Held, HeldNode
from ingest.loading.plan import Planner
from ingest.reading.files import read_file
from ingest.tables.rows import FoundRows, find_rows
from ingest.who.bodies import Directory


@dataclass(frozen=True)
class Drafted:
    """The rows found in a file and what they state."""

    found: FoundRows
    draft: Draft

    def count(self, label: str) -> int:
        return sum(1 for found, _ in self.draft.nodes if found == label)

    def edges(self, kind: str) -> int:
        return sum(1 for edge in self.draft.edges if edge.type == kind)

    def ends(self, kind: str, start: str) -> list[str]:
        """The keys that edges of a type lead to from a node."""
        return sorted(e.end[1] for e in self.draft.edges if e.type == kind and e.start[1] == start)

    def of(self, label: str, key: str) -> Mapping[str, Any]:
        return self.draft.nodes[label, key]

    def tally(self, label: str, name: str) -> dict[Any, int]:
        return dict(Counter(values.get(name) for _, values in self.draft.of_label(label)))

    def remarks(self, kind: str) -> list[str]:
        return [text for found, text in (*self.found.remarks, *self.draft.remarks) if found == kind]

    @property
    def refused(self) -> list[tuple[str, str, str, str]]:
        return [(r.row.place, r.column, r.value, r.reason) for r in self.draft.refusals]


def drafted(source_name: str, path: Path, held: Mapping[str, HeldNode] | None = None) -> Drafted:
    """Read a file as its source does, into an empty world. The model must take every record.

    `held` are the nodes whose numbers several share, as an edition before left them.
    """
    source = find_source(source_name)
    found = find_rows(read_file(path, Limits()), source.tables, named=True)
    order = [table.name for table in source.tables]
    rows = sorted(found.rows, key=lambda row: order.index(row.table))
    draft = Draft(source_name, Directory(), Directory())
    source.begin(draft, rows, held or {})
    for row in rows:
        draft.take(row, source.readers[row.table])
    source.finish(draft)
    place_variants(draft, {}, {})
    Planner(Records(registry_model()), source, {}).plan(draft, Held({}, {}, {}), withdraw=False)
    return Drafted(found, draft)


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write a workbook, sheet by sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    book.save(path)
    return path
