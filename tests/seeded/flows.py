"""Many small random graphs of bodies and the flows between them, side by side in one registry."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from graph.model.nodes.dataset import IDENTIFIABILITY
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import Model
from seeded.graph import SeededGraph
from seeded.values import TODAY

_CODES = (None, None, *IDENTIFIABILITY.values)
_DAYS = tuple(TODAY + dt.timedelta(days=days) for days in (-700, -30, 0, 30))
_ROLES = (None, "CONTROLLER", "PROCESSOR", "NO_ACCESS")
_VISIBILITY = ("PUBLIC", "PUBLIC", "PARTNERS", "PARTIES")


@dataclass(frozen=True)
class Island:
    """One of the small graphs: what is in it, by key."""

    bodies: tuple[str, ...]
    datasets: tuple[str, ...]
    agreements: tuple[str, ...]
    laws: tuple[str, ...]


def make_islands(model: Model, seeds: range) -> tuple[SeededGraph, list[Island]]:
    """Return the graphs of some seeds as one registry; no edge leads from one to another."""
    nodes: list[NodeRecord] = []
    edges: list[EdgeRecord] = []
    islands = []
    for seed in seeds:
        maker = _Maker(model, seed)
        maker.make()
        nodes += maker.nodes
        edges += maker.edges
        islands.append(Island(maker.bodies, maker.datasets, maker.agreements, maker.laws))
    return SeededGraph(model, tuple(nodes), tuple(edges)), islands


class _Maker:
    def __init__(self, model: Model, seed: int) -> None:
        self.rng = rng = random.Random(seed)
        self.records = Records(model)
        self.nodes: list[NodeRecord] = []
        self.edges: list[EdgeRecord] = []
        self.bodies = tuple(f"{seed}/b{n}" for n in range(rng.randint(3, 9)))
        self.datasets = tuple(f"{seed}/d{n}" for n in range(2))
        self.agreements = tuple(f"{seed}/a{n}" for n in range(3))
        self.laws = tuple(f"{seed}/l{n}" for n in range(2))
        self.element = f"{seed}/e"
        self.flows = tuple(f"{seed}/f{n}" for n in range(rng.randint(4, 26)))

    def make(self) -> None:
        rng = self.rng
        for key in self.bodies:
            # Names in another order than keys, some the same.
            self._node("Organisation", key, name=f"Body {rng.randint(1, 8)}")
        for key in self.laws:
            self._node("LegalBasis", key, code=key, title=key)
        self._node("DataElement", self.element, code=self.element, title=self.element)
        for key in self.datasets:
            self._node("Dataset", key, title=f"Dataset {rng.randint(1, 3)}", identifiability=rng.choice(_CODES))
            if rng.random() < 0.4:
                self._edge("CONTROLLED_BY", ("Dataset", key), ("Organisation", rng.choice(self.bodies)))
            if rng.random() < 0.6:
                self._edge("CONTAINS", ("Dataset", key), ("DataElement", self.element))
        for key in self.agreements:
            self._node("Agreement", key, title=key, state="SIGNED", visibility=rng.choice(_VISIBILITY))
            for number, body in enumerate(rng.sample(self.bodies, rng.choice((2, 3)))):
                party = f"{key}/{number}"
                role, left = rng.choice(_ROLES), rng.choice(_DAYS) if rng.random() < 0.3 else None
                self._node("Party", party, role=role, leftOn=left)
                self._edge("OF", ("Party", party), ("Organisation", body))
                self._edge("IN", ("Party", party), ("Agreement", key))
                if rng.random() < 0.4:
                    self._edge("PARTY_RELIES_ON", ("Party", party), ("LegalBasis", rng.choice(self.laws)))
        self._edge("UNDER", ("Agreement", self.agreements[0]), ("Agreement", self.agreements[1]))
        for key in self.flows:
            self._flow(key)

    def _flow(self, key: str) -> None:
        rng, flow = self.rng, ("Flow", key)
        started, ceased = (rng.choice(_DAYS) if rng.random() < 0.3 else None for _ in range(2))
        state = rng.choice(("LIVE", "LIVE", "CEASED"))
        code = rng.choice(_CODES)
        self._node("Flow", key, title=f"Flow {rng.randint(1, 9)}", state=state, identifiability=code, startedOn=started,
                   ceasedOn=ceased)  # fmt: skip
        # A chain more often than chance would make one, some to themselves, some without an end.
        giver = rng.randrange(len(self.bodies))
        taker = (giver + 1) % len(self.bodies) if rng.random() < 0.5 else rng.randrange(len(self.bodies))
        if rng.random() < 0.97:
            self._edge("DISCLOSES", ("Organisation", self.bodies[giver]), flow)
        if rng.random() < 0.97:
            self._edge("RECEIVED_BY", flow, ("Organisation", self.bodies[taker]))
        if rng.random() < 0.2:
            self._edge("VIA", flow, ("Organisation", rng.choice(self.bodies)))
        if rng.random() < 0.4:
            self._edge("RELIES_ON", flow, ("LegalBasis", rng.choice(self.laws)), side="BOTH")
        for each in rng.sample(self.datasets, rng.choice((0, 1, 1, 1, 2))):
            self._edge("CARRIES", flow, ("Dataset", each))
        if rng.random() < 0.8:
            self._edge("GOVERNED_BY", flow, ("Agreement", rng.choice(self.agreements)))

    def _node(self, label: str, key: str, **values: object) -> None:
        given = {name: value for name, value in values.items() if value is not None}
        self.nodes.append(self.records.node(label, key, **given))

    def _edge(self, kind: str, start: tuple[str, str], end: tuple[str, str], **key: str) -> None:
        self.edges.append(self.records.edge(kind, start, end, **key))
