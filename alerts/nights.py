"""Which night's digest tells of an alert: the same one whenever it is asked, so that what is made again is the same.

A run that finds nights of which the ledger knows nothing cannot tell whether nothing ran on them or a backup from
before them was restored and people were told. So it makes the digest of each by itself: one that went out before has
the key that it had.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

NIGHTS_APART: Final = 14
"""Of so many nights at most each has a digest of its own; the earliest of them holds what is older."""

_DAY: Final = dt.timedelta(days=1)


def night_of(on: dt.date, last: dt.date | None, today: dt.date) -> dt.date:
    """Return the night whose digest tells of something that was first to be told on a day.

    `last` is the day of the last run that the ledger knows, None where it knows none. What was to be told by then and
    is not in the ledger was recorded since, so the night after has it.
    """
    if last is None:
        return today
    first = max(last + _DAY, today - (NIGHTS_APART - 1) * _DAY)
    return min(max(on, first), today)
