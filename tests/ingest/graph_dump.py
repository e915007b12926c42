"""The whole graph as comparable values, and its digest: two graphs are one where these are equal."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from graph.store.revision import REVISION_LABEL
from graph.store.store import Store

_MOMENTS = frozenset({"loadedAt", "loadedAtSort", "loads", "at", "atSort"})
"""When and how often something was loaded, which differs between two loads that are otherwise one."""


async def dump(store: Store, *, moments: bool = True) -> dict[str, list[Any]]:
    """Return every node and every edge with all properties, in one order.

    Without `moments` what tells one load from another of the same is left out: when it was, how often, and the revision
    drawn.
    """
    nodes = await store.rows("MATCH (n) RETURN head(labels(n)), n.key, properties(n)", {}, timeout=120)
    edges = await store.rows(
        "MATCH (a)-[r]->(b) RETURN type(r), head(labels(a)), a.key, head(labels(b)), b.key, properties(r)",
        {},
        timeout=120,
    )
    left_out = frozenset() if moments else _MOMENTS
    return {
        "nodes": sorted(
            [label, key, _plain(values, left_out)] for label, key, values in nodes if moments or label != REVISION_LABEL
        ),
        "edges": sorted([*ends, _plain(values, left_out)] for *ends, values in edges),
    }


async def digest(store: Store) -> str:
    """Return a digest of the whole graph."""
    return hashlib.sha256(json.dumps(await dump(store)).encode()).hexdigest()


async def count(store: Store, label: str) -> int:
    """Return how many nodes of a type there are."""
    [number] = await store.read(f"MATCH (n:{label}) RETURN count(n)", {})
    assert isinstance(number, int)
    return number


async def edge_count(store: Store, kind: str) -> int:
    """Return how many edges of a type there are."""
    [number] = await store.read(f"MATCH ()-[r:{kind}]->() RETURN count(r)", {})
    assert isinstance(number, int)
    return number


def _plain(values: dict[str, Any], left_out: frozenset[str]) -> str:
    return json.dumps({k: v for k, v in values.items() if k not in left_out}, default=str, sort_keys=True)
