"""What the oracle knows of `trace`: a walk over dictionaries, held against plain enumeration where nothing is cut."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import Any

from graph.model.records import NodeRecord
from tests.property.oracle_made import Found, Made, Nodes, Ranked, by_title
from tests.property.oracle_onward import Onward
from tests.property.oracle_world import Asked

Chain = list[str]
"""Keys of bodies in the order of the route, without its two ends."""


class Routes:
    """Answers `trace` over one world. `expand` is how many routes there are at most, and beginnings of each length."""

    def __init__(self, onward: Onward, expand: int) -> None:
        self.onward = onward
        self.world = onward.world
        self.expand = expand

    def trace(self, giver: NodeRecord, taker: NodeRecord, given: dict[str, Any], asked: Asked) -> Made:
        """Return the routes from one body to another."""
        between: dict[tuple[str, str], Nodes] = defaultdict(list)
        for one, flow, other in self.onward.flows(asked, given.get("where")):
            if one is not other:
                between[one.key, other.key].append(flow)
        hops = given.get("hops") or 3
        walk = _Walk(self, set(between), giver.key, taker.key)
        routes, more, cut = walk.routes(hops)
        if not cut:
            # Nothing was left out, so plain enumeration must find the same.
            every = _every(set(between), giver.key, taker.key, hops + 1)
            assert sorted(routes) == sorted(route for route in every if len(route) < hops)
            assert more == any(len(route) == hops for route in every)
        entries = [
            (
                (len(route), self.text(route)),
                self._route([giver.key, *route, taker.key], between, asked),
            )
            for route in routes
        ]
        codes = [code for code, holds in (("HOPS", more), ("ROUTES", cut)) if holds]
        return Made(
            asked,
            {
                "from": giver,
                "to": taker,
                "routes": Ranked("TraceRoute", entries),
                "shortest": min((len(route) + 1 for route in routes), default=None),
                "complete": not codes,
                "cutShort": codes,
            },
        )

    def _route(self, bodies: list[str], between: dict[tuple[str, str], Nodes], asked: Asked) -> Made:
        steps = [
            Made(
                asked,
                {
                    "hop": at,
                    "discloser": self._body(one),
                    "recipient": self._body(other),
                    "flows": Found("Flow", between[one, other]),
                },
            )
            for at, (one, other) in enumerate(itertools.pairwise(bodies), 1)
        ]
        return Made(asked, {"hops": len(steps), "steps": steps})

    def _body(self, key: str) -> NodeRecord:
        return self.world.nodes["Organisation", key]

    def text(self, chain: Chain) -> str:
        """Return what routes of one length are sorted by: the names of the bodies on the way, then their keys."""
        return "".join(f"{name}\x1f{key}\x1f" for name, key in (by_title(self._body(each)) for each in chain))


class _Walk:
    def __init__(self, routes: Routes, pairs: set[tuple[str, str]], giver: str, taker: str) -> None:
        self.of = routes
        self.pairs = pairs
        self.ends = {giver, taker}
        self.direct = (giver, taker) in pairs
        takers = {b for a, b in pairs if a == giver} if giver != taker else set()
        givers = {a for a, b in pairs if b == taker} if giver != taker else set()
        self.with_data = len(takers) <= len(givers)
        self.near, self.far = (takers, givers) if self.with_data else (givers, takers)

    def routes(self, hops: int) -> tuple[list[Chain], bool, bool]:
        """Return the routes, whether one hop more would find another, and whether some were left out."""
        found: list[Chain] = [[]] if self.direct else []
        chains = sorted(([each] for each in self.near - self.ends), key=self.of.text)
        if hops == 1:
            return found, bool(self._meeting(chains)), False
        cut, most = False, self.of.expand
        for _ in range(2, hops + 1):
            found += self._meeting(chains)
            if len(found) > most:
                return found[:most], False, True
            cut |= len(chains) > most
            chains = sorted((longer for each in chains[:most] for longer in self._longer(each)), key=self.of.text)
        return found, bool(self._meeting(chains)), cut

    def _meeting(self, chains: list[Chain]) -> list[Chain]:
        return [each for each in chains if (each[-1] if self.with_data else each[0]) in self.far]

    def _longer(self, chain: Chain) -> list[Chain]:
        there = (
            {b for a, b in self.pairs if a == chain[-1]}
            if self.with_data
            else {a for a, b in self.pairs if b == chain[0]}
        )
        beyond = there - self.ends - set(chain)
        return [[*chain, each] if self.with_data else [each, *chain] for each in beyond]


def _every(pairs: set[tuple[str, str]], giver: str, taker: str, hops: int) -> list[Chain]:
    """Return every route of so many hops or fewer."""
    if giver == taker:
        return []
    found: list[Chain] = []
    waiting: list[Chain] = [[giver]]
    while waiting:
        way = waiting.pop()
        for one, other in pairs:
            if one == way[-1] and other == taker:
                found.append(way[1:])
            elif one == way[-1] and other not in way and len(way) < hops:
                waiting.append([*way, other])
    return found
