"""The day, month or year a file's name tells, such as `register-2026-03-25.xlsx` or `Register February 2021.xlsx`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from ingest.drafting.dates import MONTHS
from ingest.reading.cells import FileContent
from ingest.source import AsAt

_DAY = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(20\d\d)[-_ .]?(0[1-9]|1[0-2])(?!\d)")
_NAMES = re.compile(rf"({'|'.join(MONTHS)})[a-z]*[-_ .]*(20\d\d)", re.IGNORECASE)
_DATED = re.compile(r"(?<!\d)(20\d\d)(?:[-_ .]?(0[1-9]|1[0-2])(?:[-_ .]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_PRECISIONS = ("YEAR", "MONTH", "DAY")


def latest_day(files: Sequence[FileContent]) -> AsAt | None:
    """Return the latest day named by a file. What looks like a day and is none counts for nothing."""
    days = [day for file in files for match in _DAY.findall(file.file_name) if (day := _day(match)) is not None]
    return AsAt(max(days)) if days else None


def latest_month(files: Sequence[FileContent]) -> AsAt | None:
    """Return the latest month named by a file; of a period (`2017-04-to-2020-09`) the last one."""
    months = [month for file in files for month in _months(file.file_name)]
    return AsAt(max(months), "MONTH") if months else None


def latest_day_or_month(files: Sequence[FileContent]) -> AsAt | None:
    """Return the latest day named by a file, and where none names a day the latest month."""
    return latest_day(files) or latest_month(files)


def day_in_name(files: Sequence[FileContent]) -> AsAt | None:
    """Return the latest day, month or year named by a file, of each the first it names.

    A later date in a name tells when somebody worked on the file: `circa-2016-patched-2021-01` describes 2016.
    """
    days = [day for file in files if (day := _dated(file.file_name)) is not None]
    return max(days, key=lambda found: found.day) if days else None


def _day(parts: tuple[str, str, str]) -> dt.date | None:
    try:
        return dt.date(*map(int, parts))
    except ValueError:
        return None


def _months(name: str) -> list[dt.date]:
    numbered = [dt.date(int(year), int(month), 1) for year, month in _NUMBERS.findall(name)]
    named = [dt.date(int(year), MONTHS.index(month.lower()) + 1, 1) for month, year in _NAMES.findall(name)]
    return numbered or named


def _dated(name: str) -> AsAt | None:
    match = _DATED.search(name)
    if match is None:
        return None
    parts = [int(part) for part in match.groups() if part is not None]
    year, month, day = (*parts, 1, 1)[:3]
    try:
        return AsAt(dt.date(year, month, day), _PRECISIONS[len(parts) - 1])
    except ValueError:
        return None
