"""Each prepared question, asked of the running registry, gives what its file promises."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from queries.catalogue import load_questions
from queries.question import Question

QUESTIONS = pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.name)


async def rows(server: str, question: Question, variables: dict[str, Any]) -> int:
    """How many rows the answer holds where the question's file says they are."""
    async with httpx.AsyncClient(base_url=server, timeout=30) as client:
        response = await client.post("/graphql", json={"query": question.document, "variables": variables})
    body = response.json()
    assert "errors" not in body
    found = body["data"]
    for step in question.example.path.split("."):
        found = found[step]
    return len(found)


@QUESTIONS
async def test_example_has_exactly_the_rows_promised(live_server: str, question: Question) -> None:
    asked = question.variables() | question.example.parameters
    assert await rows(live_server, question, asked) == question.example.rows


@QUESTIONS
async def test_defaults_give_an_answer(live_server: str, question: Question) -> None:
    assert await rows(live_server, question, question.variables()) > 0
