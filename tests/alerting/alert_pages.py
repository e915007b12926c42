"""The pages and addresses of prepared questions and of monitoring, over the registry that a desk tells from."""

from __future__ import annotations

import httpx
from fastapi import FastAPI

from api.graphql.execute import Engine
from api.monitoring import monitoring_router
from api.pages.questions import question_pages
from api.questions.asking import PreparedQuestions
from api.questions.http import questions_router
from graph.access import ADMINISTRATOR
from queries.prepared.catalogue import load_questions
from tests.alerting.alerting_world import Desk


def served(desk: Desk, engine: Engine) -> httpx.AsyncClient:
    """Return a client of them."""
    app = FastAPI()
    prepared = PreparedQuestions(load_questions(), lambda: engine, lambda: desk.store)
    app.include_router(questions_router(prepared, lambda _: ADMINISTRATOR))
    app.include_router(question_pages(prepared, lambda: engine, lambda _: ADMINISTRATOR))
    app.include_router(monitoring_router(lambda: desk.store, lambda: desk.wall.now))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry")
