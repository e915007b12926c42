"""Both ways to complete an answer give the same bytes, for random operations and every kind of caller."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from seeded.operations import Operation
from seeded.registry import Registry, SharedOperations, callers_of
from seeded.shrinking import shrink

from api.graphql.errors import Refusal
from api.graphql.execute import Question
from graph.access import Caller

# What a random operation may meet: mistakes it was made to hold, and nodes that are not there.
EXPECTED = {"NOT_FOUND", "BAD_ID", "BAD_CURSOR", "BAD_ARGUMENT", "PAGE_TOO_LARGE", "QUERY_TOO_COSTLY"}


async def difference(
    registry: Registry, operation: Operation, caller: Caller, met: Counter[str] | None = None
) -> str | None:
    """Return what is wrong with the answers to an operation, None where nothing is."""
    question = Question(operation.text, operation.variables)
    try:
        one = await registry.engine.answer(question, caller)
        other = await registry.engine.answer(question, caller, pass_through=False)
    except Refusal as refusal:
        return f"refused: {refusal.formatted()}"
    if one.body != other.body:
        return f"pass through: {one.body.decode()}\nordinary:     {other.body.decode()}"
    body = json.loads(one.body)
    errors = body.get("errors", [])
    unexpected = [error for error in errors if error["extensions"]["code"] not in EXPECTED]
    if unexpected:
        return f"unexpected errors: {unexpected}"
    if not errors and not isinstance(body["data"], dict):
        return f"no data: {one.body.decode()}"
    if met is not None:
        met.update(
            {error["extensions"]["code"] for error in errors}
            or {"passed through" if one.passed_through else "completed"}
        )
    return None


async def _agree(registry: Registry, seeds: range, *, every_caller: bool) -> Counter[str]:
    operations = SharedOperations(registry)
    met: Counter[str] = Counter()
    for seed in seeds:
        operation = operations.daring(seed)
        for caller in callers_of(registry, seed, every_caller=every_caller):
            wrong = await difference(registry, operation, caller, met)
            if wrong is not None:

                async def still_wrong(smaller: Operation, caller: Caller = caller) -> bool:
                    return await difference(registry, smaller, caller) is not None

                small = await shrink(registry.engine.schema, operation, still_wrong)
                pytest.fail(
                    f"seed {seed}, {caller}\n{operation.text}\n{operation.variables}\n\n"
                    f"shrunk to\n{small.text}\n{small.variables}\n{await difference(registry, small, caller)}",
                    pytrace=False,
                )
    return met


async def test_two_hundred_operations(seeded: Registry) -> None:
    met = await _agree(seeded, range(200), every_caller=False)
    assert met["passed through"] > 100


@pytest.mark.proof
async def test_two_thousand_operations(seeded: Registry) -> None:
    met = await _agree(seeded, range(1000, 3000), every_caller=True)
    assert met["passed through"] > 3000
