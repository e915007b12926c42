"""Writes the seeded graph into an engine: everything in one transaction, a statement for each type."""

from __future__ import annotations

from collections import defaultdict

from graph.store.bootstrap import ensure_schema
from graph.store.migrations.runner import migrate
from graph.store.store import Statement, Store
from tests.seeded.graph import SeededGraph
from tests.servers.wipe import wipe_data


async def load(store: Store, graph: SeededGraph) -> None:
    """Write the graph into an empty store, constraints and indexes first."""
    await migrate(store)
    await ensure_schema(store, graph.model.schema_plan)
    await store.write([*_node_statements(graph), *_edge_statements(graph)])


async def is_loaded(store: Store, graph: SeededGraph) -> bool:
    """Return whether the engine holds this graph and nothing else but what migrations write."""
    found = await store.rows("MATCH (n) RETURN labels(n)[0], count(n)", {})
    edges = await store.read("MATCH ()-[r]->() RETURN count(r)", {})
    counts = {label: count for label, count in found if label in graph.model.nodes}
    return edges == [len(graph.edges)] and counts == {label: len(nodes) for label, nodes in graph.by_label.items()}


async def hold(store: Store, graph: SeededGraph) -> None:
    """Make the engine hold this graph and nothing else, where it does not already."""
    if not await is_loaded(store, graph):
        await wipe_data(store)
        await load(store, graph)


def _node_statements(graph: SeededGraph) -> list[Statement]:
    return [
        (
            f"UNWIND $rows AS row CREATE (n:{label} {{key: row[0]}}) SET n += row[1]",
            {"rows": [[node.key, dict(node.properties)] for node in nodes]},
        )
        for label, nodes in graph.by_label.items()
    ]


def _edge_statements(graph: SeededGraph) -> list[Statement]:
    grouped: dict[tuple[str, str, str], list[list[object]]] = defaultdict(list)
    for edge in graph.edges:
        row: list[object] = [edge.start[1], edge.end[1], {**edge.key, **edge.properties}]
        grouped[edge.type, edge.start[0], edge.end[0]].append(row)
    return [
        (
            f"UNWIND $rows AS row MATCH (a:{start} {{key: row[0]}}) MATCH (b:{end} {{key: row[1]}}) "
            f"CREATE (a)-[r:{kind}]->(b) SET r += row[2]",
            {"rows": rows},
        )
        for (kind, start, end), rows in grouped.items()
    ]
