"""A plan as statements: each node, edge and record as a row for a text that many share, with the changes it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from graph.model.records import Records
from graph.store.store import Statement
from ingest.drafting.ref import EdgeName
from ingest.loading.changes import Changes, ChangeWrite
from ingest.loading.disagreements import Disagreements
from ingest.loading.ownership import STATED_BY
from ingest.loading.planned import NewEdges, NodeWrite, Plan
from ingest.loading.row_records import RecordWrite, RowRecords

Row = dict[str, Any]

# What hangs on others is written after them, so that a load cut short shows nothing half-made.
_LAST = ("AgreementVersion", "Party", "Flow", "Name")

_RECORDS = 500
"""Records that are written before the nodes they speak of are told."""


@dataclass(frozen=True, slots=True)
class Write:
    """A row to put to a text, as `row` in `$rows`; without a text there are changes alone.

    Every text may use `$source`, the source that is loaded, `$edition`, and `$first`, which stands for whatever made an
    edge before any source stated it.
    """

    text: str
    row: Row
    changes: Sequence[ChangeWrite] = ()
    count: int = 1


def node_writes(plan: Plan, changes: Changes) -> Iterator[tuple[str, Iterator[Write]]]:
    """Yield node types in the order they are written, each with its nodes."""
    for label in sorted(plan.nodes, key=lambda name: (name in _LAST, name)):
        yield label, _nodes(label, plan.nodes[label], changes)


def _nodes(label: str, writes: Iterable[NodeWrite], changes: Changes) -> Iterator[Write]:
    text = f"UNWIND $rows AS row MERGE (n:{label} {{key: row.key}}) SET n += row.values"
    for write in writes:
        values = {**write.values, STATED_BY: list(write.sources)}
        yield Write(text, {"key": write.ref[1], "values": values}, changes.of_node(write))


def mark_writes(plan: Plan, changes: Changes) -> Iterator[Write]:
    """Yield the marks to set and to take away: which edition withdrew a node from its source."""
    for mark in plan.marks:
        label, key = mark.ref
        found = f"UNWIND $rows AS row MATCH (n:{label} {{key: row.key}})"
        if mark.withdraws:
            text = f"MATCH (e:Edition {{key: $edition}}) {found} MERGE (n)<-[:WITHDRAWS]-(e)"
        else:
            text = f"{found}<-[r:WITHDRAWS]-(:Edition)-[:OF_SOURCE]->(:Source {{key: $source}}) DELETE r"
        yield Write(text, {"key": key}, changes.of_mark(mark))


def edge_writes(plan: Plan, changes: Changes) -> Iterator[tuple[str, Iterator[Write]]]:
    """Yield relationship types, each with edges to make or to state as one more source."""
    for (kind, start, end), group in plan.edges.items():
        yield kind, _new_edges(kind, start, end, group, changes)


def _new_edges(kind: str, start: str, end: str, group: NewEdges, changes: Changes) -> Iterator[Write]:
    key = ", ".join(f"`{name}`: row.key.`{name}`" for name in group.key_names)
    relationship = f"[r:{kind}{f' {{{key}}}' if key else ''}]"
    # MERGE looks through all edges of the first end: the embedded engine took 25 s instead of 2 for the 3,013 flows of
    # one body written from the body's side.
    pattern = f"(b)<-{relationship}-(a)" if group.quieter_at_end else f"(a)-{relationship}->(b)"
    # What another source left open of an edge is filled in; what it stated stays.
    filled = "".join(f", r.`{n}` = coalesce(r.`{n}`, row.values.`{n}`)" for n in sorted(group.properties))
    text = (
        f"UNWIND $rows AS row MATCH (a:{start} {{key: row.a}}) MATCH (b:{end} {{key: row.b}}) MERGE {pattern} "
        f"ON CREATE SET r += row.values, r.{STATED_BY} = [$source] "
        f"ON MATCH SET r.{STATED_BY} = CASE WHEN $source IN coalesce(r.{STATED_BY}, [$first]) "
        f"THEN r.{STATED_BY} ELSE coalesce(r.{STATED_BY}, [$first]) + $source END{filled}"
    )
    for name, values in group.edges:
        yield Write(text, {**_ends(name), "values": dict(values)}, changes.of_new_edge(name))


def changed_edges(plan: Plan, changes: Changes) -> Iterator[Write]:
    """Yield edges whose properties change."""
    for change in plan.changed_edges:
        yield Write(
            f"{_found(change.name)} SET r += row.values",
            {**_ends(change.name), "values": dict(change.values)},
            changes.of_changed_edge(change),
        )


def removed_edges(plan: Plan, changes: Changes) -> Iterator[Write]:
    """Yield edges that no source states any more, and those that other sources still do."""
    for name in plan.removed_edges:
        yield Write(f"{_found(name)} DELETE r", _ends(name), changes.of_removed_edge(name))
    for name, sources in plan.disowned_edges:
        yield Write(f"{_found(name)} SET r.{STATED_BY} = row.sources", {**_ends(name), "sources": list(sources)})


def _found(name: EdgeName) -> str:
    key = ", ".join(f"`{n}`: row.key.`{n}`" for n, _ in name.key)
    return (
        f"UNWIND $rows AS row MATCH (a:{name.start[0]} {{key: row.a}})"
        f"-[r:{name.type}{f' {{{key}}}' if key else ''}]->(b:{name.end[0]} {{key: row.b}})"
    )


def _ends(name: EdgeName) -> Row:
    return {"a": name.start[1], "b": name.end[1], "key": dict(name.key)}


def disagreement_writes(found: Disagreements, records: Records) -> Iterator[Write]:
    """Yield where sources disagree, and where they do no longer."""
    for place, node in found.records(records):
        label, key = place.ref
        yield Write(
            f"UNWIND $rows AS row MATCH (n:{label} {{key: row.node}}) MATCH (s:Source {{key: row.source}}) "
            "MERGE (d:Disagreement {key: row.key}) SET d += row.values "
            "MERGE (d)-[:DIFFERS_ON]->(n) MERGE (d)-[:OF_SOURCE]->(s)",
            {"key": node.key, "values": dict(node.properties), "source": place.source, "node": key},
        )
    for place in found.settled:
        yield Write("UNWIND $rows AS row MATCH (d:Disagreement {key: row.key}) DETACH DELETE d", {"key": place.key})


def record_writes(records: RowRecords) -> Iterator[tuple[Iterator[Write], Iterator[Write]]]:
    """Yield the records of some rows after the other, and with them the nodes they speak of."""
    rest = iter(records)
    while some := list(islice(rest, _RECORDS)):
        yield _records(some), _mentions(some)


def _records(some: Iterable[RecordWrite]) -> Iterator[Write]:
    text = (
        "MATCH (e:Edition {key: $edition}) UNWIND $rows AS row MERGE (n:Record {key: row.key}) SET n += row.values "
        "MERGE (n)-[:IN_EDITION]->(e)"
    )
    for record in some:
        if record.node is not None:
            # Two writes: the record, and that it is of the edition.
            yield Write(text, {"key": record.key, "values": dict(record.node.properties)}, count=2)


def _mentions(some: Iterable[RecordWrite]) -> Iterator[Write]:
    for record in some:
        for label, key in record.states:
            yield Write(
                f"UNWIND $rows AS row MATCH (a:Record {{key: row.a}}) MATCH (b:{label} {{key: row.b}}) "
                "MERGE (a)-[:STATES]->(b)",
                {"a": record.key, "b": key},
            )
        for label, key in record.unstated:
            yield Write(
                f"UNWIND $rows AS row MATCH (a:Record {{key: row.a}})-[r:STATES]->(b:{label} {{key: row.b}}) DELETE r",
                {"a": record.key, "b": key},
            )


def change_statements(changes: Iterable[ChangeWrite], parameters: Mapping[str, object]) -> list[Statement]:
    """Return statements that write changes with their nodes and edition; a change already there keeps its moment."""
    groups: dict[str, list[Row]] = {}
    for change in changes:
        row = {"key": change.record.key, "values": dict(change.record.properties), "node": change.of[1]}
        groups.setdefault(change.of[0], []).append(row)
    return [
        (
            f"MATCH (e:Edition {{key: $edition}}) UNWIND $rows AS row MATCH (n:{label} {{key: row.node}}) "
            "MERGE (c:Change {key: row.key}) ON CREATE SET c += row.values "
            "MERGE (n)<-[:OF_NODE]-(c) MERGE (c)-[:IN_EDITION]->(e)",
            {**parameters, "rows": rows},
        )
        for label, rows in groups.items()
    ]
