"""Random operations of several callers: both completions give the same bytes, and an independent evaluator agrees."""

from __future__ import annotations

from collections import Counter

import pytest

from graph.access import Caller
from tests.property.completions import difference
from tests.property.judgement import disagreement, oracle_of
from tests.property.oracle import Oracle
from tests.property.oracle_lists import UnknownCursor
from tests.seeded.operations import Operation, Operations
from tests.seeded.registry import Registry
from tests.seeded.shrinking import shrink
from tests.servers.pool import turns
from tests.servers.under_test import EngineUnderTest

MISTAKEN = 7
"""One operation in so many may hold mistakes, or what the evaluator has no answer to."""

UNJUDGED = {"search", "namesAwaiting"}
"""Root fields that the evaluator has no answer to. Both completions of them are compared."""


async def _wrong(
    registry: Registry, oracle: Oracle | None, operation: Operation, caller: Caller, met: Counter[str] | None = None
) -> str | None:
    """Return what is wrong with the answers to an operation; without an oracle only that they differ."""
    wrong = await difference(registry, operation, caller, met)
    if wrong is None and oracle is not None:
        wrong = await disagreement(registry, oracle, operation, caller)
    return wrong


def _kind(wrong: str) -> str:
    """Return what sort of thing is wrong, so that making an operation smaller does not end in another fault."""
    return wrong.partition(":")[0]


async def _check(registry: Registry, seeds: range) -> Counter[str]:
    """Ask the operation of every seed, each as another caller: a database plans it anew for each scope."""
    schema, graph = registry.engine.schema, registry.graph
    assert schema.query_type is not None
    judged = sorted(set(schema.query_type.fields) - UNJUDGED)
    right = Operations(schema, graph, registry.cursors, mistakes=False)
    mistaken = Operations(schema, graph, registry.cursors, mistakes=True)
    evaluator = oracle_of(registry)
    met: Counter[str] = Counter()
    for seed in seeds:
        daring = seed % MISTAKEN == 0
        operation = mistaken.make(seed) if daring else right.make(seed, judged)
        oracle = None if daring else evaluator
        caller = graph.callers[seed % len(graph.callers)]
        wrong = await _wrong(registry, oracle, operation, caller, met)
        if wrong is not None:

            async def still_wrong(
                smaller: Operation, caller: Caller = caller, oracle: Oracle | None = oracle, kind: str = _kind(wrong)
            ) -> bool:
                try:
                    now = await _wrong(registry, oracle, smaller, caller)
                    return now is not None and _kind(now) == kind
                except UnknownCursor:
                    return False  # leaving out orderBy made the cursor one of another list

            small = await shrink(schema, operation, still_wrong)
            pytest.fail(
                f"seed {seed}, {caller}\n{operation.text}\n{operation.variables}\n{wrong}\n\n"
                f"shrunk to\n{small.text}\n{small.variables}\n{await _wrong(registry, oracle, small, caller)}",
                pytrace=False,
            )
    return met


async def test_two_hundred_operations(seeded: Registry, engine: EngineUnderTest) -> None:
    seeds = turns(engine, range(200))
    met = await _check(seeded, seeds)
    assert met["passed through"] > len(seeds) / 2


@pytest.mark.proof
async def test_two_thousand_operations(seeded: Registry) -> None:
    met = await _check(seeded, range(1000, 3000))
    assert met["passed through"] > 1000
