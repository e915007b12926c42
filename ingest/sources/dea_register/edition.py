"""The day an edition describes: that of the log's last entry, else the day in the file's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ingest.drafting.file_names import latest_day
from ingest.reading.cells import FileContent
from ingest.source import AsAt


def as_at(files: Sequence[FileContent]) -> AsAt | None:
    """Return the latest day that any of the files describes."""
    days = [found.day for file in files if (found := _day(file)) is not None]
    return AsAt(max(days)) if days else None


def _day(file: FileContent) -> AsAt | None:
    return AsAt(dt.date.fromisoformat(file.published)) if file.published is not None else latest_day([file])
