"""`trace`, `joinable`, `duplicates`, `askOnce` and `centrality` on many small random graphs, as plain Python says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from graphql import parse

from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from graph.compile.asked.bounds import Bounds
from graph.store.store import Store
from tests.property.completions import difference
from tests.property.judgement import disagreement
from tests.property.oracle import Oracle
from tests.property.test_journeys import loaded
from tests.seeded.cursors import Cursors
from tests.seeded.flows import Island
from tests.seeded.graph import SeededGraph
from tests.seeded.operations import Operation
from tests.seeded.registry import SCHEMA_TEXT, registry_over
from tests.seeded.values import TODAY

KEYS = "totalCount nodes { key }"
TRACE = f"""query ($from: ID!, $to: ID!, $hops: Int, $where: FlowWhere, $day: Date) {{
  trace(from: $from, to: $to, hops: $hops, where: $where, asOf: $day) {{
    from {{ key }} to {{ key }} shortest complete cutShort
    routes(first: 60) {{ totalCount edges {{ cursor node {{ hops steps {{
      hop discloser {{ key }} recipient {{ key }} flows(first: 30) {{ {KEYS} }} }} }} }} }} }} }}"""
JOINABLE = f"""query ($between: ID!, $and: ID!, $dataset: ID, $purpose: ID, $day: Date) {{
  joinable(between: $between, and: $and, dataset: $dataset, purpose: $purpose, asOf: $day) {{
    between {{ key }} and {{ key }} dataset {{ key }} purpose {{ key }} needed {{ {KEYS} }} complete
    agreements {{ totalCount nodes {{ agreement {{ key }} newSignatures toSign {{ {KEYS} }} covers {{ {KEYS} }}
      missing {{ {KEYS} }} serves {{ {KEYS} }} missingPurposes {{ {KEYS} }} }} }} }} }}"""
DUPLICATES = f"""query ($body: ID, $day: Date) {{
  duplicates(body: $body, asOf: $day) {{ body {{ key }} complete groups(first: 100) {{ totalCount nodes {{
    replacement {{ key }} agreements {{ {KEYS} }} parties {{ {KEYS} }} purposes {{ {KEYS} }} overlapping {{ {KEYS} }}
    missing {{ {KEYS} }} }} }} }} }}"""
ASK_ONCE = f"""query ($body: ID, $element: ID, $subject: ID, $day: Date) {{
  askOnce(body: $body, element: $element, subject: $subject, asOf: $day) {{
    body {{ key }} element {{ key }} subject {{ key }} complete
    asked(first: 100) {{ totalCount nodes {{ element {{ key }} subject {{ key }} controllers {{ {KEYS} }}
      datasets {{ {KEYS} }} }} }} }} }}"""
CENTRALITY = f"""query ($where: FlowWhere, $day: Date) {{
  centrality(where: $where, asOf: $day) {{ complete
    bodies(first: 100) {{ totalCount nodes {{ body {{ key }} flowCount gives receives passesOn }} }}
    systems {{ totalCount nodes {{ name flowCount flows(first: 30) {{ {KEYS} }} }} }}
    datasets(last: 60) {{ totalCount nodes {{ dataset {{ key }} flowCount disclosers {{ {KEYS} }}
      recipients {{ {KEYS} }} }} }} }} }}"""
TWENTY = 20
WHERE = {"identifiability": {"isRecorded": True}}
# What lists tell, counted so that a test sees that something was told.
LISTS = {
    "trace": "routes",
    "joinable": "agreements",
    "duplicates": "groups",
    "askOnce": "asked",
    "centrality": "bodies",
}
Question = tuple[str, dict[str, Any]]


def trace(rng: random.Random, island: Island, few: bool) -> Question:
    hops = 3 if few else rng.randint(1, 6)
    asked = {"from": rng.choice(island.bodies), "to": rng.choice(island.bodies), "hops": hops}
    return TRACE, {**asked, **({"where": WHERE} if not few and rng.random() < 0.3 else {})}


def joinable(rng: random.Random, island: Island, few: bool) -> Question:
    asked = {"between": rng.choice(island.bodies), "and": rng.choice(island.bodies)}
    if not few and rng.random() < 0.5:
        asked["dataset"] = rng.choice(island.datasets)
    if not few and rng.random() < 0.5:
        asked["purpose"] = rng.choice(island.purposes)
    return JOINABLE, asked


def duplicates(rng: random.Random, island: Island, few: bool) -> Question:
    return DUPLICATES, {} if few or rng.random() < 0.1 else {"body": rng.choice(island.bodies)}


def ask_once(rng: random.Random, island: Island, few: bool) -> Question:
    there = (("body", island.bodies), ("element", island.elements), ("subject", island.subjects))
    return ASK_ONCE, {} if few else {name: rng.choice(keys) for name, keys in there if rng.random() < 0.5}


def centrality(rng: random.Random, island: Island, few: bool) -> Question:
    return CENTRALITY, {
        "where": {"datasets": {"some": {"key": {"eq": island.datasets[0]}}}}
    } if rng.random() < 0.5 else {}


ROOTS: dict[str, Callable[[random.Random, Island, bool], Question]] = {
    "trace": trace,
    "joinable": joinable,
    "duplicates": duplicates,
    "askOnce": ask_once,
    "centrality": centrality,
}
# Of these an answer is about all islands together: they are asked once for several.
WHOLE = {"duplicates", "askOnce", "centrality"}


async def check(store: Store, seeds: range, bounds: Bounds, *, few: bool = False) -> Counter[str]:
    """Ask about every island and return how much each root field told; `few` keeps to few islands and questions."""
    registry, oracle, islands = await loaded(store, seeds, bounds)
    told: Counter[str] = Counter()
    for seed, island in zip(seeds, islands, strict=True):
        rng = random.Random(seed)
        callers = (ADMINISTRATOR, PUBLIC, Caller(Role.MEMBER, island.bodies[:2]))
        for number, (root, make) in enumerate(ROOTS.items()):
            if few and (seed not in (0, 10 + number) if root in WHOLE else seed % 3):
                continue
            text, values = make(rng, island, few)
            if not few and rng.random() < 0.4:
                values["day"] = TODAY.isoformat()
            asked, caller = Operation(parse(text), values), callers[number % 2 if few else (seed + number) % 3]
            wrong = await difference(registry, asked, caller) or await disagreement(registry, oracle, asked, caller)
            if wrong is not None:
                pytest.fail(f"seed {seed}, {caller}\n{asked.text}\n{asked.variables}\n{wrong}", pytrace=False)
            told[root] += oracle.answer(asked, caller).data[root][LISTS[root]]["totalCount"]
    return told


DEMONSTRATION: tuple[Question, ...] = (
    (TRACE, {"from": "gm-seed:gp-practices", "to": "ods:00T", "hops": 4}),
    (JOINABLE, {"between": "gm:nhs-digital", "and": "gss:E08000004"}),
    (DUPLICATES, {}),
    (ASK_ONCE, {}),
    (CENTRALITY, {"where": WHERE}),
)


async def agree_on_demonstration(store: Store, graph: SeededGraph) -> None:
    """Ask each root field of the demonstration, which is in the store and whose records these are."""
    registry = await registry_over(store, graph, Cursors({}))
    oracle = Oracle(SCHEMA_TEXT, graph, registry.cursors, TODAY)
    for text, values in DEMONSTRATION:
        for caller in (ADMINISTRATOR, PUBLIC)[: 1 + (text is TRACE)]:
            asked = Operation(parse(text), values)
            assert await disagreement(registry, oracle, asked, caller) is None


@pytest.mark.proof
async def test_twenty_graphs(store: Store) -> None:
    """Few are followed and compared, so that answers are cut short; few are asked about, the others are proof."""
    told = await check(store, range(20), Bounds(expand=2, compare=36), few=True)
    assert min(told[root] for root in ROOTS) > 0, told


@pytest.mark.proof
@pytest.mark.parametrize(("seeds", "compare"), [(range(20), 36), (range(300, 320), 20)])
async def test_forty_graphs_of_which_less_is_looked_at(store: Store, seeds: range, compare: int) -> None:
    told = await check(store, seeds, Bounds(expand=2, compare=compare))
    assert min(told[root] for root in ROOTS) > 0, told


@pytest.mark.proof
@pytest.mark.parametrize("first", range(100, 300, TWENTY))
async def test_two_hundred_graphs(store: Store, first: int) -> None:
    """Some at a time: most of these questions are about everything that is loaded."""
    told = await check(store, range(first, first + TWENTY), Bounds())
    assert min(told[root] for root in ROOTS) > 0, told
