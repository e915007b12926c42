"""The records of an edition's rows: compared with those the graph holds, and made one after the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.model.records import NodeRecord, Records
from ingest.drafting.ref import Ref
from ingest.loading.tally import Tally
from ingest.tables.layout import Row


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """The record of a row as the graph holds it: the digest of what the row said, and the nodes it spoke of."""

    digest: str
    states: frozenset[Ref] = frozenset()


@dataclass(frozen=True, slots=True)
class RecordWrite:
    """What is written of one row: the record where it is new or says something else, mentions to add and take away."""

    key: str
    node: NodeRecord | None
    states: tuple[Ref, ...]
    unstated: tuple[Ref, ...]

    @property
    def writes(self) -> int:
        """How much there is to write: the record with its edition, and each mention."""
        return (2 if self.node else 0) + len(self.states) + len(self.unstated)


@dataclass(slots=True)
class RowRecords:
    """The records of the rows taken. They are made anew whenever they are asked for, so none is kept."""

    records: Records
    edition: str
    taken: Mapping[str, tuple[Row, dict[Ref, None]]]
    held: Mapping[str, HeldRecord]
    tally: Tally = field(default_factory=Tally)
    writes: int = 0

    def count(self) -> None:
        """Count the records and what there is to write of them."""
        counts = {"new": 0, "unchanged": 0, "changed": 0}
        self.writes = 0
        for row, mentions in self.taken.values():
            held = self.held.get(record_key(self.edition, row))
            if held is None:
                counts["new"] += 1
                self.writes += 2 + len(mentions)
                continue
            write = self._write(row, mentions, held)
            counts["changed" if write.writes else "unchanged"] += 1
            self.writes += write.writes
        self.tally = Tally(**counts)

    def __iter__(self) -> Iterator[RecordWrite]:
        for row, mentions in self.taken.values():
            write = self._write(row, mentions, self.held.get(record_key(self.edition, row)))
            if write.writes:
                yield write

    def _write(self, row: Row, mentions: Iterable[Ref], held: HeldRecord | None) -> RecordWrite:
        key = record_key(self.edition, row)
        digest = content_digest(row)
        there: frozenset[Ref] = frozenset() if held is None else held.states
        node = None
        if held is None or held.digest != digest:
            node = self.records.node(
                "Record", key, row=row.place, position=row.position, words=words_text(row), digest=digest
            )
        stated = tuple(mentions)
        return RecordWrite(
            key, node, tuple(ref for ref in stated if ref not in there), tuple(sorted(there.difference(stated)))
        )


def record_key(edition: str, row: Row) -> str:
    """Return the key of a row's record: where the row stands in which edition."""
    return f"{edition}:{row.place}" if row.place.startswith(f"{row.file}!") else f"{edition}:{row.file}:{row.place}"


def words_text(row: Row) -> str:
    """Return the words of a row as the graph keeps them."""
    return json.dumps(row.words, ensure_ascii=False)


def content_digest(row: Row) -> str:
    """Return the digest of what a row says, leaving out the label by which its file numbers rows."""
    said = {heading: cell for heading, cell in row.words.items() if heading not in row.label_headings}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
