"""How long a server asks to be left alone."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime


def seconds_asked(header: str | None, now: dt.datetime | None = None) -> float | None:
    """Return what a `Retry-After` header asks for in seconds, None where it says nothing that can be read."""
    if not header:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=dt.UTC)
    return max(0.0, (at - (now or dt.datetime.now(tz=dt.UTC))).total_seconds())
