"""A day as people write it."""

from __future__ import annotations

import datetime as dt


def day_in_words(day: dt.date) -> str:
    """Return a day such as 1 April 2026."""
    return f"{day.day} {day:%B %Y}"
