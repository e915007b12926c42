"""A registry small enough to know by heart: two bodies and their name, three agreements, two flows, one record."""

from __future__ import annotations

import datetime as dt

from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from graph.store.store import Statement, Store

D = dt.date
TODAY = D(2026, 4, 1)
LOADED = dt.datetime(2026, 1, 2, 3, 4, 5, 678000, dt.UTC)


def little_registry() -> tuple[list[NodeRecord], list[EdgeRecord]]:
    make = Records(registry_model())
    nodes = [
        make.node("Organisation", "o:alpha", name="Alpha Council", kind="LOCAL_AUTHORITY"),
        make.node("Organisation", "o:beta", name="Beta Trust", kind="NHS_TRUST", closedOn=D(2025, 3, 31)),
        make.node(
            "Agreement", "a:one", title="First agreement", state="SIGNED", visibility="PUBLIC", kind="ISA",
            startsOn=D(2020, 1, 1), endsOn=D(2021, 1, 1), reviewOn=D(2020, 6, 1),
        ),
        make.node(
            "Agreement", "a:two", title="Second agreement", state="SIGNED", visibility="PARTIES",
            startsOn=D(2020, 1, 1), startsOnPrecision="YEAR",
        ),
        make.node("Agreement", "a:three", title="Third agreement", state="DRAFT", visibility="PARTNERS"),
        make.node("Party", "p:one-alpha", role="CONTROLLER", nameStated="Alpha"),
        make.node("Party", "p:one-beta", role="RECIPIENT", nameStated="Beta"),
        make.node("Party", "p:two-alpha", role="CONTROLLER", nameStated="Alpha"),
        make.node("Flow", "f:there", title="There", state="LIVE", identifiability="IDENTIFIABLE"),
        make.node("Flow", "f:back", title="Back", state="LIVE"),
        make.node("Dataset", "d:one", title="Social care records"),
        make.node("LegalBasis", "l:one", code="one", title="A gateway", kind="GATEWAY"),
        make.node("Name", "s:open:organisation:Council", text="Council", normal="council", source="s:open"),
        make.node("Source", "s:open", title="Open register", visibility="PUBLIC"),
        make.node("Edition", "e:open", title="First edition", loadedAt=LOADED),
        make.node("Record", "r:1", row="Sheet!2", words="{}", position=1),
    ]  # fmt: skip
    edges = [
        make.edge("OF", ("Party", "p:one-alpha"), ("Organisation", "o:alpha")),
        make.edge("IN", ("Party", "p:one-alpha"), ("Agreement", "a:one")),
        make.edge("OF", ("Party", "p:one-beta"), ("Organisation", "o:beta")),
        make.edge("IN", ("Party", "p:one-beta"), ("Agreement", "a:one")),
        make.edge("OF", ("Party", "p:two-alpha"), ("Organisation", "o:alpha")),
        make.edge("IN", ("Party", "p:two-alpha"), ("Agreement", "a:two")),
        make.edge("UNDER", ("Agreement", "a:three"), ("Agreement", "a:one")),
        make.edge("DISCLOSES", ("Organisation", "o:alpha"), ("Flow", "f:there")),
        make.edge("RECEIVED_BY", ("Flow", "f:there"), ("Organisation", "o:beta")),
        make.edge("GOVERNED_BY", ("Flow", "f:there"), ("Agreement", "a:one")),
        make.edge("CARRIES", ("Flow", "f:there"), ("Dataset", "d:one")),
        make.edge("RELIES_ON", ("Flow", "f:there"), ("LegalBasis", "l:one"), side="DISCLOSER"),
        make.edge("RELIES_ON", ("Flow", "f:there"), ("LegalBasis", "l:one"), side="RECIPIENT"),
        make.edge("DISCLOSES", ("Organisation", "o:beta"), ("Flow", "f:back")),
        make.edge("RECEIVED_BY", ("Flow", "f:back"), ("Organisation", "o:alpha")),
        make.edge("NAMES", ("Name", "s:open:organisation:Council"), ("Organisation", "o:alpha")),
        make.edge("NAMES", ("Name", "s:open:organisation:Council"), ("Organisation", "o:beta")),
        make.edge("IN_EDITION", ("Record", "r:1"), ("Edition", "e:open")),
        make.edge("OF_SOURCE", ("Edition", "e:open"), ("Source", "s:open")),
        make.edge("STATES", ("Record", "r:1"), ("Agreement", "a:one")),
        make.edge("STATES", ("Record", "r:1"), ("Agreement", "a:two")),
    ]
    return nodes, edges


async def put(store: Store, nodes: list[NodeRecord], edges: list[EdgeRecord]) -> None:
    """Write records, a statement each."""
    statements: list[Statement] = [
        (f"MERGE (n:{n.label} {{key: $key}}) SET n += $values", {"key": n.key, "values": dict(n.properties)})
        for n in nodes
    ]
    for e in edges:
        told_apart = ", ".join(f"{name}: ${name}" for name in e.key)
        statements.append(
            (
                f"MATCH (a:{e.start[0]} {{key: $start}}) MATCH (b:{e.end[0]} {{key: $end}}) "
                f"MERGE (a)-[r:{e.type} {{{told_apart}}}]->(b) SET r += $values",
                {"start": e.start[1], "end": e.end[1], "values": dict(e.properties), **e.key},
            )
        )
    await store.write(statements)
