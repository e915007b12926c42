"""Names of rows that have none of their own: what they belong to and what they are there, with a stroke between."""

from __future__ import annotations

from collections.abc import Iterator

STROKE = " / "


def joined_name(first: str, second: str, apart: str | None = None) -> str:
    """Return the name of a row, such as `ISA-1 / Brook Council`, or `ISA-1 / Brook Council / CONTROLLER`."""
    return STROKE.join((first, second, *((apart,) if apart else ())))


def ways_to_part(text: str, *, apart: bool) -> Iterator[tuple[str, str, str | None]]:
    """Yield every way to take a joined name apart, since names may hold a stroke themselves.

    With `apart` also those by which its last part tells several rows apart.
    """
    parts = text.split(STROKE)
    for place in range(1, len(parts)):
        first, rest = STROKE.join(parts[:place]), parts[place:]
        yield first, STROKE.join(rest), None
        if apart and len(rest) > 1:
            yield first, STROKE.join(rest[:-1]), rest[-1]
