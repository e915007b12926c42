"""Root fields that answer with tables, on random graphs and the demonstration: an independent evaluator agrees."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from graphql import parse

from api.graphql.execute import Engine
from api.schema.build import executable_schema
from api.schema.computed import COMPUTED_FIELDS
from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from graph.compile.plan import Compiler
from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store
from ingest.demo import load_demo
from tests.property.exported import export
from tests.property.judgement import agreed
from tests.property.oracle import Oracle
from tests.property.paged_through import PAGE_INFO, make_up
from tests.property.random_due import random_due
from tests.property.random_sharing import DAY
from tests.seeded.cursors import Cursors
from tests.seeded.graph import SeededGraph
from tests.seeded.loading import load
from tests.seeded.operations import Operation
from tests.seeded.registry import SCHEMA_TEXT, Registry
from tests.seeded.tables import ROOTS
from tests.servers.wipe import wipe_data

DEMO_DAY = dt.date(2026, 11, 22)
TWENTY = 20
TOGETHER = 5
KEYS = "nodes { key }"
DUE = f"kind on onPrecision daysLeft about {{ __typename key }} agreements {{ {KEYS} }} flows {{ {KEYS} }}"
EXPIRING = f"""query ($day: Date) {{ expiring(within: 90, asOf: $day) {{ day items(first: 400) {{
  totalCount edges {{ cursor node {{ {DUE}
  bodies {{ {KEYS} }} leads {{ {KEYS} }} posts {{ {KEYS} }} }} }} }} }} }}"""
WORKLIST = f"""query ($body: ID!) {{ worklist(for: $body) {{ for {{ key }} items(first: 400) {{
  totalCount edges {{ cursor node {{ {DUE}
  toSign {{ {KEYS} }} posts {{ {KEYS} }} }} }} }} }} }}"""
TOLD = "totalCount edges { cursor node { told lastTold daysAgo"
COVERAGE = f"""{{ coverage(lately: 30, told: [NOTHING, UNDATED, NOT_LATELY, LATELY]) {{
  bodies(first: 400) {{ {TOLD} body {{ key }} }} }} }} sources(first: 400) {{ {TOLD} source {{ key }} }} }} }} }} }}"""
STATISTICS = """query ($of: StatisticsOf!, $by: StatisticsBy!) { statistics(of: $of, by: $by, months: 30) {
  total leftOut groups(first: 400) { totalCount edges { cursor node { value count place { key } } } }
  months(first: 100) { totalCount nodes { month began ended held } } } }"""


def over(store: Store, graph: SeededGraph, day: dt.date) -> tuple[Registry, Oracle]:
    compiler = Compiler(graph.model, [each.compiled for each in COMPUTED_FIELDS])
    engine = Engine(executable_schema(SCHEMA_TEXT), compiler, store, today=lambda: day)
    registry = Registry(graph, engine, Cursors())
    return registry, Oracle(SCHEMA_TEXT, graph, registry.cursors, day)


async def _loaded(store: Store, seeds: range) -> tuple[Registry, Oracle]:
    graph = random_due(registry_model(), seeds)
    await wipe_data(store)
    await load(store, graph)
    return over(store, graph, DAY)


async def _agree(registry: Registry, oracle: Oracle, text: str, values: dict[str, Any], caller: Caller) -> Any:
    return await agreed(registry, oracle, Operation(parse(text), values), caller)


OF = ("AGREEMENTS", "FLOWS", "BODIES")


async def _check(
    registry: Registry,
    oracle: Oracle,
    seeds: Sequence[int],
    by: tuple[str, ...],
    asking: dict[str, Caller],
    day: str | None,
) -> Counter[str]:
    """Ask every root, each as its caller, and count what was told by kind: of a body and by a count for each seed."""
    rng, met = random.Random(seeds[0]), Counter[str]()
    bodies = [node.key for node in registry.graph.by_label["Organisation"]]
    items = (await _agree(registry, oracle, EXPIRING, {"day": day}, asking["expiring"]))["expiring"]["items"]["edges"]
    coverage = (await _agree(registry, oracle, COVERAGE, {}, asking["coverage"]))["coverage"]
    for seed in seeds:
        body, chosen = rng.choice(bodies), {"of": OF[seed % 3], "by": rng.choice(by)}
        worklist = await _agree(registry, oracle, WORKLIST, {"body": body}, asking["worklist"])
        items += worklist["worklist"]["items"]["edges"]
        found = await _agree(registry, oracle, STATISTICS, chosen, asking["statistics"])
        met["groups"] += found["statistics"]["groups"]["totalCount"]
    for each in items:
        left = each["node"]["daysLeft"]
        met[f"{each['node']['kind']} {'' if left is None else 'passed' if left < 0 else 'ahead'}".strip()] += 1
    met.update(each["node"]["told"] for name in coverage for each in coverage[name]["edges"])
    return met


async def check_as_each(registry: Registry, oracle: Oracle, seeds: Sequence[int], by: tuple[str, ...]) -> Counter[str]:
    """Ask every root as the public, as a member on a day, and as an administrator."""
    met = Counter[str]()
    for number, (caller, day) in enumerate(
        ((PUBLIC, None), (_member(registry), DAY.isoformat()), (ADMINISTRATOR, None))
    ):
        of_each = [seed + number for seed in seeds]
        met += await _check(registry, oracle, of_each, by, dict.fromkeys(ROOTS, caller), day)
    return met


def _member(registry: Registry) -> Caller:
    """Act for about ten bodies, some of each registry that stands beside others."""
    keys = [node.key for node in registry.graph.by_label["Organisation"]]
    return Caller(Role.MEMBER, tuple(keys[:: max(1, len(keys) // 10)]))


EVERYTHING = {
    *(f"{kind} {when}" for kind in ("AGREEMENT_ENDS", "AGREEMENT_REVIEW", "ASSURANCE_LAPSES", "SECTION_251_ENDS",
      "DPIA_REVIEW", "LAW_ENDS") for when in ("ahead", "passed")),
    "AWAITS_SIGNATURE", "FINDING_OPEN", "NOTHING", "UNDATED", "NOT_LATELY", "LATELY", "groups",
}  # fmt: skip


async def test_they_agree_on_three_random_registries(store: Store) -> None:
    """Each root as one caller, since every statement is planned for these tests alone; the proofs ask as them all."""
    registry, oracle = await _loaded(store, range(15, 18))
    member = _member(registry)
    asking = {"expiring": ADMINISTRATOR, "worklist": member, "coverage": PUBLIC, "statistics": member}
    met = await _check(registry, oracle, [0], ("PLACE",), asking, DAY.isoformat())
    assert met.keys() >= EVERYTHING - {"FINDING_OPEN", "AWAITS_SIGNATURE"}
    await _pages_make_up_the_whole(registry)


@pytest.mark.proof
async def test_they_agree_on_three_random_registries_whoever_asks(store: Store) -> None:
    registry, oracle = await _loaded(store, range(15, 18))
    assert (await check_as_each(registry, oracle, range(15, 18), ("PLACE",))).keys() == EVERYTHING


@pytest.mark.proof
async def test_they_agree_on_the_demonstration(store: Store) -> None:
    model = registry_model()
    await wipe_data(store)
    await ensure_schema(store, model.schema_plan)
    await load_demo(store, today=DEMO_DAY)
    registry, oracle = over(store, await export(store, model), DEMO_DAY)
    met = await check_as_each(registry, oracle, [1], ("PLACE",))
    assert met.keys() >= {"NOTHING", "NOT_LATELY", "groups"}


@pytest.mark.proof
@pytest.mark.parametrize("first", range(0, 200, TWENTY))
async def test_they_agree_on_two_hundred_random_registries(store: Store, first: int) -> None:
    """Some side by side: what is listed is of all of them, and a body of each has its own list."""
    for seed in range(first, first + TWENTY, TOGETHER):
        seeds = range(seed, seed + TOGETHER)
        registry, oracle = await _loaded(store, seeds)
        await check_as_each(registry, oracle, seeds, ("TYPE", "STATE", "PLACE"))


async def _pages_make_up_the_whole(registry: Registry) -> None:
    """The pages together are the list, from either end."""

    async def page_of(arguments: str) -> Any:
        rows = f"items({arguments}) {{ nodes {{ kind on about {{ key }} }} {PAGE_INFO} }}"
        answer = await registry.ask(f"{{ expiring(kinds: [AGREEMENT_ENDS, ASSURANCE_LAPSES]) {{ {rows} }} }}")
        return answer["expiring"]["items"]

    whole = (await page_of("first: 400"))["nodes"]
    assert len(whole) > 12
    await make_up(whole, page_of, 5)
