"""How much there is of what: nodes by label and edges by type, those there are none of left out."""

from __future__ import annotations

from graph.store.store import Store

_LABELS = "CALL db.labels() YIELD label RETURN collect(label)"
_TYPES = "CALL db.relationshipTypes() YIELD relationshipType RETURN collect(relationshipType)"


async def node_counts(store: Store) -> dict[str, int]:
    """Return how many nodes there are by label. Raises StoreErrors."""
    return await _counts(store, _LABELS, "MATCH (n:{}) RETURN count(n)")


async def edge_counts(store: Store) -> dict[str, int]:
    """Return how many edges there are by type. Raises StoreErrors."""
    return await _counts(store, _TYPES, "MATCH ()-[r:{}]->() RETURN count(r)")


async def _counts(store: Store, names_text: str, count_text: str) -> dict[str, int]:
    """One statement a name: such a count is a look-up on both engines, while a grouped one reads everything."""
    [names] = await store.read(names_text, {})
    counts = {}
    for name in sorted(names):
        [count] = await store.read(count_text.format("`" + name.replace("`", "``") + "`"), {})
        if count:
            counts[name] = count
    return counts
