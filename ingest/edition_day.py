"""The day an edition describes, where only the name of its file tells it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from ingest.reading.cells import FileContent
from ingest.source import AsAt

_DAY = re.compile(r"(?<!\d)(20\d\d)(?:[-_ .]?(0[1-9]|1[0-2])(?:[-_ .]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_PRECISIONS = ("YEAR", "MONTH", "DAY")


def day_in_name(files: Sequence[FileContent]) -> AsAt | None:
    """Return the latest day, month or year named by a file, of each the first it names.

    A later date in a name tells when somebody worked on the file: `circa-2016-patched-2021-01` describes 2016.
    """
    days = [day for file in files if (day := _day(file.file_name)) is not None]
    return max(days, key=lambda found: found.day) if days else None


def _day(name: str) -> AsAt | None:
    match = _DAY.search(name)
    if match is None:
        return None
    parts = [int(part) for part in match.groups() if part is not None]
    year, month, day = (*parts, 1, 1)[:3]
    try:
        return AsAt(dt.date(year, month, day), _PRECISIONS[len(parts) - 1])
    except ValueError:
        return None
