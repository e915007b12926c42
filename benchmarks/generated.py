"""A generated registry for benchmarks: agreements with parties, flows, datasets and bodies, skewed like real ones."""

from __future__ import annotations

import datetime as dt
import random
from typing import TypeVar

from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from graph.store.batches import batches
from graph.store.store import Store

BATCH = 2000
T = TypeVar("T")


def generated(agreements: int, seed: int = 1) -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """Return the records of a registry: per agreement 3 parties and 4 flows on average, a fiftieth as many bodies."""
    chance = random.Random(seed)  # noqa: S311
    make = Records(registry_model())
    bodies = max(20, agreements // 50)
    datasets = max(20, agreements // 10)
    weights = [1 / (rank + 1) ** 0.8 for rank in range(bodies)]
    nodes = [
        make.node(
            "Organisation", f"b:{n}", name=f"Body {n:05}", kind=chance.choice(["LOCAL_AUTHORITY", "NHS_TRUST", "VCSE"])
        )
        for n in range(bodies)
    ]
    nodes += [make.node("Dataset", f"d:{n}", title=f"Dataset {n:05}") for n in range(datasets)]
    edges: list[EdgeRecord] = []
    flow = 0
    for n in range(agreements):
        starts = dt.date(2018, 1, 1) + dt.timedelta(days=chance.randrange(3000))
        ends = None if chance.random() < 0.2 else starts + dt.timedelta(days=chance.choice([365, 730, 1095]))
        agreement = ("Agreement", f"a:{n}")
        nodes.append(
            make.node(
                *agreement, title=f"Agreement {chance.randrange(10**6):06}", reference=f"REF-{n:06}", kind="ISA",
                state="SIGNED", visibility="PUBLIC", startsOn=starts, endsOn=ends, reviewOn=ends,
            )
        )  # fmt: skip
        parties = sorted(set(chance.choices(range(bodies), weights, k=3)))
        for body in parties:
            party = ("Party", f"p:{n}:{body}")
            nodes.append(make.node(*party, role="CONTROLLER", nameStated=f"Body {body:05}"))
            edges.append(make.edge("OF", party, ("Organisation", f"b:{body}")))
            edges.append(make.edge("IN", party, agreement))
        for _ in range(chance.choice([1, 3, 5, 7])):
            there = ("Flow", f"f:{flow}")
            flow += 1
            nodes.append(
                make.node(
                    *there, title=f"Flow {chance.randrange(10**6):06}", state="LIVE", identifiability="IDENTIFIABLE"
                )
            )
            edges.append(make.edge("GOVERNED_BY", there, agreement))
            edges.append(make.edge("DISCLOSES", ("Organisation", f"b:{chance.choice(parties)}"), there))
            edges.append(make.edge("RECEIVED_BY", there, ("Organisation", f"b:{chance.choice(parties)}")))
            for dataset in set(chance.choices(range(datasets), k=3)):
                edges.append(make.edge("CARRIES", there, ("Dataset", f"d:{dataset}")))
    return nodes, edges


async def put(store: Store, nodes: list[NodeRecord], edges: list[EdgeRecord]) -> None:
    """Write records that are not there yet in batches. The nodes of an edge are there, or among those given."""
    by_label: dict[str, list[NodeRecord]] = {}
    for node in nodes:
        by_label.setdefault(node.label, []).append(node)
    for label, group in by_label.items():
        text = f"UNWIND $rows AS row CREATE (n:{label} {{key: row.key}}) SET n += row.values"
        for batch in batches(group, BATCH):
            await store.write([(text, {"rows": [{"key": n.key, "values": dict(n.properties)} for n in batch]})])
    by_ends: dict[tuple[str, str, str], list[EdgeRecord]] = {}
    for edge in edges:
        by_ends.setdefault((edge.type, edge.start[0], edge.end[0]), []).append(edge)
    for (kind, start, end), links in by_ends.items():
        text = (
            f"UNWIND $rows AS row MATCH (a:{start} {{key: row[0]}}) MATCH (b:{end} {{key: row[1]}}) "
            f"CREATE (a)-[r:{kind}]->(b) SET r += row[2]"
        )
        for some in batches(links, BATCH):
            await store.write([(text, {"rows": [[e.start[1], e.end[1], {**e.key, **e.properties}] for e in some]})])
