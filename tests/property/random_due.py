"""Small random registries in which much falls due: those of `random_sharing`, and what has a last day beside them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import Model
from tests.property.random_sharing import DAY, random_sharing
from tests.seeded.graph import SeededGraph

NEAR = tuple(DAY + dt.timedelta(days=days) for days in (-400, -30, -1, 0, 1, 30, 31, 90, 91, 400))
_STANDARDS = (None, "DSPT", "DSPT", "ISO_27001")
_OFFICES = ("IG_LEAD", "DPO", "SIRO", None)
_INSTANT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def random_due(model: Model, seeds: Iterable[int]) -> SeededGraph:
    """Return the registries of some seeds beside one another; nothing joins two of them."""
    nodes: list[NodeRecord] = []
    edges: list[EdgeRecord] = []
    for seed in seeds:
        graph = random_sharing(model, [seed])
        more = _More(model, graph, random.Random(seed), f"s{seed:03d}/due-")
        more.make()
        nodes += more.nodes
        edges += more.edges
    return SeededGraph(model, tuple(nodes), tuple(edges))


class _More:
    def __init__(self, model: Model, graph: SeededGraph, rng: random.Random, prefix: str) -> None:
        self.records = Records(model)
        self.rng = rng
        self.prefix = prefix
        self.nodes = [self._hidden(node) for node in graph.nodes]
        self.edges = list(graph.edges)
        self.of = graph.by_label
        self._taken = {(each.type, each.start, each.end) for each in graph.edges}

    def make(self) -> None:
        """Add approvals, assessments, assurances, laws, posts, places, findings and editions, all near the day."""
        of, some = self.of, self.rng.choice
        for _ in range(5):
            paper = self._node(
                "Document", title="paper", kind=some(("SECTION_251_APPROVAL", "EVIDENCE")), **self._day()
            )
            self._edges("ATTACHED_TO", [paper], of["Agreement"], 2)
            dpia = self._node(
                "Dpia", title="dpia", status=some((None, "APPROVED", "REJECTED")), **self._day("reviewOn")
            )
            self._edges("ASSESSES", [dpia], some((of["Agreement"], of["Flow"], of["Dataset"])), 1)
            held = self._node("Assurance", title="held", standard=some(_STANDARDS), **self._day())
            self._edges("HELD_BY", [held], of["Organisation"], 1)
        laws = [self._node("LegalBasis", code=f"law-{n}", title="law", **self._day("validTo")) for n in range(3)]
        self._edges("RELIES_ON", of["Flow"], laws, 5, side="BOTH")
        self._edges("PARTY_RELIES_ON", of["Party"], laws, 3)
        self._edges("LED_BY", of["Agreement"], of["Organisation"], 6)
        self._edges("CONTROLLED_BY", of["Dataset"], of["Organisation"], 3)
        posts = [self._node("Post", title="post", role=some(_OFFICES), **self._day("to", 0.3)) for _ in range(6)]
        for post in posts:
            self._edges("AT", [post], of["Organisation"], 1)
            self._edges("LEADS", [post], of["Agreement"], 1)
        places = [self._node("Place", name=f"place {n}") for n in range(2)]
        self._edges("IN_PLACE", of["Organisation"], places, 4)
        for _ in range(4):
            state, gravity = some(("OPEN", "ACKNOWLEDGED", "WAIVED")), some((1, 2, 4))
            values = {"waivedUntil": some(NEAR)} if state == "WAIVED" else {}
            finding = self._node(
                "Finding", rule="r", subject="s", state=state, severity="INFO", gravity=gravity, **values
            )
            self._edges("CONCERNS", [finding], of["Organisation"], 2)
            self._edges("ASSIGNED_TO", [finding], posts, 1)
        for edition in of["Edition"]:
            dated = self._day("asAt")
            state = some(("LOADED", "LOADED", "LOADING"))
            loaded = {"loadedAt": _INSTANT} if self.rng.random() < 0.5 else {}
            made = self.records.node("Edition", edition.key, title="an edition", state=state, **dated, **loaded)
            self.nodes[self.nodes.index(edition)] = made

    def _hidden(self, node: NodeRecord) -> NodeRecord:
        """Some agreements are seen by their parties alone, so that what hangs on them is hidden from others."""
        if node.label != "Agreement" or self.rng.random() < 0.5:
            return node
        return replace(node, properties={**node.properties, "visibility": self.rng.choice(("PARTNERS", "PARTIES"))})

    def _day(self, name: str = "expiresOn", share: float = 0.9) -> dict[str, Any]:
        if self.rng.random() > share:
            return {}
        day = self.rng.choice(NEAR)
        if name == "asAt" and self.rng.random() < 0.4:
            return {name: day.replace(day=1), f"{name}Precision": "MONTH"}
        return {name: day}

    def _node(self, label: str, /, **values: Any) -> NodeRecord:
        made = self.records.node(label, f"{self.prefix}{len(self.nodes):03d}", **values)
        self.nodes.append(made)
        return made

    def _edges(self, kind: str, starts: list[NodeRecord], ends: list[NodeRecord], count: int, **key: Any) -> None:
        for _ in range(count):
            start, end = self.rng.choice(starts), self.rng.choice(ends)
            identity = (kind, (start.label, start.key), (end.label, end.key))
            if identity not in self._taken:
                self._taken.add(identity)
                self.edges.append(self.records.edge(*identity, **key))
