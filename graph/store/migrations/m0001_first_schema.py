"""The first schema. A fresh registry starts here; the ledger entry says which version its data is written in."""

from __future__ import annotations

from graph.store.errors import SchemaFailed
from graph.store.store import Store

_ANYTHING = "OPTIONAL MATCH (n) WITH n LIMIT 1 RETURN n IS NOT NULL AND NOT n:Migration, labels(n)"


async def migrate(store: Store) -> None:
    """Refuse a database that already holds something and has no ledger: it is not a registry.

    Raises SchemaFailed.
    """
    [occupied, labels] = await store.read(_ANYTHING, {})
    if occupied:
        raise SchemaFailed(
            f"The database {store.database} is not empty ({', '.join(labels or [])}) and is not a registry. "
            "Name an empty one in ISA_NEO4J_DATABASE."
        )
