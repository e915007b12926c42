"""How a source's own words for legal bases are read: as which provisions, in how many places, and which as none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.drafting.draft import Draft
from ingest.errors import FileRefused
from ingest.limits import Limits
from ingest.reading.files import given_files, read_file
from ingest.source import Source
from ingest.tables.rows import find_rows
from ingest.who.bodies import Directory


@dataclass(frozen=True, slots=True)
class LawRead:
    """Words for a legal basis, with dashes and spaces made alike; `codes` of provisions, None where there are none."""

    words: str
    codes: tuple[str, ...] | None
    times: int


@dataclass(frozen=True, slots=True)
class LawsRead:
    """All words of some files, the most frequent first."""

    laws: tuple[LawRead, ...]

    @property
    def mapped(self) -> tuple[LawRead, ...]:
        """The words that stand for provisions, or say that none is needed."""
        return tuple(law for law in self.laws if law.codes is not None)

    @property
    def unmapped(self) -> tuple[LawRead, ...]:
        """The words that stay as they are."""
        return tuple(law for law in self.laws if law.codes is None)


def laws_read(source: Source, paths: Sequence[Path], limits: Limits | None = None) -> LawsRead:
    """Read files as a load would, without a registry, and return the legal bases that their rows name.

    Rows that a load would refuse are left out. Raises FileRefused for files that hold no rows of the source.
    """
    found = [
        find_rows(read_file(path, limits or Limits()), source.tables, named=named) for path, named in given_files(paths)
    ]
    order = [table.name for table in source.tables]
    rows = sorted((row for each in found for row in each.rows), key=lambda row: order.index(row.table))
    if not rows:
        raise FileRefused(f"There are no rows of {source.info.name} in it. Check that it is the right file.")
    draft = Draft(source.info.name, Directory(), Directory())
    source.begin(draft, rows, {})
    for row in rows:
        draft.take(row, source.readers[row.table])
    times = Counter(draft.laws)
    laws = [LawRead(words, codes, count) for (words, codes), count in times.items()]
    return LawsRead(tuple(sorted(laws, key=lambda law: (-law.times, law.words))))
