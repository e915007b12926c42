"""What the oracle knows of the declared root fields: `partners` and `impact`, from their descriptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from graph.model.records import NodeRecord
from tests.property.oracle_lists import Lists
from tests.property.oracle_world import Asked, World

Nodes = list[NodeRecord]


@dataclass(frozen=True)
class Told:
    """The answer to a declared root field, or one entry in it: named nodes, and lists of nodes by field name."""

    asked: Asked
    nodes: dict[str, NodeRecord | None]
    lists: dict[str, tuple[str, Nodes]]
    entries: tuple[str, list[Told]] | None = None


class Answers:
    """Answers declared root fields over one world."""

    def __init__(self, world: World, lists: Lists) -> None:
        self.world = world
        self.lists = lists

    def partners(self, body: NodeRecord, asked: Asked) -> Told:
        """Return the partners of a body."""

        gives, receives, agreements = (defaultdict[str, Nodes](list) for _ in range(3))
        for flow in self._flows(asked):
            giver, taker = self._ends(flow)
            if giver is body and taker is not None:
                gives[taker.key].append(flow)
            if taker is body and giver is not None:
                receives[giver.key].append(flow)
        for agreement in self._agreements(asked):
            bodies = {each.key for each in self._party_to(agreement, asked)}
            for key in bodies if body.key in bodies else ():
                agreements[key].append(agreement)

        def of(partner: NodeRecord) -> Told:
            flows = [*gives[partner.key], *receives[partner.key]]
            carried = [d for flow in flows for d in self.world.targets(flow, "CARRIES", "Dataset")]
            lists = {
                "gives": ("Flow", gives[partner.key]),
                "receives": ("Flow", receives[partner.key]),
                "agreements": ("Agreement", agreements[partner.key]),
                "elements": ("DataElement", [e for d in carried for e in self.world.targets(d, "CONTAINS")]),
            }
            return Told(
                asked, {"body": partner}, {name: (label, _once(found)) for name, (label, found) in lists.items()}
            )

        shared = {*gives, *receives, *agreements}
        others = [e for e in self.world.of_label("Organisation") if e is not body and e.key in shared]
        found = [each for each in others if not asked.as_of or self.world.held(each, asked.day)]
        return Told(asked, {"body": body}, {}, ("partners", [of(each) for each in found]))

    def impact(self, event: str, named: dict[str, NodeRecord | None], asked: Asked) -> Told:
        """Return what an event would touch."""
        body, agreement, law = (named.get(each) for each in ("body", "agreement", "legalBasis"))
        touched = self._touched(event, body, agreement, law, asked)
        flows = _once(flow for flow in self._flows(asked) if touched(flow))
        governing = [a for f in flows for a in self._seen(self.world.targets(f, "GOVERNED_BY"), asked)]
        match event:
            case "PARTY_WITHDRAWS":
                assert agreement is not None
                agreements = [agreement]
            case "AGREEMENT_LAPSES":
                assert agreement is not None
                agreements = [agreement, *self.world.sources(agreement, "UNDER", "Agreement")]
            case "SERVICE_STOPS":
                agreements = self._serving(body, ("PROCESSOR", "SUB_PROCESSOR", "NO_ACCESS"), asked)
            case "BODY_BREACHED":
                agreements = governing + self._serving(body, ("PROCESSOR", "SUB_PROCESSOR"), asked)
            case "LEGAL_BASIS_LAPSES":
                assert law is not None
                parties = self._current(self.world.sources(law, "PARTY_RELIES_ON", "Party"), asked)
                agreements = governing + [a for p in parties for a in self.world.targets(p, "IN")]
            case _:
                agreements = governing + self._serving(body, None, asked)
        agreements = self._seen(_once(agreements), asked)
        breach = event == "BODY_BREACHED"
        bodies = [each for flow in flows for each in self._around(flow, givers_only=breach)]
        for each in agreements:
            for party in self._current(self.world.sources(each, "IN", "Party"), asked):
                if not breach or party.properties.get("role") in ("CONTROLLER", "JOINT_CONTROLLER"):
                    bodies += self.world.targets(party, "OF")
        told = [e for e in _once(bodies) if e is not body and (not asked.as_of or self.world.held(e, asked.day))]
        datasets = _once(d for flow in flows for d in self.world.targets(flow, "CARRIES", "Dataset"))
        lists: dict[str, Nodes] = {"flows": flows, "agreements": agreements, "datasets": datasets, "bodies": told}
        labels = {"flows": "Flow", "agreements": "Agreement", "datasets": "Dataset", "bodies": "Organisation"}
        return Told(asked, named, {name: (labels[name], found) for name, found in lists.items()})

    def _touched(
        self,
        event: str,
        body: NodeRecord | None,
        agreement: NodeRecord | None,
        law: NodeRecord | None,
        asked: Asked,
    ) -> Callable[[NodeRecord], bool]:
        """Return what tells whether an event touches a flow."""
        serving = self._seen(self._serving(body, ("PROCESSOR", "SUB_PROCESSOR", "NO_ACCESS"), asked), asked)

        def under(flow: NodeRecord) -> Nodes:
            return self.world.targets(flow, "GOVERNED_BY")

        def takes_part(flow: NodeRecord) -> bool:
            return body in self._around(flow)

        tests: dict[str, Callable[[NodeRecord], bool]] = {
            "PARTY_WITHDRAWS": lambda flow: agreement in under(flow) and takes_part(flow),
            "BODY_CLOSES": takes_part,
            "AGREEMENT_LAPSES": lambda flow: agreement in under(flow),
            "LEGAL_BASIS_LAPSES": lambda flow: law in self.world.targets(flow, "RELIES_ON"),
            "SERVICE_STOPS": lambda flow: takes_part(flow) and any(a in under(flow) for a in serving),
            "BODY_BREACHED": lambda flow: (
                body in [*self.world.targets(flow, "RECEIVED_BY"), *self.world.targets(flow, "VIA")]
            ),
        }
        return tests[event]

    def _serving(self, body: NodeRecord | None, roles: tuple[str, ...] | None, asked: Asked) -> Nodes:
        if body is None:
            return []
        parties = self._current(self.world.sources(body, "OF", "Party"), asked)
        wanted = [p for p in parties if roles is None or p.properties.get("role") in roles]
        return [a for p in wanted for a in self.world.targets(p, "IN")]

    def _flows(self, asked: Asked) -> Nodes:
        return self._seen(self.world.of_label("Flow"), asked)

    def _agreements(self, asked: Asked) -> Nodes:
        return self._seen(self.world.of_label("Agreement"), asked)

    def _seen(self, nodes: Iterable[NodeRecord], asked: Asked) -> Nodes:
        seen = self.lists.seen(list(nodes), asked)
        return [each for each in seen if not asked.as_of or self.world.held(each, asked.day)]

    def _current(self, parties: Iterable[NodeRecord], asked: Asked) -> Nodes:
        seen = self.lists.seen(list(parties), asked)
        return [each for each in seen if self.world.held(each, asked.day)]

    def _ends(self, flow: NodeRecord) -> tuple[NodeRecord | None, NodeRecord | None]:
        givers, takers = self.world.sources(flow, "DISCLOSES"), self.world.targets(flow, "RECEIVED_BY")
        return (givers[0] if givers else None, takers[0] if takers else None)

    def _around(self, flow: NodeRecord, *, givers_only: bool = False) -> Nodes:
        givers = self.world.sources(flow, "DISCLOSES")
        if givers_only:
            return givers
        return [*givers, *self.world.targets(flow, "RECEIVED_BY"), *self.world.targets(flow, "VIA")]

    def _party_to(self, agreement: NodeRecord, asked: Asked) -> Nodes:
        parties = self._seen(self.world.sources(agreement, "IN", "Party"), asked)
        return [each for party in parties for each in self.world.targets(party, "OF")]


def _once(nodes: Iterable[NodeRecord]) -> Nodes:
    return list({(each.label, each.key): each for each in nodes}.values())


def told_by(answers: Answers, name: str, named: dict[str, Any], event: str | None, asked: Asked) -> Told:
    """Return the answer to a declared root field."""
    if name == "partners":
        return answers.partners(named["body"], asked)
    assert event is not None
    return answers.impact(event, named, asked)
