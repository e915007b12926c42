"""Each prepared question, asked of the running registry, gives what its file promises."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from queries.prepared.catalogue import load_questions
from queries.prepared.columns import FlatAnswer, flat_answer
from queries.prepared.question import Question

QUESTIONS = pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.name)


async def answer(server: str, question: Question, variables: dict[str, Any]) -> FlatAnswer:
    """The flat answer of a question asked as GraphQL."""
    async with httpx.AsyncClient(base_url=server, timeout=30) as client:
        response = await client.post("/graphql", json={"query": question.document, "variables": variables})
    body = response.json()
    assert "errors" not in body
    return flat_answer(question, body["data"])


@QUESTIONS
async def test_example_is_answered_as_promised(live_server: str, question: Question) -> None:
    found = await answer(live_server, question, question.variables() | question.example.parameters)
    assert len(found.rows) == question.example.rows
    first = next(iter(found.records()), {})
    assert {name: first.get(name) for name in question.example.first} == question.example.first


@QUESTIONS
async def test_defaults_give_an_answer(live_server: str, question: Question) -> None:
    rows = (await answer(live_server, question, question.variables())).rows
    assert (len(rows) > 0) == (question.example.rows > 0)
