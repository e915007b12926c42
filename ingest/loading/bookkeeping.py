"""Source and edition: where every fact of the registry comes from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.reading.cells import FileContent
from ingest.source import AsAt, Source

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
