"""The mark on a database in whose place a backup is being put: until it is taken away nothing else may use it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from graph.store.errors import SchemaFailed
from graph.store.store import Statement, Store

UNFINISHED_LABEL: Final = "UnfinishedRestore"

RESTORE_AGAIN: Final = "Run isa restore again, with the same file or another, and let it come to its end."

_THERE = f"MATCH (u:{UNFINISHED_LABEL}) RETURN count(u)"
_SET = f"MERGE (u:{UNFINISHED_LABEL} {{key: 'restore'}}) SET u.began = $now"
_TAKE_AWAY = f"MATCH (u:{UNFINISHED_LABEL}) DELETE u"


async def set_mark(store: Store, now: dt.datetime) -> None:
    """Mark a database as one that is being restored. Raises StoreErrors."""
    await store.write([(_SET, {"now": now})])


async def take_mark_away(store: Store, besides: Sequence[Statement]) -> None:
    """Say that a restore came to its end, in one transaction with some statements. Raises StoreErrors."""
    await store.write([*besides, (_TAKE_AWAY, {})])


async def refuse_half_restored(store: Store) -> None:
    """Raise SchemaFailed where a restore did not come to its end, and StoreErrors."""
    [marks] = await store.read(_THERE, {})
    if marks:
        raise SchemaFailed(
            f"A restore of this registry did not come to its end, so parts of it are missing. {RESTORE_AGAIN}"
        )
