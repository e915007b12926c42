"""Small random registries in which the gaps that rules look for are common: few bodies, few values, near dates."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any

from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import Model
from tests.seeded.graph import SeededGraph

DAY = dt.date(2026, 4, 1)
"""The day on which the rules look at them."""

_NEAR = tuple(DAY + dt.timedelta(days=days) for days in (-800, -400, -90, -1, 0, 1, 90, 400))
_PAST, _FUTURE = _NEAR[:5], _NEAR[4:]
_STATES = ("SIGNED", "SIGNED", "SIGNED", "AWAITING_SIGNATURES", "UNKNOWN", "TERMINATED", "DRAFT", "SUPERSEDED")
_FLOW_STATES = ("LIVE", "LIVE", "LIVE", "LIVE", "COMPLETED", "CEASED", "SUSPENDED")
_PARTY_STATES = (None, "STATED", "SIGNED", "AWAITING_SIGNATURE", "AWAITING_SIGNATURE", "WITHDRAWN", "DECLINED")
_ROLES = (None, "CONTROLLER", "JOINT_CONTROLLER", "PROCESSOR", "RECIPIENT")
_PERIODS = (None, "P1Y", "P12M", "P2Y", "P18M", "P52W", "P400D", "P1Y6M", "for ever")
_FIELDS = ("Flow.agreements", "Flow.legalBases", "Flow.confidentiality", "Agreement.flows", "Agreement.dpias")
_LAWS = (
    ("a6-1-e", "ARTICLE_6"),
    ("a9-2-h", "ARTICLE_9"),
    ("dea17-s35", "GATEWAY"),
    ("tr-idta", "TRANSFER"),
    ("tr-none-uk", "TRANSFER"),
)


def random_sharing(model: Model, seeds: Iterable[int]) -> SeededGraph:
    """Return the registries of some seeds beside one another; nothing joins two of them."""
    nodes: list[NodeRecord] = []
    edges: list[EdgeRecord] = []
    for seed in seeds:
        made = _Registry(Records(model), random.Random(seed), f"s{seed:03d}/")
        made.make()
        nodes += made.nodes.values()
        edges += made.edges
    return SeededGraph(model, tuple(nodes), tuple(edges))


class _Registry:
    def __init__(self, records: Records, rng: random.Random, prefix: str) -> None:
        self.records = records
        self.rng = rng
        self.prefix = prefix
        self.nodes: dict[tuple[str, str], NodeRecord] = {}
        self.edges: list[EdgeRecord] = []
        self._taken: set[tuple[object, ...]] = set()

    def make(self) -> None:
        """Make everything, words and bodies first."""
        rng, some = self.rng, self.rng.choice
        laws = [self.node("LegalBasis", code=code, title=code, kind=kind) for code, kind in _LAWS]
        purposes = [self.node("Purpose", code=f"p{i}", title=f"p{i}") for i in range(3)]
        self.edge("BROADER", purposes[1], purposes[0])
        category = self.node("DataCategory", code="health", title="health", protection="SPECIAL_CATEGORY")
        items = [self.node("DataElement", code=f"i{i}", title=f"i{i}") for i in range(2)]
        self.edge("IN_CATEGORY", items[0], category)
        bodies = [
            self.node(
                "Organisation",
                name=f"body {i}",
                kind=some(("LOCAL_AUTHORITY", "NHS_TRUST", "COLLECTIVE")),
                **self.partial("closedOn", 0.35),
            )
            for i in range(5)
        ]
        self.some_edges(bodies, "SUCCEEDED_BY", bodies, 4)
        self.some_edges(bodies, "HOSTED_BY", bodies, 2)
        self.some_edges(bodies, "ELIGIBLE_FOR", laws[2:3], 2)
        datasets = [self.node("Dataset", title=f"data {i}") for i in range(4)]
        self.some_edges(datasets, "CONTAINS", items, 5)
        self.some_edges(datasets, "DERIVED_FROM", datasets, 2)
        people = [self.node("DataSubject", code=code, title=code) for code in ("ds-deceased", "ds-child")]
        self.some_edges(datasets, "ABOUT", people, 3)
        periods = some((_PERIODS, ("P1Y", "P1Y", "P1Y", "P1Y", "P6Y")))
        twins = [self.twin(some(periods)) for _ in range(2)]
        others = [self.agreement(i, periods) for i in range(13)]
        agreements = twins + others
        self.some_edges(agreements, "UNDER", agreements, 1)
        self.some_edges(others, "COVERS", datasets, 9)
        self.some_edges(others, "FOR_PURPOSE", purposes, 7)
        flows = [self.flow(i) for i in range(20)]
        self.some_edges(flows, "GOVERNED_BY", agreements[:-4], 20)
        self.some_edges(flows, "CARRIES", datasets, 24)
        self.some_edges(flows, "SERVES", purposes, 9)
        parties = [self.party(agreement, some(bodies)) for agreement in others for _ in range(rng.randint(1, 5))]
        for flow in flows:
            place = some(parties)
            if rng.random() < 0.3:
                self.edge("GOVERNED_BY", flow, self.end("IN", place))
            self.edge("DISCLOSES", some(bodies), flow)
            self.edge("RECEIVED_BY", flow, self.end("OF", place))
            self.some_edges_of_law(flow, laws)
            if rng.random() < 0.6:
                self.edge("STATED_BY", flow, self.end_of(flow))
        for twin in twins:
            self.edge("COVERS", twin, datasets[0])
            self.edge("FOR_PURPOSE", twin, purposes[0])
            parties += [self.party(twin, body) for body in bodies[:2]]
        self.some_edges(parties, "PARTY_RELIES_ON", laws[2:3], 8)
        self.signatures(parties)
        self.assurances_and_posts(bodies, agreements)
        dpias = [self.node("Dpia", title=f"dpia {i}", status=some(("APPROVED", "DRAFT"))) for i in range(4)]
        self.some_edges(dpias, "ASSESSES", [*agreements, *flows], 4)
        self.sources(flows, agreements)

    def node(self, label: str, /, **values: Any) -> NodeRecord:
        """Make a node; None means that a value is not there."""
        count = sum(1 for each, _ in self.nodes if each == label)
        record = self.records.node(label, f"{self.prefix}{label.lower()}-{count:02d}", **values)
        self.nodes[label, record.key] = record
        return record

    def edge(self, kind: str, start: NodeRecord, end: NodeRecord, **values: Any) -> None:
        """Make an edge, once between two nodes."""
        identity = (kind, start.key, end.key)
        if identity not in self._taken and start.key != end.key:
            self._taken.add(identity)
            self.edges.append(self.records.edge(kind, (start.label, start.key), (end.label, end.key), **values))

    def some_edges(self, starts: list[NodeRecord], kind: str, ends: list[NodeRecord], count: int) -> None:
        """Make up to so many edges at random."""
        for _ in range(count):
            self.edge(kind, self.rng.choice(starts), self.rng.choice(ends))

    def some_edges_of_law(self, flow: NodeRecord, laws: list[NodeRecord]) -> None:
        """Up to two legal bases."""
        for law in self.rng.choices(laws, weights=(4, 1, 1, 1, 1), k=self.rng.randint(0, 2)):
            self.edge("RELIES_ON", flow, law, side="BOTH")

    def maybe(self, name: str, share: float, days: tuple[dt.date, ...] = _NEAR) -> dict[str, Any]:
        """A near date, or none."""
        return {name: self.rng.choice(days)} if self.rng.random() < share else {}

    def partial(self, name: str, share: float, days: tuple[dt.date, ...] = _NEAR) -> dict[str, Any]:
        """A near date, now and then known to the month or year alone."""
        found = self.maybe(name, share, days)
        if found and self.rng.random() < 0.25:
            unit = self.rng.choice(("MONTH", "YEAR"))
            day = found[name].replace(day=1)
            found = {name: day if unit == "MONTH" else day.replace(month=1), f"{name}Precision": unit}
        return found

    def twin(self, retention: str | None) -> NodeRecord:
        """One of two agreements with the same parties, data and purpose."""
        return self.node(
            "Agreement",
            title="twin",
            state=self.rng.choice(("SIGNED", "SIGNED", "DRAFT")),
            visibility="PUBLIC",
            retention=retention,
            startsOn=_PAST[0],
        )

    def agreement(self, number: int, periods: tuple[str | None, ...]) -> NodeRecord:
        some = self.rng.choice
        same = self.rng.random() < 0.2
        ends = self.partial("endsOn", 0.7, some((_FUTURE, _NEAR, _PAST)))
        return self.node(
            "Agreement",
            title=f"agreement {number}",
            state=some(_STATES),
            kind=some((None, "ISA", "ISA", "FRAMEWORK")),
            visibility="PUBLIC",
            retention=some(periods),
            purposeText=some((None, "to help")),
            onwardSharing=some((None, "PROHIBITED", "PROHIBITED", "PERMITTED")),
            laterVersionKnown=some((None, None, True)),
            dpiaTriggers=some(([], [], ["MATCHING"], ["TRACKING"], ["TRACKING", "GENETIC"])),
            **self.partial("startsOn", 0.95, some((_PAST, _PAST, _NEAR))),
            **ends,
            **({"reviewOn": ends["endsOn"]} if same and ends else self.partial("reviewOn", 0.5)),
        )

    def flow(self, number: int) -> NodeRecord:
        some = self.rng.choice
        return self.node(
            "Flow",
            title=f"flow {number}",
            state=some(_FLOW_STATES),
            identifiability=some((None, "IDENTIFIABLE", "IDENTIFIABLE", "PSEUDONYMISED", "AGGREGATE", "MIXED")),
            retention=some(_PERIODS),
            confidentiality=some((None, None, "CONSENT")),
            confidentialityRecording=some((None, None, "NOT_RECORDED", "NOT_COLLECTED")),
            optOut=some((None, None, "APPLIED", "NOT_ABOUT_PATIENTS", "CONSENT", "DECEASED")),
            countries=some(([], ["GB"], ["GB", "US"])),
            **self.maybe("ceasedOn", 0.2),
        )

    def party(self, agreement: NodeRecord, body: NodeRecord) -> NodeRecord:
        some = self.rng.choice
        party = self.node(
            "Party",
            role=some(_ROLES),
            state=some(_PARTY_STATES),
            **self.maybe("joinedOn", 0.2),
            **self.partial("leftOn", 0.2),
        )
        self.edge("IN", party, agreement)
        self.edge("OF", party, body)
        return party

    def end(self, kind: str, start: NodeRecord) -> NodeRecord:
        """The node that the edge of a type leads to."""
        return self.nodes[next(e.end for e in self.edges if e.type == kind and e.start[1] == start.key)]

    def end_of(self, flow: NodeRecord) -> NodeRecord:
        """One of the bodies of a flow."""
        ends = [e.start for e in self.edges if e.type == "DISCLOSES" and e.end[1] == flow.key]
        ends += [e.end for e in self.edges if e.type == "RECEIVED_BY" and e.start[1] == flow.key]
        return self.nodes[self.rng.choice(ends)]

    def signatures(self, parties: list[NodeRecord]) -> None:
        for party in parties:
            for _ in range(self.rng.choice((0, 0, 1, 1, 2))):
                self.edge("FOR_PARTY", self.node("Signature", **self.partial("signedOn", 0.9)), party)

    def assurances_and_posts(self, bodies: list[NodeRecord], agreements: list[NodeRecord]) -> None:
        some = self.rng.choice
        for i in range(8):
            held = self.node(
                "Assurance",
                title=f"assurance {i}",
                standard=some((None, "DSPT", "DSPT", "ISO_27001", "ICO_REGISTRATION")),
                **self.maybe("issuedOn", 0.5),
                **self.maybe("expiresOn", 0.8),
            )
            self.edge("HELD_BY", held, some(bodies))
        for i in range(4):
            post = self.node("Post", title=f"post {i}", **self.maybe("to", 0.6))
            self.edge("AT", post, some(bodies))
            self.some_edges([post], "LEADS", agreements, 2)

    def sources(self, flows: list[NodeRecord], agreements: list[NodeRecord]) -> None:
        for _ in range(2):
            fields = [name for name in _FIELDS if self.rng.random() < 0.6]
            source = self.node("Source", title="a register", collects=fields, visibility="PUBLIC")
            edition = self.node("Edition", title="an edition")
            self.edge("OF_SOURCE", edition, source)
            record = self.node("Record", row="Sheet!1")
            self.edge("IN_EDITION", record, edition)
            self.some_edges([record], "STATES", flows, 12)
            self.some_edges([record], "STATES", agreements, 24)
