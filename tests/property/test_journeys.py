"""Root fields over several hops on many small random graphs: both completions alike, and as an independent walk says.

`onward` is held page by page as well; `partners` and `impact` are asked about everything an island has.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from graphql import parse

from api.graphql.execute import Engine
from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from graph.compile.asked.bounds import Bounds
from graph.compile.plan import Compiler
from graph.model.registry import registry_model
from graph.store.store import Store
from tests.property.completions import difference
from tests.property.judgement import disagreement
from tests.property.oracle import Oracle
from tests.property.paged_through import PAGE_INFO, make_up
from tests.seeded.arguments import EVENTS
from tests.seeded.cursors import Cursors
from tests.seeded.flows import Island, make_islands
from tests.seeded.loading import hold
from tests.seeded.operations import Operation
from tests.seeded.registry import SCHEMA_TEXT, Registry, registry_over
from tests.seeded.values import TODAY

ASKED = "onward(body: $body, dataset: $dataset, hops: $hops, where: $where"
VARIABLES = "query ($body: ID, $dataset: ID, $hops: Int, $where: FlowWhere"
EVERYTHING = """
  body { key } dataset { key }
  startsAt(first: 50) { totalCount nodes { key } }
  hops { hop bodies identifiable notRecorded pseudonymised notIdentifiable }
  complete cutShort
  reached(first: 100) {
    totalCount
    edges {
      cursor
      node {
        hop identifiability stopsBeingIdentifiable body { key }
        path {
          hop identifiability stopsBeingIdentifiable discloser { key } recipient { key }
          flow { key agreements { nodes { key conditions } } }
        }
        flows(first: 50) { totalCount nodes { key } }
      }
    }
  }
"""
TWENTY = 20
WHERE = ({"state": {"eq": "LIVE"}}, {"identifiability": {"isRecorded": True}})


@dataclass(frozen=True)
class Shape:
    """What kind of question: a database plans each kind anew, so the ordinary run keeps to a few."""

    about: str
    hops: int
    where: dict[str, Any] | None = None
    as_of: bool = False
    caller: int = 0


FEW = (
    Shape("body", 3),
    Shape("dataset", 3, WHERE[0], caller=1),
    Shape("both", 3, as_of=True, caller=2),
)


def random_shape(rng: random.Random) -> Shape:
    """Return any kind of question."""
    about = rng.choice(("body", "dataset", "both"))
    where = rng.choice((None, None, *WHERE))
    return Shape(about, rng.randint(1, 6), where, rng.random() < 0.4, rng.randrange(3))


def question(rng: random.Random, island: Island, shape: Shape) -> Operation:
    """Return one question about an island."""
    values: dict[str, Any] = {"hops": shape.hops}
    if shape.about != "dataset":
        values["body"] = rng.choice(island.bodies)
    if shape.about != "body":
        values["dataset"] = rng.choice(island.datasets)
    if shape.where:
        values["where"] = shape.where
    if not shape.as_of:
        return Operation(parse(f"{VARIABLES}) {{ {ASKED}) {{ {EVERYTHING} }} }}"), values)
    values["day"] = TODAY.isoformat()
    return Operation(parse(f"{VARIABLES}, $day: Date) {{ {ASKED}, asOf: $day) {{ {EVERYTHING} }} }}"), values)


async def loaded(store: Store, seeds: range, bounds: Bounds) -> tuple[Registry, Oracle, list[Island]]:
    """Load the islands of some seeds; questions look at so much."""
    graph, islands = make_islands(registry_model(), seeds)
    await hold(store, graph)
    registry = await registry_over(store, graph, Cursors({}))
    compiler = Compiler(graph.model, bounds=bounds)
    engine = Engine(registry.engine.schema, compiler, store, today=lambda: TODAY)
    return replace(registry, engine=engine), Oracle(SCHEMA_TEXT, graph, registry.cursors, TODAY, bounds), islands


PARTNERS = """query ($body: ID!) { partners(body: $body) { body { key } partners(first: 100) { totalCount edges { cursor
  node { body { key } gives { totalCount nodes { key } } receives { nodes { key } }
  agreements { totalCount nodes { key } } elements { nodes { key } } } } } } }"""
IMPACT = """query ($event: ImpactEvent!, $body: ID, $agreement: ID, $legalBasis: ID) {
  impact(event: $event, body: $body, agreement: $agreement, legalBasis: $legalBasis) {
    body { key } agreement { key } legalBasis { key }
    flows(first: 50) { totalCount nodes { key } } datasets(first: 50) { totalCount nodes { key } }
    agreements(first: 50) { totalCount nodes { key } } bodies(first: 50) { totalCount nodes { key } } } }"""


async def check_answers(registry: Registry, oracle: Oracle, seed: int, island: Island, events: Sequence[str]) -> int:
    """Ask for the partners of a body of an island and for the impact of events; return how much was told in all."""
    rng = random.Random(seed)
    told = 0
    callers = (ADMINISTRATOR, PUBLIC, Caller(Role.MEMBER, island.bodies[:2]))
    there = {"body": island.bodies, "agreement": island.agreements, "legalBasis": island.laws}
    questions = [(PARTNERS, {"body": rng.choice(island.bodies)}, callers[seed % 2])]
    for event in events:
        named = {name: rng.choice(there[name]) for name in EVENTS[event]}
        questions.append((IMPACT, {"event": event, **named}, callers[list(EVENTS).index(event) % 3]))
    for text, values, caller in questions:
        asked = Operation(parse(text), values)
        wrong = await difference(registry, asked, caller) or await disagreement(registry, oracle, asked, caller)
        if wrong is not None:
            pytest.fail(f"seed {seed}, {caller}\n{asked.text}\n{asked.variables}\n{wrong}", pytrace=False)
        found = oracle.answer(asked, caller).data
        if found is not None and found.get("impact"):
            told += sum(found["impact"][name]["totalCount"] for name in ("flows", "datasets", "agreements", "bodies"))
    return told


@pytest.mark.proof
async def test_partners_and_impact(store: Store) -> None:
    registry, oracle, islands = await loaded(store, range(20), Bounds())
    events = list(EVENTS)
    told = [
        await check_answers(registry, oracle, seed, island, (events[seed % 6], events[(seed + 3) % 6]))
        for seed, island in enumerate(islands)
    ]
    assert sum(told) > 150


async def check(store: Store, seeds: range, expand: int = Bounds().expand, shapes: Sequence[Shape] = ()) -> int:
    """Ask about every island, in these shapes or any, and return how many bodies were reached in all."""
    registry, oracle, islands = await loaded(store, seeds, Bounds(expand=expand))
    reached = 0
    for seed, island in zip(seeds, islands, strict=True):
        rng = random.Random(seed)
        callers = (ADMINISTRATOR, PUBLIC, Caller(Role.MEMBER, island.bodies[:2]))
        if not shapes:
            await check_answers(registry, oracle, seed, island, list(EVENTS))
        for shape in _some(shapes, seed) or [random_shape(rng) for _ in range(3)]:
            asked, caller = question(rng, island, shape), callers[shape.caller]
            wrong = await difference(registry, asked, caller) or await disagreement(registry, oracle, asked, caller)
            if wrong is not None:
                pytest.fail(f"seed {seed}, {caller}\n{asked.text}\n{asked.variables}\n{wrong}", pytrace=False)
            reached += len(oracle.answer(asked, caller).data["onward"]["reached"]["edges"])
    return reached


def _some(shapes: Sequence[Shape], seed: int) -> Sequence[Shape]:
    """Leave one shape out, another one each time."""
    return [each for index, each in enumerate(shapes) if index != seed % len(shapes)]


@pytest.mark.proof
async def test_twenty_graphs(store: Store) -> None:
    """Few bodies are followed on, so that answers are cut short; then their pages make up the whole."""
    assert await check(store, range(20), expand=2, shapes=FEW) > 50
    registry, _, islands = await loaded(store, range(20), Bounds())
    for island in islands[:5]:
        await pages_make_up_the_whole(registry, island.bodies[0])


@pytest.mark.proof
@pytest.mark.parametrize("first", range(100, 300, TWENTY))
async def test_two_hundred_graphs(store: Store, first: int) -> None:
    assert await check(store, range(first, first + TWENTY)) > 50


@pytest.mark.proof
async def test_forty_graphs_of_which_few_bodies_are_followed_on(store: Store) -> None:
    assert await check(store, range(300, 340), expand=2) > 100


async def pages_make_up_the_whole(registry: Registry, body: str) -> None:
    """A page reads no more hops than fill it, and the pages together are the list."""

    async def page_of(arguments: str) -> Any:
        asked = f"reached({arguments}) {{ nodes {{ hop body {{ key }} }} {PAGE_INFO} }}"
        answer = await registry.ask(f'{{ onward(body: "{body}", hops: 4) {{ {asked} }} }}')
        return answer["onward"]["reached"]

    await make_up((await page_of("first: 100"))["nodes"], page_of, 2)
