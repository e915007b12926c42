"""The start page: what this registry holds, how complete that is, and where to go from here."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.pages.templating import render_page
from queries.prepared.question import Question


@dataclass(frozen=True)
class Count:
    """How many of one kind of thing the registry holds, with its name in the plural ("agreements")."""

    name: str
    number: int


@dataclass(frozen=True)
class SourceSummary:
    """One register that has been loaded.

    `completeness` says in a sentence how much of the register is here and what it leaves out; `credit` is the
    attribution its licence asks for, if any.
    """

    title: str
    edition: str | None
    records: int
    completeness: str | None
    credit: str | None
    loaded_on: date | None


@dataclass(frozen=True)
class RegistrySummary:
    """What the start page says of this registry. `engine` is "embedded" or the server's name and version."""

    engine: str
    counts: tuple[Count, ...]
    sources: tuple[SourceSummary, ...]


class RegistryUnreadable(Exception):
    """The registry cannot be read now. The message says why and what to do, in words fit for a page."""


def start_router(summary: Callable[[], Awaitable[RegistrySummary]], questions: Sequence[Question]) -> APIRouter:
    """Make the route of the start page, ``/``.

    `summary` is asked at every visit. Where it raises `RegistryUnreadable` the page says so with status 503.
    """
    router = APIRouter(include_in_schema=False)
    areas: dict[str, list[Question]] = {}
    for question in questions:
        areas.setdefault(question.area, []).append(question)

    @router.get("/", response_class=HTMLResponse)
    async def start(request: Request) -> Response:
        try:
            found = await summary()
        except RegistryUnreadable as fault:
            return render_page(request, "unreadable.html", 503, title="Not available", message=str(fault))
        return render_page(request, "start.html", title="Start", registry=found, areas=areas)

    return router
