"""The page of names that await a decision, with forms that take it, and the decisions in force, with a way back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.holdings.decisions import GivenDecision, OpenNames
from api.pages.security import sent_by_own_page
from api.pages.templating import render_page
from api.requests.forms import HEADERS, NotTaken, back_to, filled_in
from graph.access import Caller, Role

Ask = Callable[[bool], Awaitable[OpenNames]]
Decide = Callable[[Caller, GivenDecision], Awaitable[NotTaken | None]]

_FIELDS = ("name", "do", "body", "other", "by", "reason")
_ELSEWHERE = NotTaken(
    "This decision did not come from a page of this registry, so nothing was changed. Take it here.", 403
)


def names_page(ask: Ask, decide: Decide, caller: Callable[[Request], Caller]) -> APIRouter:
    """Make the route ``/names``, which shows open names and takes decisions on them. `caller` is asked each time."""
    router = APIRouter(include_in_schema=False)

    async def page(request: Request, given: GivenDecision | None = None, refused: NotTaken | None = None) -> Response:
        everything = request.query_params.get("all") == "yes"
        found = await ask(everything)
        shown: dict[str, Any] = {
            "title": "Names that await a decision",
            "open": found,
            "everything": everything,
            "here": "/names?all=yes" if everything else "/names",
            "may_decide": caller(request).role is Role.ADMINISTRATOR,
            "given": given,
            "refused": refused,
        }
        return render_page(request, "names.html", refused.status if refused else 200, HEADERS, **shown)

    @router.get("/names", response_class=HTMLResponse)
    async def names(request: Request) -> Response:
        return await page(request)

    @router.post("/names", response_class=HTMLResponse)
    async def decided(request: Request) -> Response:
        """Take a decision and show the page anew; where it is not taken, as it was filled in, and why not."""
        if not sent_by_own_page(request.headers):
            return await page(request, refused=_ELSEWHERE)
        given = GivenDecision(**await filled_in(request, _FIELDS))
        refused = await decide(caller(request), given)
        if refused is not None:
            return await page(request, given, refused)
        return back_to(request, "/names", "decided")

    return router
