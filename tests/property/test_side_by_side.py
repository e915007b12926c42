"""`trace`, `joinable`, `duplicates`, `askOnce` and `centrality` on many small random graphs, as plain Python says."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import parse

from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from graph.compile.asked.bounds import Bounds
from graph.store.store import Store
from tests.property.judgement import agreed
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
ROOTS = {"trace": TRACE, "joinable": JOINABLE, "duplicates": DUPLICATES, "askOnce": ASK_ONCE, "centrality": CENTRALITY}
# What a question about an island names, and what it may name; `where` is a filter of flows.
NAMED = {
    "trace": (("from", "to"), ("where",)),
    "joinable": (("between", "and"), ("dataset", "purpose")),
    "duplicates": (("body",), ()),
    "askOnce": ((), ("body", "element", "subject")),
    "centrality": (("where",), ()),
}
# Of these an answer may be about all islands together.
WHOLE = ("duplicates", "askOnce", "centrality")
Question = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Shape:
    """Questions of which a database makes one plan: what they name, on a day or not, who asks, and how many hops."""

    root: str
    names: tuple[str, ...]
    on_a_day: bool
    caller: int
    hops: int

    def of(self, rng: random.Random, island: Island) -> Question:
        """Return one question about an island."""
        values = {name: self._named(rng, island, name) for name in self.names}
        if self.root == "trace":
            values["hops"] = self.hops
        return ROOTS[self.root], {**values, "day": TODAY.isoformat()} if self.on_a_day else values

    def _named(self, rng: random.Random, island: Island, name: str) -> Any:
        match name:
            case "where":
                of_island = {"datasets": {"some": {"key": {"eq": rng.choice(island.datasets)}}}}
                return WHERE if self.root == "trace" else of_island
            case "dataset" | "purpose" | "element" | "subject":
                keys: tuple[str, ...] = getattr(island, f"{name}s")
                return rng.choice(keys)
        return rng.choice(island.bodies)


def shapes_of(rng: random.Random, root: str) -> list[Shape]:
    """Return three shapes of a question, one for each caller: a database takes longer to plan one than to answer it."""
    must, may = NAMED[root]
    shapes = []
    for caller in range(3):
        drawn = tuple(name for name in may if rng.random() < 0.5)
        names = (*must, *drawn) or (rng.choice(may),)
        shapes.append(Shape(root, names, rng.random() < 0.4, caller, rng.randint(1, 6)))
    return shapes


async def check(store: Store, seeds: range, bounds: Bounds) -> Counter[str]:
    """Ask about every island and return how much each root field told.

    The shapes of the questions are drawn once for all these islands, and every island is asked by two of each root.
    """
    registry, oracle, islands = await loaded(store, seeds, bounds)
    told: Counter[str] = Counter()

    async def ask(root: str, question: Question, caller: Caller, of: str) -> None:
        answer = await agreed(registry, oracle, Operation(parse(question[0]), question[1]), caller, of)
        told[root] += answer[root][LISTS[root]]["totalCount"]

    for root in WHOLE:
        await ask(root, (ROOTS[root], {}), ADMINISTRATOR, "all")
    of_all = random.Random(seeds.start)
    shapes = {root: shapes_of(of_all, root) for root in ROOTS}
    for seed, island in zip(seeds, islands, strict=True):
        rng = random.Random(seed)
        callers = (ADMINISTRATOR, PUBLIC, Caller(Role.MEMBER, island.bodies[:2]))
        for number, (root, drawn) in enumerate(shapes.items()):
            for turn in (seed + number, seed + number + 1):
                shape = drawn[turn % 3]
                await ask(root, shape.of(rng, island), callers[shape.caller], f"seed {seed}")
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
            await agreed(registry, oracle, asked, caller)


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
