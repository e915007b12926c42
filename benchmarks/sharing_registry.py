"""A generated registry for rules to run over: hubs, agreements, parties, data, law, assurance, and who stated what.

It has the shape of the registers that come with sources: some agreements have a dozen parties, one body discloses
three flows in ten, and rows state every fact, with what their source collects.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from benchmarks import sharing_values
from benchmarks.sharing_values import AGREEMENT, ALL_FIELDS, ASSURANCE, BODY, DPIA, FLOW, PARTY, SOURCES, TODAY, drawn
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from graph.vocabulary.catalogue import vocabulary

HUB_SHARE: Final = 0.3
FLOWS_OF_AN_AGREEMENT: Final = (1, 1, 2, 4, 5, 17)
PARTIES: Final = (2, 2, 2, 3, 4, 12)
_AGREEMENTS_AT_ONCE: Final = 400

Name = tuple[str, str]
Chunk = tuple[list[NodeRecord], list[EdgeRecord]]


def content_of(flows: int) -> str:
    """Return what a registry of so many flows holds, in so few words that another text means another registry."""
    made = hashlib.sha256()
    for file in (__file__, sharing_values.__file__):
        made.update(Path(file).read_bytes())
    made.update(repr(next(SharingRegistry(flows).chunks())).encode())
    return f"{flows} {made.hexdigest()}"


class SharingRegistry:
    """A registry of about so many flows, in chunks that rest on those before them and on the vocabulary."""

    def __init__(self, flows: int, seed: int = 1) -> None:
        self.bodies = max(40, flows // 50)
        self.datasets = max(20, flows // 50)
        self.agreements = max(20, flows // 5)
        self._rng = random.Random(seed)  # noqa: S311
        self._records = Records(registry_model())
        self._weights = list(accumulate(1 / (rank + 10) ** 0.8 for rank in range(self.bodies)))
        self._codes = {label: tuple(entries) for label, entries in vocabulary().entries.items()}
        self._nodes: list[NodeRecord] = []
        self._edges: dict[tuple[object, ...], EdgeRecord] = {}
        self._posts: dict[Name, Name] = {}
        self.flows = 0

    def chunks(self) -> Iterator[Chunk]:
        """What agreements share first, then agreements, some hundreds at a time."""
        self._shared()
        for number in range(self.agreements):
            if number % _AGREEMENTS_AT_ONCE == 0:
                yield self._taken()
            self._agreement(number)
        yield self._taken()

    def _taken(self) -> Chunk:
        taken = (self._nodes, list(self._edges.values()))
        self._nodes, self._edges = [], {}
        return taken

    def _node(self, label: str, key: str, /, **values: Any) -> Name:
        self._nodes.append(self._records.node(label, key, **values))
        return label, key

    def _edge(self, start: Name, kind: str, end: Name, /, **values: Any) -> None:
        record = self._records.edge(kind, start, end, **values)
        self._edges.setdefault((kind, start, end, *record.key.values()), record)

    def _some(self, share: float) -> bool:
        return self._rng.random() < share

    def _day(self, least: int, most: int) -> dt.date:
        return TODAY + dt.timedelta(days=self._rng.randint(least, most))

    def _body(self) -> Name:
        return "Organisation", f"b:{self._rng.choices(range(self.bodies), cum_weights=self._weights)[0]}"

    def _entry(self, label: str) -> Name:
        return label, self._rng.choice(self._codes[label])

    def _dataset(self) -> Name:
        return "Dataset", f"d:{self._rng.randrange(self.datasets)}"

    def _shared(self) -> None:
        for name, (_, collects) in SOURCES.items():
            fields = list(ALL_FIELDS if collects is None else collects)
            source = self._node("Source", name, title=name, collects=fields, visibility="PUBLIC", asAt=TODAY)
            self._edge(self._node("Edition", name, title=name), "OF_SOURCE", source)
        items = [self._node("DataElement", f"e:{n}", code=f"e:{n}", title=f"Item {n}") for n in range(200)]
        for item in items:
            self._edge(item, "IN_CATEGORY", self._entry("DataCategory"))
        for n in range(self.bodies):
            self._whole_body(n)
        for n in range(self.datasets):
            dataset = self._node("Dataset", f"d:{n}", title=f"Dataset {n:05}")
            for item in self._rng.sample(items, self._rng.choice((3, 6, 12, 25))):
                self._edge(dataset, "CONTAINS", item)
            self._edge(dataset, "ABOUT", self._entry("DataSubject"))
            self._edge(dataset, "CONTROLLED_BY", self._body())
            if self._some(0.3):
                self._edge(dataset, "COLLECTED_FOR", self._entry("Purpose"))

    def _whole_body(self, number: int) -> None:
        closed = {"closedOn": self._day(-2000, -1)} if number and self._some(0.04) else {}
        body = self._node("Organisation", f"b:{number}", name=f"Body {number:05}", **drawn(self._rng, BODY), **closed)
        if closed:
            self._edge(body, "SUCCEEDED_BY", ("Organisation", "b:0"), on=closed["closedOn"], kind="MERGER")
        for standard in ("DSPT", "ICO_REGISTRATION"):
            if self._some(0.6):
                values = {**drawn(self._rng, ASSURANCE), "standard": standard, "expiresOn": self._day(-300, 400)}
                self._edge(self._node("Assurance", f"{standard}:{number}", title=standard, **values), "HELD_BY", body)
        for role in ("DPO", "SIRO", "AGREEMENT_LEAD"):
            if self._some(0.5):
                left = {"to": self._day(-300, -1)} if self._some(0.1) else {}
                self._posts[body] = self._node("Post", f"{role}:{number}", title=role, role=role, **left)
                self._edge(self._posts[body], "AT", body)

    def _agreement(self, number: int) -> None:
        source = self._rng.choices(list(SOURCES), [weight for weight, _ in SOURCES.values()])[0]
        starts = self._day(-2500, 60)
        ends = None if self._some(0.15) else starts + dt.timedelta(days=self._rng.choice((365, 730, 1095, 1825)))
        agreement = self._node(
            *("Agreement", f"a:{number}"),
            title=f"Agreement {number:06}",
            visibility="PUBLIC",
            startsOn=starts,
            endsOn=ends,
            reviewOn=ends if self._some(0.3) else starts + dt.timedelta(days=365),
            **drawn(self._rng, AGREEMENT),
        )
        first = ("Organisation", "b:0") if self._some(HUB_SHARE) else self._body()
        bodies = [first, *(self._body() for _ in range(self._rng.choice(PARTIES) - 1))]
        datasets = [self._dataset() for _ in range(self._rng.choice((1, 2, 4)))]
        for dataset in datasets[: self._rng.randint(0, 4)]:
            self._edge(agreement, "COVERS", dataset)
        if self._some(0.7):
            self._edge(agreement, "FOR_PURPOSE", self._entry("Purpose"))
        parties = [self._party(f"{number}:{i}", agreement, body, starts) for i, body in enumerate(bodies)]
        self._papers(number, agreement, starts)
        if first in self._posts:
            self._edge(self._posts[first], "LEADS", agreement)
        self._state(source, f"a:{number}", [agreement, *parties, *bodies])
        for _ in range(self._rng.choice(FLOWS_OF_AN_AGREEMENT)):
            self._flow(source, agreement, bodies, datasets)

    def _party(self, number: str, agreement: Name, body: Name, starts: dt.date) -> Name:
        left = {"leftOn": self._day(-500, 100)} if self._some(0.03) else {}
        party = self._node("Party", f"p:{number}", **drawn(self._rng, PARTY), **left)
        self._edge(party, "OF", body)
        self._edge(party, "IN", agreement)
        if self._some(0.3):
            self._edge(party, "PARTY_RELIES_ON", self._entry("LegalBasis"))
        if self._some(0.6):
            signed = starts + dt.timedelta(days=self._rng.randint(-60, 30))
            signature = self._node("Signature", f"g:{number}", signedOn=signed)
            self._edge(signature, "FOR_PARTY", party)
            if body in self._posts:
                self._edge(signature, "BY", self._posts[body])
        return party

    def _papers(self, number: int, agreement: Name, starts: dt.date) -> None:
        if self._some(0.3):
            days = {"approvedOn": starts + dt.timedelta(days=self._rng.randint(-90, 60))}
            dpia = self._node("Dpia", f"i:{number}", title=f"DPIA {number}", **drawn(self._rng, DPIA), **days)
            self._edge(dpia, "ASSESSES", agreement)
        if self._some(0.3):
            kind = self._rng.choice(("APPROPRIATE_POLICY", "TRANSFER_RISK_ASSESSMENT", "SIGNED_COPY"))
            paper = self._node("Document", f"t:{number}", title=kind, kind=kind, datedOn=starts)
            self._edge(paper, "ATTACHED_TO", agreement)
        if self._some(0.3):
            self._edge(self._node("Review", f"r:{number}", doneOn=self._day(-700, 0)), "REVIEWS", agreement)

    def _flow(self, source: str, agreement: Name, bodies: Sequence[Name], datasets: Sequence[Name]) -> None:
        ceased = {"ceasedOn": self._day(-600, 200)} if self._some(0.1) else {}
        flow = self._node("Flow", f"f:{self.flows}", title=f"Flow {self.flows:06}", **drawn(self._rng, FLOW), **ceased)
        self.flows += 1
        # Three in ten agreements name the hub first, and it discloses.
        giver, taker = bodies[0], self._rng.choice(bodies[1:])
        carried = [self._rng.choice(datasets), *([self._dataset()] if self._some(0.2) else [])]
        self._edge(giver, "DISCLOSES", flow)
        self._edge(flow, "RECEIVED_BY", taker)
        if self._some(0.95):
            self._edge(flow, "GOVERNED_BY", agreement)
        for dataset in carried:
            self._edge(flow, "CARRIES", dataset)
        for _ in range(self._rng.choice((0, 1, 2, 3))):
            self._edge(flow, "RELIES_ON", self._entry("LegalBasis"), side="BOTH")
        if self._some(0.7):
            self._edge(flow, "SERVES", self._entry("Purpose"))
        for body, share in ((giver, 0.7), (taker, 0.3)):
            if self._some(share):
                self._edge(flow, "STATED_BY", body)
        self._state(source, flow[1], [flow, agreement, giver, taker, *carried])

    def _state(self, source: str, row: str, stated: Sequence[Name]) -> None:
        record = self._node("Record", f"{source}:{row}", row=row)
        self._edge(record, "IN_EDITION", ("Edition", source))
        for node in stated:
            self._edge(record, "STATES", node)
