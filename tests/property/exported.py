"""The whole graph of a store as records, so that plain Python can judge it."""

from __future__ import annotations

from typing import Any

from graph.model.records import EdgeRecord, NodeRecord
from graph.model.registry import Model
from graph.store.store import Store
from tests.seeded.graph import SeededGraph


async def export(store: Store, model: Model) -> SeededGraph:
    """Return every node and edge of the model's types, with dates as dates."""
    nodes = await store.rows("MATCH (n) RETURN head(labels(n)), n.key, properties(n)", {}, timeout=300)
    edges = await store.rows(
        "MATCH (a)-[r]->(b) RETURN type(r), head(labels(a)), a.key, head(labels(b)), b.key, properties(r)",
        {},
        timeout=300,
    )
    return SeededGraph(
        model,
        tuple(NodeRecord(label, key, _plain(values)) for label, key, values in nodes if label in model.nodes),
        tuple(
            EdgeRecord(kind, (start, a), (end, b), _plain(values), {})
            for kind, start, a, end, b, values in edges
            if start in model.nodes and end in model.nodes
        ),
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.to_native() if hasattr(value, "to_native") else value for name, value in values.items()}
