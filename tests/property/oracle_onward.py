"""What the oracle knows of `onward`: a walk over dictionaries, hop by hop, written from the schema's descriptions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from graph.compile.asked.bounds import Bounds
from graph.model.records import NodeRecord
from graph.model.registry import SORT_SUFFIX
from tests.property.oracle_lists import Listed, Lists
from tests.property.oracle_world import Asked, World
from tests.seeded.cursors import Entry, ListKind, list_kind

REACHED = ListKind(("Organisation",), ("hop",), ())
"""The cursors of what is reached; the hop is kept where other lists keep the keys of an edge."""

NOT, PSEUDONYMISED, UNKNOWN, YES = range(4)
_NAMES = ("NOT_IDENTIFIABLE", "PSEUDONYMISED", "NOT_RECORDED", "IDENTIFIABLE")
_DEFAULT_PAGE = 25
_DEFAULT_HOPS = 3


def identifiable(code: object) -> int:
    """How identifiable data of a code is; mixed data count as identifiable, what is not recorded may be."""
    if code is None:
        return UNKNOWN
    if code == "PSEUDONYMISED":
        return PSEUDONYMISED
    return NOT if code in ("DE_PERSONALISED", "AGGREGATE", "ANONYMOUS") else YES


@dataclass(frozen=True)
class Arrival:
    """Data that gets to a body at a hop: how identifiable, how identifiable one step before, by which flow."""

    hop: int
    body: NodeRecord
    rank: int
    before: int
    flow: NodeRecord | None
    giver: Arrival | None


@dataclass(frozen=True)
class Journey:
    """The answer to one `onward`: what started it, and every arrival, nearest first and then by name."""

    asked: Asked
    body: NodeRecord | None
    dataset: NodeRecord | None
    starts: tuple[Arrival, ...]
    arrivals: tuple[Arrival, ...]
    flows: tuple[tuple[NodeRecord, NodeRecord, NodeRecord], ...]
    cut_short: tuple[str, ...]


@dataclass(frozen=True)
class Arrived:
    """One arrival, within its journey."""

    arrival: Arrival
    journey: Journey


@dataclass(frozen=True)
class ArrivalPage:
    """A page of arrivals."""

    journey: Journey
    entries: tuple[Arrival, ...]
    count: int
    has_next: bool
    has_previous: bool


class Onward:
    """Answers `onward` over one world. `expand` is how many bodies of a hop are followed on."""

    def __init__(self, world: World, lists: Lists, expand: int = Bounds().expand) -> None:
        self.world = world
        self.lists = lists
        self.expand = expand

    def journey(
        self, body: NodeRecord | None, dataset: NodeRecord | None, given: dict[str, Any], asked: Asked
    ) -> Journey:
        """Return where data gets to."""
        flows = [each for each in self.flows(asked, given.get("where")) if dataset in (None, *self._carried(each[1]))]
        starts = tuple(
            Arrival(0, each, self._first(dataset), 0, None, None) for each in self._starts(body, dataset, flows)
        )
        best: dict[str, int] = {each.body.key: each.rank for each in starts}
        followed, arrivals, cut = list(starts), list[Arrival](), set[str]()
        hops = given.get("hops") or _DEFAULT_HOPS
        for hop in range(1, hops + 1):
            fresh = self._arrive(hop, followed, flows, best)
            cut |= {"BODIES"} if len(fresh) > self.expand else set()
            followed = fresh[: self.expand]
            best |= {each.body.key: each.rank for each in fresh}
            arrivals += fresh
        cut |= {"HOPS"} if self._arrive(hops + 1, followed, flows, best) else set()
        ordered = tuple(sorted(arrivals, key=_position))
        return Journey(
            asked, body, dataset, starts, ordered, tuple(flows), tuple(c for c in ("HOPS", "BODIES") if c in cut)
        )

    def _first(self, dataset: NodeRecord | None) -> int:
        code = None if dataset is None else dataset.properties.get("identifiability")
        return YES if code is None else identifiable(code)

    def flows(self, asked: Asked, where: Any) -> list[tuple[NodeRecord, NodeRecord, NodeRecord]]:
        """Every flow that may be followed, with the body that gives it and the one that receives it."""
        return [
            (giver, flow, taker)
            for flow in self.lists.seen(self.world.of_label("Flow"), asked)
            if (not asked.as_of or self.world.held(flow, asked.day))
            and (where is None or self.lists.holds(flow, where, asked))
            for giver in self.world.sources(flow, "DISCLOSES", "Organisation")
            for taker in self.world.targets(flow, "RECEIVED_BY", "Organisation")
        ]

    def _carried(self, flow: NodeRecord) -> list[NodeRecord]:
        return self.world.targets(flow, "CARRIES", "Dataset")

    def _starts(
        self,
        body: NodeRecord | None,
        dataset: NodeRecord | None,
        flows: list[tuple[NodeRecord, NodeRecord, NodeRecord]],
    ) -> list[NodeRecord]:
        if body is not None:
            return [body]
        assert dataset is not None
        given_to = {taker.key for giver, _, taker in flows if giver is not taker}
        first = [giver for giver, _, _ in flows if giver.key not in given_to]
        found = [*self.world.targets(dataset, "CONTROLLED_BY", "Organisation"), *first]
        return list({each.key: each for each in found or [giver for giver, _, _ in flows]}.values())

    def _arrive(
        self,
        hop: int,
        followed: list[Arrival],
        flows: list[tuple[NodeRecord, NodeRecord, NodeRecord]],
        best: dict[str, int],
    ) -> list[Arrival]:
        """Return what one more hop brings: new bodies, and bodies that get the data more identifiable than before."""
        having = {each.body.key: each for each in followed}
        ways: dict[str, list[Arrival]] = defaultdict(list)
        for giver, flow, taker in flows:
            if (had := having.get(giver.key)) is not None:
                rank = min(had.rank, identifiable(flow.properties.get("identifiability")))
                ways[taker.key].append(Arrival(hop, taker, rank, had.rank, flow, had))
        chosen = [min(each, key=_preference) for each in ways.values()]
        return sorted((each for each in chosen if each.rank > best.get(each.body.key, -1)), key=_followed_first)

    def of_journey(self, journey: Journey, name: str, given: dict[str, Any]) -> Any:
        """Return what a field of the answer holds; nodes as records."""
        match name:
            case "body" | "dataset":
                return getattr(journey, name)
            case "startsAt":
                entries = [Listed(each.body) for each in journey.starts]
                return self.lists.page(list_kind(None, "Organisation", ()), entries, given, journey.asked)
            case "hops":
                return [_counts(hop, found) for hop in range(1, 7) if (found := _at(journey, hop))]
            case "complete":
                return not journey.cut_short
            case "cutShort":
                return list(journey.cut_short)
        return self._page(journey, given)

    def _page(self, journey: Journey, given: dict[str, Any]) -> ArrivalPage:
        hop, last = given.get("hop"), given.get("last")
        found = [each for each in journey.arrivals if hop in (None, each.hop)]
        count = len(found)
        cursor = given.get("after") if last is None else given.get("before")
        if cursor is not None:
            entry = self.lists.cursors.of_kind[REACHED][cursor]
            body = self.world.nodes["Organisation", entry.key]
            start = (int(entry.edge_keys[0]), str(body.properties[f"name{SORT_SUFFIX}"]), body.key)
            found = [each for each in found if (_position(each) > start if last is None else _position(each) < start)]
        size = last if last is not None else given.get("first")
        size = _DEFAULT_PAGE if size is None else size
        more, resumed = len(found) > size, cursor is not None
        if last is None:
            return ArrivalPage(journey, tuple(found[:size]), count, more, resumed)
        return ArrivalPage(journey, tuple(found[len(found) - size :] if more else found), count, resumed, more)

    def of_arrival(self, arrived: Arrived, name: str, given: dict[str, Any]) -> Any:
        """Return what a field of an arrival, or of a step on the way to it, holds."""
        arrival, journey = arrived.arrival, arrived.journey
        match name:
            case "hop":
                return arrival.hop
            case "body" | "recipient":
                return arrival.body
            case "flow":
                return arrival.flow
            case "discloser":
                assert arrival.giver is not None
                return arrival.giver.body
            case "identifiability":
                return _NAMES[arrival.rank]
            case "stopsBeingIdentifiable":
                return arrival.rank < UNKNOWN <= arrival.before
            case "path":
                way = [arrival]
                while (giver := way[0].giver) is not None and giver.hop > 0:
                    way.insert(0, giver)
                return [Arrived(each, journey) for each in way]
        before = {each.body.key for each in (*journey.starts, *journey.arrivals) if each.hop == arrival.hop - 1}
        flows = [Listed(f) for giver, f, taker in journey.flows if taker is arrival.body and giver.key in before]
        order = tuple(next(iter(each.items())) for each in given.get("orderBy") or ())
        return self.lists.page(list_kind(None, "Flow", order), flows, given, journey.asked)


def arrival_entry(arrival: Arrival) -> Entry:
    """Return what the cursor of an arrival stands for."""
    return Entry("Organisation", arrival.body.key, (str(arrival.hop),))


def _position(arrival: Arrival) -> tuple[int, str, str]:
    return arrival.hop, str(arrival.body.properties[f"name{SORT_SUFFIX}"]), arrival.body.key


def _preference(arrival: Arrival) -> tuple[int, int, str]:
    assert arrival.flow is not None
    return -arrival.rank, -arrival.before, arrival.flow.key


def _followed_first(arrival: Arrival) -> tuple[int, int, str]:
    return -arrival.rank, -arrival.before, arrival.body.key


def _at(journey: Journey, hop: int) -> list[Arrival]:
    return [each for each in journey.arrivals if each.hop == hop]


def _counts(hop: int, found: list[Arrival]) -> dict[str, int]:
    names = ("notIdentifiable", "pseudonymised", "notRecorded", "identifiable")
    ranks = {name: sum(each.rank == rank for each in found) for rank, name in enumerate(names)}
    return {"hop": hop, "bodies": len(found), **ranks}
