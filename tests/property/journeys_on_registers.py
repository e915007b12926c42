"""`onward`, `partners` and `impact` about bodies of a loaded registry, each held to the independent walk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import parse

from graph.access import ADMINISTRATOR, PUBLIC, Caller
from graph.store.store import Store
from tests.property.completions import difference
from tests.property.judgement import disagreement
from tests.property.oracle import Oracle
from tests.property.test_journeys import ASKED, EVERYTHING, IMPACT, PARTNERS, VARIABLES
from tests.seeded.arguments import EVENTS
from tests.seeded.cursors import Cursors
from tests.seeded.graph import SeededGraph
from tests.seeded.operations import Operation
from tests.seeded.registry import SCHEMA_TEXT, registry_over
from tests.seeded.values import TODAY

ONWARD = f"{VARIABLES}) {{ {ASKED}) {{ {EVERYTHING} }} }}"


async def told_of(store: Store, graph: SeededGraph, bodies: int) -> int:
    """Ask about so many bodies, those with the most flows first; return how many bodies were reached in all.

    Fails where the engine and the walk differ, or the two ways to complete an answer do.
    """
    registry = await registry_over(store, graph, Cursors({}))
    oracle = Oracle(SCHEMA_TEXT, graph, registry.cursors, TODAY)
    reached = 0
    for text, values, caller in _questions(graph, bodies):
        asked = Operation(parse(text), values)
        wrong = await difference(registry, asked, caller) or await disagreement(registry, oracle, asked, caller)
        if wrong is not None:
            pytest.fail(f"{caller}\n{text}\n{values}\n{wrong[:4000]}", pytrace=False)
        found = oracle.answer(asked, caller).data
        if found.get("onward"):
            reached += found["onward"]["reached"]["totalCount"]
    return reached


def _questions(graph: SeededGraph, bodies: int) -> Iterator[tuple[str, dict[str, Any], Caller]]:
    """Yield questions: of each body its onward reach, partners and one event; of each dataset where it goes."""
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
        yield ONWARD, {"hops": 3, "dataset": rng.choice(datasets)}, caller
        yield PARTNERS, {"body": body}, caller
        for event in (events[turn % len(events)], events[(turn + 3) % len(events)]):
            named = {name: body if name == "body" else rng.choice(there[name]) for name in EVENTS[event]}
            yield IMPACT, {"event": event, **named}, caller
