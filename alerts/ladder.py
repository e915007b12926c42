"""When something is told of: the rungs of a ladder around a day, and which of them has been reached.

A rung is a day. Of the rungs reached only the last is told, so a night that was missed is caught up with one message.
A day is a date of the registry's time zone; the day something ends is inclusive, so it has run out the day after.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

SINGLY_MONTHS = 3
"""So long after its day a thing is told of by itself; afterwards only in summaries."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """`days` before a day on which to tell of it, 0 for the day itself, less for days after; then every month.

    `months` is how many monthly reminders follow while it is overdue.
    """

    days: tuple[int, ...] = ()
    months: int = 0


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: the day it is reached, and its level, the days from there to the day it is about."""

    on: dt.date
    level: int


def rungs(due: dt.date, ladder: Ladder) -> list[Rung]:
    """Return the rungs of a ladder around a day, the earliest first, each day once."""
    days = {due - dt.timedelta(days=each) for each in ladder.days}
    days |= {months_after(due, number) for number in range(1, ladder.months + 1)}
    return [Rung(day, (due - day).days) for day in sorted(days)]


@dataclass(frozen=True, slots=True)
class Span:
    """Of which rungs one thing tells: those after `after` and before `before`, where these are given.

    Two dates of one agreement that lie close together share one line, and one of them leaves rungs to the other.
    """

    after: dt.date | None = None
    before: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Say whether a rung on a day is among them."""
        return (self.after is None or day > self.after) and (self.before is None or day < self.before)


WHOLE = Span()
"""Every rung."""


def reached(due: dt.date, ladder: Ladder, today: dt.date, span: Span = WHOLE) -> Rung | None:
    """Return the last rung reached by today, None where there is none or it is left to summaries by now."""
    if today > months_after(due, SINGLY_MONTHS):
        return None
    if span.before is not None and today >= span.before:
        return None
    there = [rung for rung in rungs(due, ladder) if rung.on <= today and span.holds(rung.on)]
    return there[-1] if there else None


def stood(due: dt.date, ladder: Ladder, go_live: dt.date) -> bool:
    """Say whether something had run out by the day alerts began, as far as its ladder would have told."""
    return due < go_live and any(due <= rung.on <= go_live for rung in rungs(due, ladder))


def told_from(due: dt.date, ladder: Ladder, today: dt.date, go_live: dt.date, span: Span = WHOLE) -> Rung | None:
    """Return the rung to tell of today: the last reached, unless that or all of it stood when alerts began."""
    rung = reached(due, ladder, today, span)
    if rung is None or rung.on <= go_live or stood(due, ladder, go_live):
        return None
    return rung


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later (earlier where negative), or the last day of a month that is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(day: dt.date, precision: str | None) -> dt.date:
    """Return the last day that a date known to the YEAR or MONTH may stand for; the day itself where it is known."""
    match precision:
        case "YEAR":
            return dt.date(day.year, 12, 31)
        case "MONTH":
            return months_after(day.replace(day=1), 1) - dt.timedelta(days=1)
    return day
