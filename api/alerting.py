"""Alerts over this registry: `api` gives them the questions to ask, the channels and the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from alerts.arrangements import Arrangements, load_arrangements
from alerts.asking import QUESTIONS_FOLDER, Ask
from alerts.channels.declared import open_channels
from alerts.clock import Clock
from alerts.item import Row
from alerts.kind import load_kinds
from alerts.run import Job
from api.app import make_engine
from api.graphql.errors import Refusal
from api.graphql.execute import Engine
from api.graphql.execute import Question as Asked
from api.questions.folder import offered_questions
from api.settings import Settings
from graph.access import ADMINISTRATOR
from graph.compile.plan import Bounds
from graph.model.registry import registry_model
from graph.store.store import Store
from queries.paging import paged_document
from queries.question import Question

_OWN_TABLE = "rows"
_BOUNDS = Bounds(page=1_000, nodes=100_000_000)
"""Nothing but the questions of the software itself is asked so: their pages bound what is there, not who asks."""
_PAGE = 500


class AlertsNotAsked(RuntimeError):
    """A question that alerts ask was not answered. The message says why."""


def alert_job(settings: Settings, store: Store, clock: Clock | None = None) -> Job:
    """Return what a run of alerts needs. Raises AlertFileError and ChannelWrong where it is not set up rightly."""
    arranged = arrangements(settings)
    return Job(
        store=store,
        model=registry_model(),
        ask=asking(settings, store, clock or alert_clock(settings)),
        kinds=load_kinds(),
        arranged=arranged,
        channels=open_channels(arranged.channels, settings.address()),
        clock=clock or alert_clock(settings),
    )


def arrangements(settings: Settings) -> Arrangements:
    """Return what this deployment arranged. Raises AlertFileError."""
    return load_arrangements(settings.alerts_file, load_kinds())


def alert_clock(settings: Settings) -> Clock:
    """Return the registry's clock."""
    return Clock(settings.zone, today_fixed=settings.today_fixed)


def asking(settings: Settings, store: Store, clock: Clock) -> Ask:
    """Return what asks a prepared question by its name, or one that alerts alone ask, and gives all its rows.

    What it returns raises AlertsNotAsked where there is no answer or only a part of one.
    """
    engine = make_engine(settings, store, _BOUNDS)
    engine.today = clock.today
    prepared = {question.name: question for question in offered_questions(settings)}

    async def ask(name: str, values: Mapping[str, Any]) -> Sequence[Row]:
        document, table = _document(name, prepared, engine)
        rows: list[Row] = []
        page: dict[str, Any] = {} if table == _OWN_TABLE else {"first": _PAGE}
        while True:
            answered = await _answered(engine, name, document, {**values, **page})
            found = answered[table]
            rows += found["nodes"]
            if not found["pageInfo"]["hasNextPage"]:
                return rows
            page = {**page, "after": found["pageInfo"]["endCursor"]}

    return ask


def _document(name: str, prepared: Mapping[str, Question], engine: Engine) -> tuple[str, str]:
    if name in prepared:
        question = prepared[name]
        paged = paged_document(question, engine.schema)
        if paged is None:
            raise AlertsNotAsked(f"The prepared question {name} has no pages, which alerts need. Restore the original.")
        return paged, question.table
    return (QUESTIONS_FOLDER / f"{name}.graphql").read_text(encoding="utf-8"), _OWN_TABLE


async def _answered(engine: Engine, name: str, document: str, values: Mapping[str, Any]) -> dict[str, Any]:
    try:
        answer = await engine.answer(Asked(document, values), ADMINISTRATOR)
    except Refusal as refusal:
        raise AlertsNotAsked(f"The question {name} cannot be asked: {refusal.formatted()[0]['message']}") from refusal
    body = orjson.loads(answer.body)
    if body.get("errors"):
        raise AlertsNotAsked(f"The question {name} was not answered: {body['errors'][0]['message']}")
    data: dict[str, Any] = body["data"]
    return data
