"""The query explorer and the prepared questions it offers."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.pages.security import EXPLORER_POLICY
from api.pages.templating import render_page
from queries.prepared.question import Question


def explore_router(questions: Sequence[Question]) -> APIRouter:
    """Make the routes of the explorer: ``/explore`` and ``/explore/questions.json``.

    `questions` are shown in the order given; the explorer opens on the first of them. ``/explore?question=<name>``
    opens on that one.
    """
    router = APIRouter(include_in_schema=False)
    offered = [_offered(question) for question in questions]

    @router.get("/explore", response_class=HTMLResponse)
    async def explore(request: Request) -> Response:
        page = render_page(request, "explore.html", title="Explorer", questions=questions)
        page.headers["Content-Security-Policy"] = EXPLORER_POLICY
        return page

    @router.get("/explore/questions.json")
    async def explore_questions() -> list[dict[str, Any]]:
        return offered

    return router


def _offered(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "title": question.title,
        "question": question.question,
        "help": question.help,
        "area": question.area,
        "query": question.document,
        "variables": question.variables(),
    }
