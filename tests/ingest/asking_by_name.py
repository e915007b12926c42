"""Prepared questions asked of a registry by their names, with all pages of their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graphql import build_schema

from queries.prepared.answers import Cell
from queries.prepared.catalogue import load_questions
from queries.prepared.columns import flat_answer
from queries.prepared.paging import paged_document
from tests.ingest.asking import Ask

_SCHEMA = build_schema((Path(__file__).parents[2] / "api" / "schema.graphql").read_text(encoding="utf-8"))
_QUESTIONS = {question.name: question for question in load_questions()}


async def rows_of(ask: Ask, name: str, **given: Any) -> list[dict[str, Cell]]:
    """Return the rows of a question's answer, with its defaults where nothing else is given."""
    question = _QUESTIONS[name]
    document = paged_document(question, _SCHEMA) or question.document
    variables = question.variables() | given | {"first": 100}
    rows: list[dict[str, Cell]] = []
    while True:
        data = await ask(document, **variables)
        rows += flat_answer(question, data).records()
        listed: Any = data
        for step in question.table.split("."):
            listed = listed[step]
        info = listed["pageInfo"]
        if not info["hasNextPage"]:
            return rows
        variables["after"] = info["endCursor"]
