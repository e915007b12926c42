"""Whether a body may see what it would be told of: by the registry's one row scope, as everywhere else."""

from __future__ import annotations

from collections.abc import Collection

from graph.access import seen_by
from graph.model.registry import Model
from graph.store.store import Store

Sight = tuple[str, str, str]
"""Label and key of a node, and the key of a body."""

_ROWS = 2_000
_SECONDS = 120.0


async def may_see(store: Store, model: Model, asked: Collection[Sight]) -> set[Sight]:
    """Return those of the pairs of node and body in which the body may see the node. Raises StoreErrors."""
    by_label: dict[str, dict[str, set[str]]] = {}
    for label, key, body in asked:
        by_label.setdefault(label, {}).setdefault(key, set()).add(body)
    seen: set[Sight] = set()
    for label, bodies in sorted(by_label.items()):
        predicate = seen_by(model, label, "n", "[asking]")
        where = "" if predicate is None else f" WHERE {predicate}"
        text = (
            f"UNWIND $rows AS row MATCH (n:{label} {{key: row[0]}}) UNWIND row[1] AS asking\n"
            f"WITH n, asking{where}\nRETURN collect([n.key, asking])"
        )
        rows = [[key, sorted(of)] for key, of in sorted(bodies.items())]
        for start in range(0, len(rows), _ROWS):
            [found] = await store.read(text, {"rows": rows[start : start + _ROWS]}, timeout=_SECONDS)
            seen |= {(label, key, body) for key, body in found}
    return seen
