"""The seeded graph in plain Python: what hangs on what, which dates held, who may see which node."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from graph.access import Caller, Role
from graph.model.records import EdgeRecord, NodeRecord
from tests.seeded.graph import SeededGraph

Name = tuple[str, str]
"""Label and key of a node."""


@dataclass(frozen=True)
class Asked:
    """What a question asks about: the day, whether it was named in the question, and who is asking."""

    day: dt.date
    as_of: bool
    caller: Caller


class World:
    """The graph as dictionaries, walked node by node."""

    def __init__(self, graph: SeededGraph) -> None:
        self.model = graph.model
        self.nodes: dict[Name, NodeRecord] = {(node.label, node.key): node for node in graph.nodes}
        self.by_label = graph.by_label
        self._seen: dict[tuple[Name, Caller], bool] = {}
        self._out: dict[tuple[Name, str], list[EdgeRecord]] = defaultdict(list)
        self._in: dict[tuple[Name, str], list[EdgeRecord]] = defaultdict(list)
        for edge in graph.edges:
            self._out[edge.start, edge.type].append(edge)
            self._in[edge.end, edge.type].append(edge)

    def of_label(self, label: str) -> list[NodeRecord]:
        """All nodes of a type."""
        return self.by_label[label]

    def edges_out(self, node: NodeRecord, kind: str) -> list[EdgeRecord]:
        """The edges of a type that leave a node."""
        return self._out[(node.label, node.key), kind]

    def edges_in(self, node: NodeRecord, kind: str) -> list[EdgeRecord]:
        """The edges of a type that come to a node."""
        return self._in[(node.label, node.key), kind]

    def targets(self, node: NodeRecord, kind: str, label: str | None = None) -> list[NodeRecord]:
        """The nodes that edges of a type lead to, of one type of node where it is named."""
        found = [self.nodes[edge.end] for edge in self.edges_out(node, kind)]
        return [each for each in found if label in (None, each.label)]

    def sources(self, node: NodeRecord, kind: str, label: str | None = None) -> list[NodeRecord]:
        """The nodes from which edges of a type come."""
        found = [self.nodes[edge.start] for edge in self.edges_in(node, kind)]
        return [each for each in found if label in (None, each.label)]

    def may_see(self, node: NodeRecord, caller: Caller) -> bool:
        """Whether a caller may see a node."""
        if caller.role is Role.ADMINISTRATOR or node.label not in _SEEN:
            return True
        name = (node.label, node.key)
        if (name, caller) not in self._seen:
            bodies = set(caller.bodies) if caller.role is Role.MEMBER else set()
            self._seen[name, caller] = _SEEN[node.label](self, node, bodies)
        return self._seen[name, caller]

    def told(self, node: NodeRecord, name: str, caller: Caller) -> Any:
        """A property as a caller may read it: what a finding names is told to whoever may see all of that."""
        if node.label != "Finding" or name not in ("message", "path", "names") or caller.role is Role.ADMINISTRATOR:
            return node.properties.get(name)
        listed = node.properties.get("names")
        if listed is not None and len(self.named_and_seen(node, caller)) == len(listed):
            return node.properties.get(name)
        return node.properties.get("brief") if name == "message" else None

    def named_and_seen(self, finding: NodeRecord, caller: Caller) -> list[NodeRecord]:
        """What a finding names and a caller may see."""
        return [each for each in self.targets(finding, "SPEAKS_OF") if self.may_see(each, caller)]

    def held(self, node: NodeRecord, day: dt.date) -> bool:
        """Whether the fact a node stands for held on a day."""
        between = self.model.nodes[node.label].held
        return between is None or _between(node.properties, between, day)


def held_edge(edge: EdgeRecord, between: tuple[str | None, str | None] | None, day: dt.date) -> bool:
    """Whether an edge held on a day; `between` names its dates."""
    return between is None or _between(edge.properties, between, day)


def last_day(properties: Any, name: str) -> dt.date | None:
    """The last day that a date may stand for, known to the day, month or year."""
    day: dt.date | None = properties.get(name)
    if day is None:
        return None
    match properties.get(f"{name}Precision"):
        case "YEAR":
            return day.replace(month=12, day=31)
        case "MONTH":
            return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def _between(properties: Any, between: tuple[str | None, str | None], day: dt.date) -> bool:
    start, end = between
    begun = start is None or properties.get(start) is None or properties[start] <= day
    last = None if end is None else last_day(properties, end)
    return begun and (last is None or last >= day)


def unanswered(finding: NodeRecord, day: dt.date) -> bool:
    """Open, or set aside until a day that has passed."""
    state, until = finding.properties["state"], finding.properties.get("waivedUntil")
    return state == "OPEN" or (state == "WAIVED" and until is not None and until < day)


def _parties(world: World, agreement: NodeRecord) -> set[str]:
    parties = world.sources(agreement, "IN", "Party")
    return {body.key for party in parties for body in world.targets(party, "OF", "Organisation")}


def _agreement(world: World, node: NodeRecord, bodies: set[str]) -> bool:
    """Public: anybody. Partners: its parties, and those of its frameworks. Parties: its parties alone."""
    visibility = node.properties["visibility"]
    if visibility == "PUBLIC" or bodies & _parties(world, node):
        return True
    frameworks = world.targets(node, "UNDER", "Agreement")
    return visibility == "PARTNERS" and any(bodies & _parties(world, each) for each in frameworks)


def _source(world: World, node: NodeRecord, bodies: set[str]) -> bool:
    return node.properties.get("visibility") == "PUBLIC"


def _flow(world: World, node: NodeRecord, bodies: set[str]) -> bool:
    """Seen by whoever sees an agreement it is made under; without one, by the bodies it touches."""
    agreements = world.targets(node, "GOVERNED_BY", "Agreement")
    if agreements:
        return any(_agreement(world, each, bodies) for each in agreements)
    touched = [*world.sources(node, "DISCLOSES"), *world.targets(node, "RECEIVED_BY"), *world.targets(node, "VIA")]
    return bool(bodies & {each.key for each in touched})


def _dpia(world: World, node: NodeRecord, bodies: set[str]) -> bool:
    """Seen by whoever sees an agreement or a flow it assesses; by everyone where it assesses neither."""
    agreements = world.targets(node, "ASSESSES", "Agreement")
    flows = world.targets(node, "ASSESSES", "Flow")
    if not agreements and not flows:
        return True
    return any(_agreement(world, each, bodies) for each in agreements) or any(
        _flow(world, each, bodies) for each in flows
    )


def _document(world: World, node: NodeRecord, bodies: set[str]) -> bool:
    """Seen by whoever sees an agreement, a version's agreement or an assessment it belongs to; else by everyone."""
    agreements = world.targets(node, "ATTACHED_TO", "Agreement")
    for version in world.targets(node, "ATTACHED_TO", "AgreementVersion"):
        agreements += world.targets(version, "VERSION_OF")
    assessments = world.targets(node, "ATTACHED_TO", "Dpia")
    if not agreements and not assessments:
        return True
    return any(_agreement(world, each, bodies) for each in agreements) or any(
        _dpia(world, each, bodies) for each in assessments
    )


def _hangs_on(*steps: str) -> Callable[[World, NodeRecord, set[str]], bool]:
    """Seen by whoever sees the agreement that these edges lead to; where there is none, by administrators alone."""

    def seen(world: World, node: NodeRecord, bodies: set[str]) -> bool:
        return any(_agreement(world, each, bodies) for each in _walk(world, node, steps))

    return seen


def _record(world: World, node: NodeRecord, bodies: set[str]) -> bool:
    return any(_source(world, each, bodies) for each in _walk(world, node, ("IN_EDITION", "OF_SOURCE")))


def _walk(world: World, node: NodeRecord, steps: tuple[str, ...]) -> Iterator[NodeRecord]:
    if not steps:
        yield node
        return
    for each in world.targets(node, steps[0]):
        yield from _walk(world, each, steps[1:])


def _reaches(kind: str) -> Callable[[World, NodeRecord, set[str]], bool]:
    """Seen by the bodies that an edge leads to."""

    def seen(world: World, node: NodeRecord, bodies: set[str]) -> bool:
        return bool(bodies & {each.key for each in world.targets(node, kind, "Organisation")})

    return seen


def _nobody(world: World, node: NodeRecord, bodies: set[str]) -> bool:
    return False


def _of_source(world: World, node: NodeRecord, bodies: set[str]) -> bool:
    return any(_source(world, each, bodies) for each in world.targets(node, "OF_SOURCE"))


def _change(world: World, node: NodeRecord, bodies: set[str]) -> bool:
    """Seen by whoever sees a node that changed; some types are left to administrators, some everyone sees by name."""
    named = node.properties.get("type")
    if named in world.model.nodes and named not in _SEEN:
        return True
    return any(
        _SEEN[label](world, each, bodies)
        for label in ("Agreement", "AgreementVersion", "Finding", "Flow", "Party")
        for each in world.targets(node, "OF_NODE", label)
    )


_SEEN: dict[str, Callable[[World, NodeRecord, set[str]], bool]] = {
    "Agreement": _agreement,
    "AgreementVersion": _hangs_on("VERSION_OF"),
    "Alert": _reaches("NOTIFIES"),
    "AlertRun": _nobody,
    "BodyTally": _reaches("TALLIED_FOR"),
    "BodyTotal": _reaches("TALLIED_FOR"),
    "Change": _change,
    "Disagreement": _of_source,
    "Document": _document,
    "Dpia": _dpia,
    "Finding": _reaches("CONCERNS"),
    "Flow": _flow,
    "Party": _hangs_on("IN"),
    "Record": _record,
    "Review": _hangs_on("REVIEWS"),
    "Signature": _hangs_on("FOR_PARTY", "IN"),
    "Source": _source,
    "Tally": _nobody,
}
RESTRICTED = frozenset(_SEEN)
"""The node types that not everybody may see, as this oracle knows them."""
