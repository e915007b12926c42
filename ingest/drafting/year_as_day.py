"""Years that a spreadsheet took for the number of a day.

A cell that held the year 1974 and was shown as a date reads 27 May 1905, the 1,974th day that spreadsheets count. Where
two digits of the year were kept, it reads 27 May 2005.
"""

from __future__ import annotations

import datetime as dt

_DAY_NOUGHT = dt.date(1899, 12, 30)
_YEARS = range(1965, 2030)


def year_meant(day: dt.date) -> int | None:
    """Return the year that a day of summer 1905 or 2005 stands for, None for any other day."""
    if day.year not in (1905, 2005):
        return None
    number = (day.replace(year=1905) - _DAY_NOUGHT).days
    return number if number in _YEARS else None
