"""The record, kept in the registry itself, of the migrations it has had.

`(:Migration {key, appliedAt})`: the key is the migration's module name, `appliedAt` the UTC instant.
"""

from __future__ import annotations

import re

from graph.model.schema_plan import UniqueKey
from graph.store.store import Store

LEDGER_LABEL = "Migration"
LEDGER_KEY = UniqueKey(LEDGER_LABEL)

_NUMBER = re.compile(r"m(\d{4})_")

_APPLIED = f"MATCH (m:{LEDGER_LABEL}) RETURN collect(m.key)"
_RECORD = (
    f"MERGE (m:{LEDGER_LABEL} {{key: $key}}) SET m.appliedAt = coalesce(m.appliedAt, datetime({{epochMillis: $now}}))"
)


def number_of(key: str) -> int:
    """The number of a migration; 0 for a key that is none of ours."""
    match = _NUMBER.match(key)
    return int(match[1]) if match else 0


async def applied(store: Store) -> list[str]:
    """The keys of the migrations this registry has had, in their order."""
    [keys] = await store.read(_APPLIED, {})
    return sorted(keys)


async def record(store: Store, key: str, now_ms: int) -> None:
    """Note that a migration was applied at an instant (milliseconds since 1970, UTC). Once noted it stays as it is."""
    await store.write([(_RECORD, {"key": key, "now": now_ms})])


async def schema_version(store: Store) -> int:
    """The number of the last migration this registry has had; 0 for one that never had any."""
    return max((number_of(key) for key in await applied(store)), default=0)
