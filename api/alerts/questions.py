"""How alerts ask: prepared questions by their names and questions that alerts alone ask, all pages of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import orjson

from alerts.asking import QUESTIONS_FOLDER, Ask
from alerts.item import Row
from api.graphql.asked import Question as Asked
from api.graphql.errors import Refusal
from api.graphql.execute import Engine
from graph.access import Caller
from graph.compile.asked.bounds import Bounds
from queries.prepared.paging import paged_document
from queries.prepared.question import Question

OWN_BOUNDS = Bounds(page=1_000, nodes=100_000_000)
"""Nothing but the questions of the software itself is asked so: their pages bound what is there, not who asks."""

_OWN_TABLE = "rows"
_PAGE = 1_000


class AlertsNotAsked(RuntimeError):
    """A question that alerts ask was not answered. The message says why."""


def asking_as(caller: Caller, engine: Engine, questions: Sequence[Question]) -> Ask:
    """Return what asks as a caller may. What it returns raises AlertsNotAsked where there is no whole answer."""
    return partial(_asked, engine, {question.name: question for question in questions}, caller)


async def _asked(
    engine: Engine, prepared: Mapping[str, Question], caller: Caller, name: str, values: Mapping[str, Any]
) -> Sequence[Row]:
    document, table = _document(name, prepared, engine)
    rows: list[Row] = []
    page: dict[str, Any] = {} if table == _OWN_TABLE else {"first": _PAGE}
    while True:
        answered = await _answered(engine, caller, name, document, {**values, **page})
        found = answered[table]
        rows += found["nodes"]
        if not found["pageInfo"]["hasNextPage"]:
            return rows
        page = {**page, "after": found["pageInfo"]["endCursor"]}


def _document(name: str, prepared: Mapping[str, Question], engine: Engine) -> tuple[str, str]:
    if name in prepared:
        question = prepared[name]
        paged = paged_document(question, engine.schema)
        if paged is None:
            raise AlertsNotAsked(f"The prepared question {name} has no pages, which alerts need. Restore the original.")
        return paged, question.table
    return (QUESTIONS_FOLDER / f"{name}.graphql").read_text(encoding="utf-8"), _OWN_TABLE


async def _answered(
    engine: Engine, caller: Caller, name: str, document: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    try:
        answer = await engine.answer(Asked(document, values), caller)
    except Refusal as refusal:
        raise AlertsNotAsked(f"The question {name} cannot be asked: {refusal.formatted()[0]['message']}") from refusal
    body = orjson.loads(answer.body)
    if body.get("errors"):
        raise AlertsNotAsked(f"The question {name} was not answered: {body['errors'][0]['message']}")
    data: dict[str, Any] = body["data"]
    return data
