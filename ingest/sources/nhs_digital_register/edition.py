"""The month an edition describes, which only the name of its file tells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from ingest.reading.cells import FileContent
from ingest.source import AsAt

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = re.compile(r"(?<!\d)(20\d\d)[-_ .]?(0[1-9]|1[0-2])(?!\d)")
_NAMES = re.compile(rf"({'|'.join(_MONTHS)})[a-z]*[-_ .]*(20\d\d)", re.IGNORECASE)


def as_at(files: Sequence[FileContent]) -> AsAt | None:
    """Return the latest month named by a file, from names such as `...-2021-02.xlsx` or `... February 2021.xlsx`."""
    months = [month for file in files if (month := _month(file.file_name)) is not None]
    return AsAt(max(months), "MONTH") if months else None


def _month(name: str) -> dt.date | None:
    if match := _NUMBERS.search(name):
        return dt.date(int(match[1]), int(match[2]), 1)
    if match := _NAMES.search(name):
        return dt.date(int(match[2]), _MONTHS.index(match[1].lower()) + 1, 1)
    return None
