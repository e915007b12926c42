"""When something is told: rungs, leap days, months, what was missed, what stood at go-live. No engine."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from alerts.clock import Clock
from alerts.ladder import Ladder, Rung, Span, last_day, months_after, reached, rungs, stood, told_from

D = dt.date
LONG_AGO = D(2000, 1, 1)
LEAD = Ladder((270, 180, 90, 30, 0), 3)
OTHERS = Ladder((30, -1))
LONDON = ZoneInfo("Europe/London")


def test_the_rungs_of_a_lead_around_an_end_in_a_leap_year() -> None:
    assert rungs(D(2028, 2, 29), LEAD) == [
        Rung(D(2027, 6, 4), 270),
        Rung(D(2027, 9, 2), 180),
        Rung(D(2027, 12, 1), 90),
        Rung(D(2028, 1, 30), 30),
        Rung(D(2028, 2, 29), 0),
        Rung(D(2028, 3, 29), -29),
        Rung(D(2028, 4, 29), -60),
        Rung(D(2028, 5, 29), -90),
    ]


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (D(2027, 1, 31), 1, D(2027, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),
        (D(2026, 11, 30), 3, D(2027, 2, 28)),
        (D(2026, 12, 15), 1, D(2027, 1, 15)),
        (D(2026, 5, 31), -3, D(2026, 2, 28)),
    ],
)
def test_months_end_where_the_shorter_month_does(day: dt.date, months: int, there: dt.date) -> None:
    assert months_after(day, months) == there


@pytest.mark.parametrize(
    ("today", "level"),
    [
        (D(2026, 3, 31), None),  # 271 days before
        (D(2026, 4, 1), 270),
        (D(2026, 6, 29), 270),
        (D(2026, 9, 30), 90),  # the night of 28 September was missed
        (D(2026, 12, 26), 30),
        (D(2026, 12, 27), 0),  # the last day, on which it still has effect
        (D(2026, 12, 28), 0),  # it has run out; a night missed is still caught up
        (D(2027, 1, 27), -31),
        (D(2027, 3, 27), -90),
        (D(2027, 3, 28), None),  # after three months in summaries alone
    ],
)
def test_of_the_rungs_reached_the_last_is_told(today: dt.date, level: int | None) -> None:
    rung = told_from(D(2026, 12, 27), LEAD, today, LONG_AGO)
    assert (rung.level if rung else None) == level


def test_others_are_told_at_thirty_days_and_when_it_has_run_out() -> None:
    due = D(2026, 12, 27)
    days = [due + dt.timedelta(days=number) for number in range(-40, 100)]
    told = {day: rung for day in days if (rung := reached(due, OTHERS, day)) is not None}
    assert set(told.values()) == {Rung(D(2026, 11, 27), 30), Rung(D(2026, 12, 28), -1)}
    assert min(told) == D(2026, 11, 27)
    assert next(day for day in told if told[day].level == -1) == D(2026, 12, 28)


def test_nothing_that_stood_at_go_live_is_told_singly() -> None:
    go_live = D(2026, 6, 1)
    # It had run out.
    assert stood(D(2026, 5, 30), LEAD, go_live)
    assert all(told_from(D(2026, 5, 30), LEAD, go_live + dt.timedelta(days=n), go_live) is None for n in range(400))
    # It ends on the very day: that day stood, that it has run out did not.
    assert not stood(go_live, OTHERS, go_live)
    assert told_from(go_live, OTHERS, go_live, go_live) is None
    assert told_from(go_live, OTHERS, D(2026, 6, 2), go_live) == Rung(D(2026, 6, 2), -1)
    # Rungs reached by then stood; later ones are told.
    due = D(2026, 10, 1)
    assert told_from(due, LEAD, go_live, go_live) is None
    assert told_from(due, LEAD, D(2026, 7, 2), go_live) is None
    assert told_from(due, LEAD, D(2026, 7, 3), go_live) == Rung(D(2026, 7, 3), 90)
    # Signatures asked for before, of which no rung was reached by then.
    unsigned = Ladder((-14, -28))
    assert not stood(D(2026, 5, 25), unsigned, go_live)
    assert stood(D(2026, 5, 18), unsigned, go_live)
    assert told_from(D(2026, 5, 25), unsigned, D(2026, 6, 8), go_live) == Rung(D(2026, 6, 8), -14)


def test_a_span_leaves_rungs_to_another_line() -> None:
    due = D(2026, 6, 10)
    first = Span(before=D(2026, 6, 30))
    assert reached(due, LEAD, D(2026, 6, 29), first) == Rung(due, 0)
    assert reached(due, LEAD, D(2026, 6, 30), first) is None
    second = Span(after=D(2026, 6, 29))
    assert reached(D(2026, 6, 30), LEAD, D(2026, 6, 29), second) is None
    assert reached(D(2026, 6, 30), LEAD, D(2026, 6, 30), second) == Rung(D(2026, 6, 30), 0)


def test_a_date_known_to_the_month_or_year_counts_by_its_last_day() -> None:
    assert last_day(D(2028, 2, 1), "MONTH") == D(2028, 2, 29)
    assert last_day(D(2026, 1, 1), "YEAR") == D(2026, 12, 31)
    assert last_day(D(2026, 1, 1), None) == D(2026, 1, 1)


def at(text: str) -> Clock:
    return Clock(LONDON, lambda: dt.datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("now", "today"),
    [
        ("2026-06-30T22:59:59+00:00", D(2026, 6, 30)),
        ("2026-06-30T23:00:00+00:00", D(2026, 7, 1)),  # midnight of summer time
        ("2026-12-31T23:59:59+00:00", D(2026, 12, 31)),
        ("2027-01-01T00:00:00+00:00", D(2027, 1, 1)),
        ("2026-03-29T00:30:00+00:00", D(2026, 3, 29)),  # the hour before clocks go forward
        ("2026-10-25T00:30:00+00:00", D(2026, 10, 25)),  # the hour that comes twice
    ],
)
def test_the_day_is_that_of_london(now: str, today: dt.date) -> None:
    assert at(now).today() == today


@pytest.mark.parametrize(
    ("now", "wall", "instant"),
    [
        ("2026-06-01T05:29:00+00:00", "06:30", "2026-06-01T05:30:00+00:00"),
        ("2026-06-01T05:30:00+00:00", "06:30", "2026-06-02T05:30:00+00:00"),
        ("2026-12-01T07:00:00+00:00", "06:30", "2026-12-02T06:30:00+00:00"),
        # Clocks go forward: the days are 23 hours apart.
        ("2026-03-28T06:30:00+00:00", "06:30", "2026-03-29T05:30:00+00:00"),
        # 01:30 does not exist that night.
        ("2026-03-29T00:00:00+00:00", "01:30", "2026-03-29T01:30:00+00:00"),
        # 01:30 comes twice that night, and the run once.
        ("2026-10-24T23:00:00+00:00", "01:30", "2026-10-25T00:30:00+00:00"),
        ("2026-10-25T00:30:00+00:00", "01:30", "2026-10-26T01:30:00+00:00"),
    ],
)
def test_the_next_run_is_by_the_clock_on_the_wall(now: str, wall: str, instant: str) -> None:
    assert at(now).next_at(dt.time.fromisoformat(wall)) == dt.datetime.fromisoformat(instant)
