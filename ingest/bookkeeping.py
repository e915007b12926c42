"""Source, edition and records: where every fact of the registry comes from."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.model.records import NodeRecord, Records
from ingest.draft import Draft, Ref
from ingest.held import HeldEdition
from ingest.layout import Row
from ingest.reading.cells import FileContent
from ingest.source import AsAt, Source
from ingest.tally import Tally

_DIGEST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class EditionName:
    """An edition about to be loaded: its key, what its files are, and the day it describes."""

    key: str
    file_name: str
    sha256: str
    as_at: AsAt | None

    @property
    def title(self) -> str:
        """What people know the edition by: the day it describes, else its file."""
        first, *others = self.file_name.split(", ")
        files = f"{first} and {len(others)} more" if others else first
        if self.as_at is None:
            return files
        lengths = {"YEAR": 4, "MONTH": 7, "DAY": 10}
        return f"{self.as_at.day.isoformat()[: lengths[self.as_at.precision]]} ({files})"

    def of_held(self, held: Mapping[str, Any]) -> EditionName:
        """Return the edition as the graph holds it, for a load that only completes it."""
        day = held.get("asAt")
        as_at = AsAt(day, held.get("asAtPrecision", "DAY")) if isinstance(day, dt.date) else None
        return EditionName(self.key, str(held.get("fileName", "")), str(held.get("sha256", "")), as_at)


def edition_of(source: Source, files: Sequence[FileContent]) -> EditionName:
    """Name the edition that files make up together, whatever the order they were given in."""
    ordered = sorted(files, key=lambda f: f.file_name)
    digests = [f.sha256 for f in ordered]
    sha256 = digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
    return EditionName(
        key=f"{source.info.name}:{sha256[:_DIGEST_SHOWN]}",
        file_name=", ".join(f.file_name for f in ordered),
        sha256=sha256,
        as_at=source.as_at(files),
    )


@dataclass(slots=True)
class RecordPlan:
    """The records to write, with the nodes each states, and the mentions to take away again."""

    nodes: list[NodeRecord] = field(default_factory=list)
    states: list[tuple[str, Ref]] = field(default_factory=list)
    unstated: list[tuple[str, Ref]] = field(default_factory=list)
    new: int = 0
    unchanged: int = 0
    changed: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.nodes or self.states or self.unstated)

    def tally(self) -> Tally:
        """Count the records."""
        return Tally(new=self.new, changed=self.changed, unchanged=self.unchanged)


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


def plan_records(records: Records, draft: Draft, edition: str, held: HeldEdition) -> RecordPlan:
    """Compare the rows taken with the records that the graph holds of this edition."""
    plan = RecordPlan()
    for row, mentions in draft.stated.values():
        key = record_key(edition, row)
        digest = content_digest(row)
        before = held.digests.get(key)
        stated = held.states.get(key, set())
        if before is None:
            plan.new += 1
        elif before == digest and stated == mentions.keys():
            plan.unchanged += 1
        else:
            plan.changed += 1
        if before != digest:
            node = records.node(
                "Record", key, row=row.place, position=row.position, words=words_text(row), digest=digest
            )
            plan.nodes.append(node)
        plan.states += [(key, ref) for ref in mentions if ref not in stated]
        plan.unstated += [(key, ref) for ref in sorted(stated - mentions.keys())]
    return plan


def edition_values(edition: EditionName, state: str, rows_read: int, rows_refused: int, loads: int) -> dict[str, Any]:
    """Return the properties of an edition. `loads` is how often it was loaded to the end."""
    return {
        "title": edition.title,
        "asAt": edition.as_at.day if edition.as_at else None,
        "asAtPrecision": edition.as_at.precision if edition.as_at and edition.as_at.precision != "DAY" else None,
        "loadedAt": None,
        "fileName": edition.file_name,
        "sha256": edition.sha256,
        "state": state,
        "rowsRead": rows_read,
        "rowsRejected": rows_refused,
        "loads": loads,
    }


def source_values(
    source: Source, as_at: AsAt | None, extract: str | None, held: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return the properties of a source.

    A load of an extract says so, unless the whole was loaded before.
    """
    info = source.info
    completeness, note = info.completeness, info.completeness_note
    if extract is not None:
        completeness, note = "EXTRACT", extract
        if held is not None and held.get("completeness") == info.completeness != "EXTRACT":
            completeness, note = info.completeness, str(held.get("completenessNote", info.completeness_note))
    day, precision = (as_at.day, as_at.precision) if as_at else (None, "DAY")
    if held is not None and isinstance(held.get("asAt"), dt.date) and (day is None or held["asAt"] > day):
        day, precision = held["asAt"], held.get("asAtPrecision", "DAY")
    return {
        "title": info.title,
        "publisher": info.publisher,
        "description": info.description,
        "completeness": completeness,
        "completenessNote": note,
        "collects": sorted(info.collects),
        "licence": info.licence,
        "credit": info.credit,
        "url": info.url,
        "visibility": "PUBLIC",
        "asAt": day,
        "asAtPrecision": precision if precision != "DAY" else None,
    }
