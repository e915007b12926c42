"""Whether what an engine answers is what a second, independent evaluator answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.graphql.asked import Question
from api.graphql.errors import Refusal
from graph.access import Caller
from tests.property.completions import difference
from tests.property.oracle import CURSOR, Expected, Oracle
from tests.seeded.operations import Operation
from tests.seeded.registry import SCHEMA_TEXT, Registry
from tests.seeded.values import TODAY


def oracle_of(registry: Registry) -> Oracle:
    """Return the oracle over the records that a registry was loaded with."""
    return Oracle(SCHEMA_TEXT, registry.graph, registry.cursors, TODAY)


async def agreed(registry: Registry, oracle: Oracle, operation: Operation, caller: Caller, of: str = "") -> Any:
    """Return the answer to an operation as the oracle has it.

    Fails where the two ways to complete an answer differ, or engine and oracle do, and tells what was asked `of` what.
    """
    expected = oracle.answer(operation, caller)
    wrong = await difference(registry, operation, caller) or await _unlike(registry, expected, operation, caller)
    if wrong is not None:
        pytest.fail(f"{of} {caller}\n{operation.text}\n{operation.variables}\n{wrong[:4000]}", pytrace=False)
    return expected.data


async def disagreement(registry: Registry, oracle: Oracle, operation: Operation, caller: Caller) -> str | None:
    """Return where engine and oracle differ on an operation, None where they do not."""
    return await _unlike(registry, oracle.answer(operation, caller), operation, caller)


async def _unlike(registry: Registry, expected: Expected, operation: Operation, caller: Caller) -> str | None:
    try:
        answer = await registry.engine.answer(Question(operation.text, operation.variables), caller)
    except Refusal as refusal:
        return f"refused: {refusal.formatted()}"
    body = json.loads(answer.body)
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
