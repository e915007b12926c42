"""Which night's digest tells of what: the same after a restore as before it. No engine."""

from __future__ import annotations

import datetime as dt

import pytest

from alerts.nights import NIGHTS_APART, night_of

D = dt.date
TODAY = D(2026, 6, 20)


@pytest.mark.parametrize(
    ("on", "last", "night"),
    [
        # Alerts begin: all in one.
        (D(2026, 1, 1), None, TODAY),
        # Every night runs: all in one, also what was recorded late.
        (TODAY, D(2026, 6, 19), TODAY),
        (D(2026, 1, 1), D(2026, 6, 19), TODAY),
        # A second run on the same day.
        (D(2026, 6, 19), TODAY, TODAY),
        # Two nights that the ledger does not know: each its own, and what is older in the first of them.
        (D(2026, 6, 17), D(2026, 6, 17), D(2026, 6, 18)),
        (D(2026, 6, 18), D(2026, 6, 17), D(2026, 6, 18)),
        (D(2026, 6, 19), D(2026, 6, 17), D(2026, 6, 19)),
        (TODAY, D(2026, 6, 17), TODAY),
        # Long ago: no more than so many.
        (D(2026, 5, 1), D(2026, 4, 1), TODAY - dt.timedelta(days=NIGHTS_APART - 1)),
        (D(2026, 6, 7), D(2026, 4, 1), D(2026, 6, 7)),
    ],
)
def test_the_night_of_what_was_to_be_told_on_a_day(on: dt.date, last: dt.date | None, night: dt.date) -> None:
    assert night_of(on, last, TODAY) == night


def test_the_night_stays_the_same_whenever_a_later_run_asks() -> None:
    last = D(2026, 6, 10)
    for day in range(11, 24):
        on = D(2026, 6, day)
        assert {night_of(on, last, on + dt.timedelta(days=n)) for n in range(24 - day)} == {on}
