"""The end and the review of agreements, in one line where they lie close together; and what ended and still flows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from alerts.item import Item, Row, day_of, known_as
from alerts.ladder import Span, last_day
from graph.model.day_words import day_in_words

ENDS, REVIEW, FLOWING = "agreement-end", "agreement-review", "expired-still-flowing"
_CLOSE = 30
"""Days: so near each other an end and a review are told of in one line."""


def read(rows: Sequence[Row], today: dt.date) -> Iterator[Item]:
    """Return what is to be told of agreements as the question `agreements-to-renew` lists them."""
    for row in rows:
        yield from _of_agreement(row, today)


def _of_agreement(row: Row, today: dt.date) -> Iterator[Item]:
    conditions = set(row["conditions"])
    ends = _still_open(row, "endsOn", today, overdue="EXPIRED" in conditions)
    review = _still_open(row, "reviewOn", today, overdue="REVIEW_OVERDUE" in conditions)
    what = known_as(row)

    def item(kind: str, due: dt.date) -> Item:
        return Item(kind, "Agreement", row["key"], due, what, agreement=row["key"])

    if "EXPIRED_STILL_FLOWING" in conditions and ends is not None:
        # It says all that the end would say from then on.
        yield item(FLOWING, ends)
        upcoming = [] if review is None else [item(REVIEW, review)]
        yield from upcoming
        return
    if ends is not None and review is not None and ends != review and abs((ends - review).days) <= _CLOSE:
        yield from _together(item(ENDS, ends), item(REVIEW, review), today)
        return
    if ends is not None and ends == review:
        yield replace(item(ENDS, ends), also="Its review is due that day as well.")
        return
    if ends is not None:
        yield item(ENDS, ends)
    if review is not None:
        yield item(REVIEW, review)


def _together(ends: Item, review: Item, today: dt.date) -> tuple[Item, Item]:
    """The first of the two tells until the day of the second, which tells from then on: one line at any time."""
    first, second = (ends, review) if ends.due < review.due else (review, ends)
    says = {
        REVIEW: f"It {'ended' if ends.due < today else 'ends'} on {day_in_words(ends.due)}.",
        ENDS: f"Its review {'was' if review.due < today else 'is'} due on {day_in_words(review.due)}.",
    }
    return (
        replace(first, also=says[first.kind], span=Span(before=second.due)),
        replace(second, also=says[second.kind], span=Span(after=second.due - dt.timedelta(days=1))),
    )


def _still_open(row: Row, field: str, today: dt.date, *, overdue: bool) -> dt.date | None:
    """The last day a date may stand for, unless it has passed and the condition says that nothing is open."""
    day = day_of(row[field])
    if day is None:
        return None
    last = last_day(day, row[f"{field}Precision"])
    return last if last >= today or overdue else None
