"""Root fields over several hops on many small random graphs: both completions alike, and as an independent walk says.

`onward` is held page by page as well; `partners` and `impact` are asked about everything an island has.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from graphql import parse

from api.graphql.execute import Engine
from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from graph.compile.asked.bounds import Bounds
from graph.compile.plan import Compiler
from graph.compile.roots.onward import MOST_HOPS
from graph.model.registry import registry_model
from graph.store.store import Store
from tests.property.judgement import agreed
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
# A page alone reads no more hops than fill it, and tells ranks or not.
FIRST_PAGES = tuple(
    f"reached(first: 4) {{ edges {{ cursor node {{ hop body {{ key }} {more} }} }} pageInfo {{ hasNextPage }} }}"
    for more in ("", "identifiability stopsBeingIdentifiable", "flows(first: 50) { totalCount nodes { key } }")
)
TWENTY = 20
WHERE = ({"state": {"eq": "LIVE"}}, {"identifiability": {"isRecorded": True}})


@dataclass(frozen=True)
class Shape:
    """Questions of which a database makes one plan."""

    about: str
    hops: int
    where: dict[str, Any] | None
    as_of: bool
    caller: int
    selected: str


def shapes_of(rng: random.Random) -> list[Shape]:
    """Return two shapes for each number of hops: a database takes longer to plan one than to answer it.

    One asks for everything, one for a first page.
    """
    return [
        Shape(
            rng.choice(("body", "dataset", "both")),
            hops,
            rng.choice((None, None, *WHERE)),
            rng.random() < 0.4,
            rng.randrange(3),
            selected,
        )
        for hops in range(1, MOST_HOPS + 1)
        for selected in (EVERYTHING, rng.choice(FIRST_PAGES))
    ]


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
        return Operation(parse(f"{VARIABLES}) {{ {ASKED}) {{ {shape.selected} }} }}"), values)
    values["day"] = TODAY.isoformat()
    return Operation(parse(f"{VARIABLES}, $day: Date) {{ {ASKED}, asOf: $day) {{ {shape.selected} }} }}"), values)


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


async def check(store: Store, seeds: range, expand: int = Bounds().expand) -> Counter[str]:
    """Ask about every island and return how much was told by each root field.

    The shapes of `onward` are drawn once for all these islands, and every island is asked by half of them.
    """
    registry, oracle, islands = await loaded(store, seeds, Bounds(expand=expand))
    told: Counter[str] = Counter()
    shapes = shapes_of(random.Random(seeds.start))
    for seed, island in zip(seeds, islands, strict=True):
        rng = random.Random(seed)
        callers = (ADMINISTRATOR, PUBLIC, Caller(Role.MEMBER, island.bodies[:2]))
        asked = [(question(rng, island, shape), shape.caller) for shape in shapes if (shape.hops + seed) % 2]
        for operation, caller in (*asked, *answers_about(rng, seed, island)):
            found = await agreed(registry, oracle, operation, callers[caller], f"seed {seed}")
            for name, answer in found.items():
                lists = (
                    [len(answer["reached"]["edges"])]
                    if name == "onward"
                    else [answer[each]["totalCount"] for each in LISTS[name] if answer]
                )
                told[name] += sum(lists)
    return told


def answers_about(rng: random.Random, seed: int, island: Island) -> Iterator[tuple[Operation, int]]:
    """Yield the partners of a body of an island and what each event would touch, and which caller asks."""
    there = {"body": island.bodies, "agreement": island.agreements, "legalBasis": island.laws}
    yield Operation(parse(PARTNERS), {"body": rng.choice(island.bodies)}), seed % 3
    for number, (event, names) in enumerate(EVENTS.items()):
        named = {name: rng.choice(there[name]) for name in names}
        yield Operation(parse(IMPACT), {"event": event, **named}), (number + seed // TWENTY) % 3


LISTS = {"partners": ("partners",), "impact": ("flows", "datasets", "agreements", "bodies")}


@pytest.mark.proof
async def test_pages_make_up_the_whole(store: Store) -> None:
    registry, _, islands = await loaded(store, range(20), Bounds())
    for island in islands[:5]:
        await pages_make_up_the_whole(registry, island.bodies[0])


@pytest.mark.proof
@pytest.mark.parametrize("first", range(100, 300, TWENTY))
async def test_two_hundred_graphs(store: Store, first: int) -> None:
    told = await check(store, range(first, first + TWENTY))
    assert told["onward"] > 50, told
    assert told["partners"] > 10, told
    assert told["impact"] > 150, told


@pytest.mark.proof
@pytest.mark.parametrize("first", [0, 300, 320])
async def test_sixty_graphs_of_which_few_bodies_are_followed_on(store: Store, first: int) -> None:
    told = await check(store, range(first, first + TWENTY), expand=2)
    assert told["onward"] > 50, told


async def pages_make_up_the_whole(registry: Registry, body: str) -> None:
    """A page reads no more hops than fill it, and the pages together are the list."""

    async def page_of(arguments: str) -> Any:
        asked = f"reached({arguments}) {{ nodes {{ hop body {{ key }} }} {PAGE_INFO} }}"
        answer = await registry.ask(f'{{ onward(body: "{body}", hops: 4) {{ {asked} }} }}')
        return answer["onward"]["reached"]

    await make_up((await page_of("first: 100"))["nodes"], page_of, 2)
