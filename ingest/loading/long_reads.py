"""Reads over the whole of a source, which take longer than a page does and are too much to be had at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final

from graph.store.store import Store

WINDOW = 20_000
"""How many rows one statement answers with at most, where it reads in windows."""

_SECONDS: Final = 120.0


class LongReads:
    """Reads of one store, each a statement that answers with a list of rows."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def rows(self, text: str, parameters: Mapping[str, object]) -> list[Any]:
        """Return the rows of a statement that collects them. Raises StoreErrors."""
        [rows] = await self._store.read(text, parameters, timeout=_SECONDS)
        return list(rows)

    async def in_windows(
        self,
        text: str,
        parameters: Mapping[str, object],
        first: Mapping[str, object],
        after: Callable[[Any], Mapping[str, object]],
    ) -> AsyncIterator[Any]:
        """Yield the rows of a statement that gives `$most` in the order of their place.

        `first` are the parameters that stand before every place; `after` makes those that stand at the place of a row.
        Raises StoreErrors.
        """
        place, full = first, True
        while full:
            rows = await self.rows(text, {**parameters, **place, "most": WINDOW})
            for row in rows:
                yield row
            full = len(rows) == WINDOW
            place = after(rows[-1]) if rows else place
