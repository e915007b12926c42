"""Dates as registers write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from graph.model.spelling import plain
from ingest.drafting.draft import RowFacts

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ]\d{2}:\d{2}.*)?")
_PRECISION = ("YEAR", "MONTH", "DAY")


def partial_date(text: str) -> tuple[dt.date, str]:
    """Return a date and its precision (YEAR, MONTH, DAY) from `2018`, `2018-05`, `2018-05-17` or an instant.

    What is not known stands as the first month or day. Raises ValueError for anything else, or no such day.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a date written as 2018-05-17, 2018-05 or 2018")
    parts = [int(part) for part in match.groups() if part is not None]
    year, month, day = (*parts, 1, 1)[:3]
    return dt.date(year, month, day), _PRECISION[len(parts) - 1]


_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_NAMED_MONTH = re.compile(r"(\d{1,2})[ -]?([A-Za-z]{3,9})[ -]?(\d{4})")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def any_date(text: str) -> tuple[dt.date, str]:
    """Return a date and its precision as `partial_date`, from the other ways registers write a day as well.

    Those are `20180517`, `17/05/2018` (the day first, as everywhere in the United Kingdom; also with dots or dashes),
    `17 May 2018` and `17May2018`. Raises ValueError for anything else, or no such day.
    """
    written = plain(text)
    if match := _COMPACT.fullmatch(written):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(written):
        day, month, year = (int(part) for part in match.groups())
    elif (match := _NAMED_MONTH.fullmatch(written)) and match[2][:3].lower() in MONTHS:
        day, month, year = int(match[1]), MONTHS.index(match[2][:3].lower()) + 1, int(match[3])
    else:
        return partial_date(written)
    try:
        return dt.date(year, month, day), "DAY"
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar") from None


def date_of(
    facts: RowFacts, column: str, name: str, read: Callable[[str], tuple[dt.date, str]] = partial_date
) -> dict[str, Any]:
    """Return the property `name` and its precision from a column; nothing where it is blank.

    `read` returns a text's date and precision, or raises ValueError. Raises RowRejected where the text is no date.
    """
    text = facts.row.text(column)
    if not text:
        return {}
    try:
        day, precision = read(text)
    except ValueError as error:
        raise facts.reject(column, str(error)) from None
    return {name: day, f"{name}Precision": precision}
