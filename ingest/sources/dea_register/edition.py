"""The day an edition describes: that of the log's last entry, else the day in the file's name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from ingest.reading.cells import FileContent
from ingest.source import AsAt

_DAY = re.compile(r"(?<!\d)(20\d\d-\d\d-\d\d)(?!\d)")


def as_at(files: Sequence[FileContent]) -> AsAt | None:
    """Return the latest day that any of the files describes."""
    days = [day for file in files if (day := _day(file)) is not None]
    return AsAt(max(days)) if days else None


def _day(file: FileContent) -> dt.date | None:
    if file.published is not None:
        return dt.date.fromisoformat(file.published)
    match = _DAY.search(file.file_name)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
