"""Values as changes and disagreements show them."""

from __future__ import annotations

import datetime as dt
from typing import Any


def text_of(value: Any) -> str | None:
    """Return a value as changes show it: dates as YYYY-MM-DD, lists parted by semicolons."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(map(str, value))
        case dt.date():
            return value.isoformat()
    return str(value)
