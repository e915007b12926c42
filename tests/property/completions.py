"""Whether both ways to complete an answer give the same bytes."""

from __future__ import annotations

import json
from collections import Counter

from api.graphql.asked import Question
from api.graphql.errors import Refusal
from graph.access import Caller
from tests.seeded.operations import Operation
from tests.seeded.registry import Registry

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
