"""The revision of the facts: a word that is another after every write that changes what questions answer.

It is one node, `(:Revision {key: 'facts', value})`, written in the same transaction as the facts. Whoever kept an
answer with the revision it was given under knows by one small read whether it still holds. The value is drawn and not
counted, so that a registry that was emptied and filled again, or restored and written on, never comes back to a
revision that stood for other facts. Should two first writers at once ever make two such nodes, every write after
them sets both.
"""

from __future__ import annotations

import secrets

from graph.store.store import Statement, Store

REVISION_LABEL = "Revision"

NOTHING_WRITTEN = "none"
"""The revision of a registry that nothing was ever written to."""

_FACTS = {"key": "facts"}
_READ = f"MATCH (r:{REVISION_LABEL} {{key: $key}}) RETURN collect(r.value)"
_NEXT = f"MERGE (r:{REVISION_LABEL} {{key: $key}}) SET r.value = $value"


def next_revision() -> Statement:
    """Return the statement that begins another revision, to be run in the transaction that changes the facts."""
    return _NEXT, {**_FACTS, "value": secrets.token_hex(8)}


async def revision(store: Store) -> str:
    """Return the revision of the facts as they are now. Raises StoreError."""
    [values] = await store.read(_READ, _FACTS)
    return str(values[0]) if values else NOTHING_WRITTEN
