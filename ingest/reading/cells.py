"""What a file holds once it is read: sheets of cells, or entries of named values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Words = Mapping[str, str | list[str]]
"""One row as published: heading to text. A list where the format itself holds several values."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a spreadsheet, or the one table of a text file.

    `name` is the sheet's name, or the file's. `rows` are the cells as text, row 1 first. `formulas` are the cells
    that hold a formula, as (row from 1, column from 0): their text is the last value saved.
    """

    name: str
    rows: Sequence[tuple[str, ...]]
    formulas: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a log or list whose values are named: the place it stands, its words, and its sheet if it says."""

    place: str
    words: Words
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file as read: its sheets or its entries, and what people should know about the reading.

    `kind` is the format, `sha256` the digest of the bytes in hexadecimal, `published` the day the file itself
    says it was last changed, as ISO text.
    """

    file_name: str
    kind: str
    sha256: str
    sheets: tuple[Sheet, ...] = ()
    entries: tuple[Entry, ...] = ()
    remarks: tuple[str, ...] = field(default=())
    published: str | None = None

    @property
    def is_spreadsheet(self) -> bool:
        """Whether its sheets have names of their own, and its cells may hold formulas."""
        return self.kind in ("xlsx", "ods", "xls")
