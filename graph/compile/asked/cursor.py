"""Cursors: where in an ordered list a row stands, so that the next page starts right after it."""

from __future__ import annotations

import base64
import binascii

import orjson

from graph.compile.errors import BadCursor


def encode_cursor(order: str, position: list[str]) -> str:
    """Return the cursor of a row: the order it belongs to and the row's sort keys, last its own key."""
    return base64.urlsafe_b64encode(orjson.dumps([order, *position])).decode().rstrip("=")


def decode_cursor(text: str, order: str, length: int) -> list[str]:
    """Return the sort keys a cursor holds.

    Raises BadCursor where the text is no cursor, or one of a list in another order.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        values = orjson.loads(raw)
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values) or len(values) < 2:
        raise BadCursor(f"{text!r} is not a cursor. Use the endCursor or startCursor of a page unchanged.")
    if values[0] != order or len(values) != length + 1:
        raise BadCursor(
            f"This cursor belongs to a list ordered by {values[0]!r}, and the list is asked for ordered by "
            f"{order!r}. Keep orderBy the same from page to page."
        )
    return values[1:]
