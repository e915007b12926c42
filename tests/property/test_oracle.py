"""What the engines answer is what a second, independent evaluator answers, for random operations and every caller."""

from __future__ import annotations

import json
from typing import Any

import pytest
from oracle import CURSOR, Expected, Oracle
from oracle_lists import UnknownCursor
from seeded.operations import Operation
from seeded.registry import SCHEMA_TEXT, Registry, SharedOperations, callers_of
from seeded.shrinking import shrink
from seeded.values import TODAY

from api.graphql.errors import Refusal
from api.graphql.execute import Question
from graph.access import Caller


def oracle_of(registry: Registry) -> Oracle:
    """Return the oracle over the records that a registry was loaded with."""
    return Oracle(SCHEMA_TEXT, registry.graph, registry.cursors, TODAY)


async def disagreement(registry: Registry, oracle: Oracle, operation: Operation, caller: Caller) -> str | None:
    """Return where engine and oracle differ on an operation, None where they do not."""
    try:
        answer = await registry.engine.answer(Question(operation.text, operation.variables), caller)
    except Refusal as refusal:
        return f"refused: {refusal.formatted()}"
    body = json.loads(answer.body)
    expected = oracle.answer(operation, caller)
    found = [error["path"] for error in body.get("errors", []) if error["extensions"]["code"] == "NOT_FOUND"]
    if len(found) != len(body.get("errors", [])):
        return f"errors: {body['errors']}"
    if sorted(found, key=str) != sorted(expected.not_found, key=str):
        return f"not found: {found}, expected {expected.not_found}"
    return _where_unlike(registry, expected, expected.data, body["data"], "data")


def _where_unlike(registry: Registry, expected: Expected, wanted: Any, got: Any, path: str) -> str | None:
    if isinstance(wanted, dict) and isinstance(got, dict):
        if list(wanted) != list(got):
            return f"{path}: fields {list(got)}, expected {list(wanted)}"
        inner = ((wanted[name], got[name], f"{path}.{name}") for name in wanted)
    elif isinstance(wanted, list) and isinstance(got, list):
        if len(wanted) != len(got):
            return f"{path}: {len(got)} values {got}, expected {len(wanted)} {wanted}"
        inner = ((a, b, f"{path}[{index}]") for index, (a, b) in enumerate(zip(wanted, got, strict=True)))
    elif isinstance(wanted, str) and wanted.startswith(CURSOR) and isinstance(got, str):
        kind, entry = expected.cursors[wanted]
        registry.cursors.note(kind, got, entry)
        return None
    else:
        same = type(wanted) is type(got) and wanted == got
        return None if same else f"{path}: {got!r}, expected {wanted!r}"
    return next((found for each in inner if (found := _where_unlike(registry, expected, *each)) is not None), None)


async def _agree(registry: Registry, oracle: Oracle, seeds: range, *, every_caller: bool) -> None:
    operations = SharedOperations(registry)
    for seed in seeds:
        operation = operations.judged(seed)
        for caller in callers_of(registry, seed, every_caller=every_caller):
            wrong = await disagreement(registry, oracle, operation, caller)
            if wrong is not None:

                async def still_wrong(smaller: Operation, caller: Caller = caller) -> bool:
                    try:
                        return await disagreement(registry, oracle, smaller, caller) is not None
                    except UnknownCursor:
                        return False  # leaving out orderBy made the cursor one of another list

                small = await shrink(registry.engine.schema, operation, still_wrong)
                pytest.fail(
                    f"seed {seed}, {caller}\n{operation.text}\n{operation.variables}\n{wrong}\n\n"
                    f"shrunk to\n{small.text}\n{small.variables}\n"
                    f"{await disagreement(registry, oracle, small, caller)}",
                    pytrace=False,
                )


async def test_two_hundred_operations(seeded: Registry) -> None:
    await _agree(seeded, oracle_of(seeded), range(200), every_caller=False)


@pytest.mark.proof
async def test_two_thousand_operations(seeded: Registry) -> None:
    await _agree(seeded, oracle_of(seeded), range(1000, 3000), every_caller=True)
