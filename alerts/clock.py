"""What time it is, and when a nightly run is due: by a clock that tests put their own in the place of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo


def _utc() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The registry's clock: instants in UTC, days in its time zone.

    `today_fixed` is a day to take for today, whatever the hour says (`ISA_TODAY`).
    """

    zone: ZoneInfo
    now: Callable[[], dt.datetime] = _utc
    today_fixed: dt.date | None = None

    def today(self) -> dt.date:
        """Return the day it is in the registry's time zone."""
        return self.today_fixed or self.now().astimezone(self.zone).date()

    def next_at(self, at: dt.time) -> dt.datetime:
        """Return the next instant, in UTC, at which clocks on the wall show `at`.

        On the night clocks go forward a time that is skipped is taken an hour later; on the night they go back the
        first of the two is meant.
        """
        now = self.now().astimezone(self.zone)
        for days in (0, 1):
            day = now.date() + dt.timedelta(days=days)
            wall = dt.datetime.combine(day, at, tzinfo=self.zone)
            instant = wall.astimezone(dt.UTC)
            if instant > self.now():
                return instant
        raise AssertionError("tomorrow's time has passed already")
