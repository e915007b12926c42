"""`onward`, `partners` and `impact` about bodies of a loaded registry, each held to the independent walk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from graphql import parse

from graph.access import ADMINISTRATOR, PUBLIC, Caller
from graph.store.store import Store
from tests.property.judgement import agreed
from tests.property.oracle import Oracle
from tests.property.test_journeys import ASKED, EVERYTHING, FIRST_PAGES, IMPACT, PARTNERS, VARIABLES
from tests.seeded.arguments import EVENTS
from tests.seeded.cursors import Cursors
from tests.seeded.graph import SeededGraph
from tests.seeded.operations import Operation
from tests.seeded.registry import SCHEMA_TEXT, registry_over
from tests.seeded.values import TODAY

ONWARD, FIRST_PAGE = (f"{VARIABLES}) {{ {ASKED}) {{ {selected} }} }}" for selected in (EVERYTHING, FIRST_PAGES[0]))


async def told_of(store: Store, graph: SeededGraph, bodies: int) -> int:
    """Ask about so many bodies, those with the most flows first; return how many bodies were reached in all.

    Fails where the engine and the walk differ, or the two ways to complete an answer do.
    """
    registry = await registry_over(store, graph, Cursors({}))
    oracle = Oracle(SCHEMA_TEXT, graph, registry.cursors, TODAY)
    reached = 0
    for text, values, caller in _questions(graph, bodies):
        found = await agreed(registry, oracle, Operation(parse(text), values), caller)
        if found.get("onward"):
            reached += len(found["onward"]["reached"]["edges"])
    return reached


def _questions(graph: SeededGraph, bodies: int) -> Iterator[tuple[str, dict[str, Any], Caller]]:
    """Yield questions: of each body its reach, a first page, partners and events; of each dataset where it goes."""
    rng = random.Random(7)
    given: dict[str, int] = {}
    for edge in graph.edges:
        if edge.type in ("DISCLOSES", "RECEIVED_BY", "OF"):
            _, key = edge.start if edge.type == "DISCLOSES" else edge.end
            given[key] = given.get(key, 0) + 1
    busiest = sorted(given, key=lambda key: (-given[key], key))
    # Half of them the busiest, half any.
    chosen = busiest[: bodies - bodies // 2] + rng.sample(sorted(given), bodies // 2)
    there = {
        "agreement": [node.key for node in graph.by_label["Agreement"]],
        "legalBasis": sorted({edge.end[1] for edge in graph.edges if edge.type == "RELIES_ON"}),
    }
    datasets = sorted({edge.end[1] for edge in graph.edges if edge.type == "CARRIES"})
    events = list(EVENTS)
    for turn, body in enumerate(chosen):
        caller = (ADMINISTRATOR, PUBLIC)[turn % 2]
        yield ONWARD, {"hops": 3, "body": body}, caller
        yield FIRST_PAGE, {"hops": 4, "body": body}, caller
        yield ONWARD, {"hops": 3, "dataset": rng.choice(datasets)}, caller
        yield PARTNERS, {"body": body}, caller
        for event in (events[turn % len(events)], events[(turn + 3) % len(events)]):
            named = {name: body if name == "body" else rng.choice(there[name]) for name in EVENTS[event]}
            yield IMPACT, {"event": event, **named}, caller
