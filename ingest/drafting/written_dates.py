"""Dates as people write them in registers: 2018-05-17, 17/05/2018, 17 May 2018, May-18."""

from __future__ import annotations

import datetime as dt
import re

from ingest.drafting.dates import MONTHS, any_date

_BY_NUMBER = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: \d{2}:\d{2}.*)?")
_BY_NAME = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -]+)?([A-Za-z]{3,9})\.?[ ,'-]+(\d{4}|\d{2})")


def written_date(text: str) -> tuple[dt.date, str]:
    """Return a date and its precision (YEAR, MONTH, DAY); the day stands before the month, as in Britain.

    Years of two digits are of this century. What is not known stands as the first month or day. Raises ValueError
    for anything else, or no such day.
    """
    text = " ".join(text.split())
    if match := _BY_NUMBER.fullmatch(text):
        return dt.date(_year(match[3]), int(match[2]), int(match[1])), "DAY"
    if (match := _BY_NAME.fullmatch(text)) and (month := _month(match[2])):
        day = int(match[1]) if match[1] else None
        return dt.date(_year(match[3]), month, day or 1), "DAY" if day else "MONTH"
    try:
        return any_date(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date written as 2018-05-17, 17/05/2018, 17 May 2018 or May-18") from None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(name: str) -> int | None:
    return MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in MONTHS else None
