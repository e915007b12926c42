"""Bodies in a chain that closes to a circle, beside the little registry whose agreements their flows are made under."""

from __future__ import annotations

from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model

# Giver, flow, taker, how identifiable, what it carries, and under which agreement.
FLOWS = (
    ("practice", "f:1", "board", "IDENTIFIABLE", "d:records", "a:one"),
    ("practice", "f:2", "board", "PSEUDONYMISED", "d:records", "a:one"),
    ("practice", "f:3", "council", "AGGREGATE", "d:counts", "a:one"),
    ("board", "f:4", "analyst", "PSEUDONYMISED", "d:records", "a:one"),
    ("board", "f:5", "council", "MIXED", "d:records", "a:two"),
    ("analyst", "f:6", "university", "ANONYMOUS", "d:records", None),
    ("university", "f:7", "practice", None, "d:counts", None),
    ("university", "f:8", "charity", None, "d:counts", None),
    ("charity", "f:9", "charity", None, "d:counts", None),
)
PARTIES = (("p:practice", "CONTROLLER", "practice"), ("p:board", "PROCESSOR", "board"))


def chain() -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """A practice gives to a board and a council, the board on to an analyst and the council, and so on in a circle."""
    make = Records(registry_model())
    bodies = sorted({each for giver, _, taker, *_ in FLOWS for each in (giver, taker)})
    nodes = [make.node("Organisation", f"c:{each}", name=each.capitalize(), kind="OTHER") for each in bodies]
    nodes += [make.node("Dataset", key, title=key) for key in ("d:records", "d:counts")]
    edges = []
    for giver, key, taker, code, dataset, agreement in FLOWS:
        nodes.append(make.node("Flow", key, title=key, state="LIVE", **({"identifiability": code} if code else {})))
        edges += [
            make.edge("DISCLOSES", ("Organisation", f"c:{giver}"), ("Flow", key)),
            make.edge("RECEIVED_BY", ("Flow", key), ("Organisation", f"c:{taker}")),
            make.edge("CARRIES", ("Flow", key), ("Dataset", dataset)),
        ]
        if agreement:
            edges.append(make.edge("GOVERNED_BY", ("Flow", key), ("Agreement", agreement)))
    for party, role, body in PARTIES:
        nodes.append(make.node("Party", party, role=role))
        edges.append(make.edge("OF", ("Party", party), ("Organisation", f"c:{body}")))
        edges.append(make.edge("IN", ("Party", party), ("Agreement", "a:one")))
    nodes.append(make.node("DataElement", "e:number", code="e:number", title="NHS number"))
    edges.append(make.edge("CONTAINS", ("Dataset", "d:records"), ("DataElement", "e:number")))
    return nodes, edges
