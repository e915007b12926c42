"""Many small random graphs of bodies and the flows between them, side by side in one registry."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from graph.model.nodes.dataset import IDENTIFIABILITY
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import Model
from tests.seeded.graph import SeededGraph
from tests.seeded.values import TODAY

_CODES = (None, None, *IDENTIFIABILITY.values)
_DAYS = tuple(TODAY + dt.timedelta(days=days) for days in (-700, -30, 0, 30))
_ROLES = (None, "CONTROLLER", "PROCESSOR", "NO_ACCESS")
_STATES = ("SIGNED", "SIGNED", "UNKNOWN", "AWAITING_SIGNATURES", "DRAFT", "TERMINATED")
_KINDS = (None, "ISA", "ISP", "FRAMEWORK", "DATA_ACCESS")
_PARTY_STATES = (None, "STATED", "SIGNED", "INVITED", "AWAITING_SIGNATURE")
_SYSTEMS = (None, None, None, "Portal", "Shared system")
_VISIBILITY = ("PUBLIC", "PUBLIC", "PARTNERS", "PARTIES")


@dataclass(frozen=True)
class Island:
    """One of the small graphs: what is in it, by key."""

    bodies: tuple[str, ...]
    datasets: tuple[str, ...]
    agreements: tuple[str, ...]
    laws: tuple[str, ...]
    purposes: tuple[str, ...]
    elements: tuple[str, ...]
    subjects: tuple[str, ...]


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
        islands.append(maker.island)
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
        self.purposes = tuple(f"{seed}/u{n}" for n in range(2))
        self.subjects = tuple(f"{seed}/s{n}" for n in range(2))

    @property
    def island(self) -> Island:
        """What is in the graph."""
        return Island(
            self.bodies, self.datasets, self.agreements, self.laws, self.purposes, (self.element,), self.subjects
        )

    def make(self) -> None:
        rng = self.rng
        for key in self.bodies:
            # Names in another order than keys, some the same.
            self._node("Organisation", key, name=f"Body {rng.randint(1, 8)}")
        for label, keys in (("LegalBasis", self.laws), ("Purpose", self.purposes), ("DataSubject", self.subjects)):
            for key in keys:
                self._node(label, key, code=key, title=key)
        self._node("DataElement", self.element, code=self.element, title=self.element)
        for key in self.datasets:
            self._node("Dataset", key, title=f"Dataset {rng.randint(1, 3)}", identifiability=rng.choice(_CODES))
            for body in rng.sample(self.bodies, rng.choice((0, 1, 1, 2))):
                self._edge("CONTROLLED_BY", ("Dataset", key), ("Organisation", body))
            if rng.random() < 0.9:
                self._edge("CONTAINS", ("Dataset", key), ("DataElement", self.element))
            for subject in rng.sample(self.subjects, rng.choice((0, 1, 2, 2))):
                self._edge("ABOUT", ("Dataset", key), ("DataSubject", subject))
        if rng.random() < 0.1:
            self._edge("DERIVED_FROM", ("Dataset", self.datasets[0]), ("Dataset", self.datasets[1]))
        for key in self.agreements:
            state = rng.choice(_STATES)
            kind, ends = rng.choice(_KINDS), rng.choice(_DAYS) if rng.random() < 0.3 else None
            self._node(
                "Agreement", key, title=key, state=state, kind=kind, endsOn=ends, visibility=rng.choice(_VISIBILITY)
            )
            self._cover(key)
            for number, body in enumerate(rng.sample(self.bodies, rng.choice((2, 3)))):
                party = f"{key}/{number}"
                role, left = rng.choice(_ROLES), rng.choice(_DAYS) if rng.random() < 0.3 else None
                self._party(party, body, key, role=role, leftOn=left)
                if rng.random() < 0.4:
                    self._edge("PARTY_RELIES_ON", ("Party", party), ("LegalBasis", rng.choice(self.laws)))
        self._copy(self.agreements[0])
        self._edge("UNDER", ("Agreement", self.agreements[0]), ("Agreement", self.agreements[1]))
        for key in self.flows:
            self._flow(key)

    def _flow(self, key: str) -> None:
        rng, flow = self.rng, ("Flow", key)
        started, ceased = (rng.choice(_DAYS) if rng.random() < 0.3 else None for _ in range(2))
        state = rng.choice(("LIVE", "LIVE", "CEASED"))
        code = rng.choice(_CODES)
        via = rng.choice(_SYSTEMS)
        self._node("Flow", key, title=f"Flow {rng.randint(1, 9)}", state=state, identifiability=code, startedOn=started,
                   ceasedOn=ceased, via=via)  # fmt: skip
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
        if rng.random() < 0.3:
            self._edge("SERVES", flow, ("Purpose", rng.choice(self.purposes)))
        if rng.random() < 0.8:
            self._edge("GOVERNED_BY", flow, ("Agreement", rng.choice(self.agreements)))

    def _party(self, key: str, body: str, agreement: str, **values: object) -> None:
        rng = self.rng
        self._node("Party", key, state=rng.choice(_PARTY_STATES), **values)
        self._edge("OF", ("Party", key), ("Organisation", body))
        self._edge("IN", ("Party", key), ("Agreement", agreement))
        if rng.random() < 0.3:
            self._node("Signature", f"{key}/s", signedOn=rng.choice((None, *_DAYS)))
            self._edge("FOR_PARTY", ("Signature", f"{key}/s"), ("Party", key))

    def _cover(self, agreement: str) -> None:
        for dataset in self.rng.sample(self.datasets, self.rng.choice((0, 1, 1, 2))):
            self._edge("COVERS", ("Agreement", agreement), ("Dataset", dataset))
        # The first agreement and its copy are for all purposes, whatever flows under them are for.
        whole = agreement.startswith(self.agreements[0])
        for purpose in self.purposes if whole else self.rng.choice((self.purposes, self.purposes[:1], ())):
            self._edge("FOR_PURPOSE", ("Agreement", agreement), ("Purpose", purpose))

    def _copy(self, agreement: str) -> None:
        """Write an agreement with the same bodies once more, in other words."""
        copy, state = f"{agreement}/again", self.rng.choice(_STATES)
        self._node("Agreement", copy, title=copy, state=state, visibility=self.rng.choice(_VISIBILITY))
        self._cover(copy)
        left = [each.key for each in self.nodes if "leftOn" in each.properties]
        parties = [e.start[1] for e in self.edges if e.type == "IN" and e.end == ("Agreement", agreement)]
        bodies = [e.end[1] for e in self.edges if e.type == "OF" and e.start[1] in set(parties) - set(left)]
        for number, body in enumerate(bodies):
            self._party(f"{copy}/{number}", body, copy)

    def _node(self, label: str, key: str, **values: object) -> None:
        given = {name: value for name, value in values.items() if value is not None}
        self.nodes.append(self.records.node(label, key, **given))

    def _edge(self, kind: str, start: tuple[str, str], end: tuple[str, str], **key: str) -> None:
        self.edges.append(self.records.edge(kind, start, end, **key))
