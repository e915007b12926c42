"""The page of names that await a decision, with forms that take it, and the decisions in force, with a way back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse, Response

from api.name_decisions import GivenDecision, NotDecided, OpenNames
from api.pages.security import sent_by_own_page
from api.pages.templating import render_page
from api.request_body import body_up_to
from graph.access import Caller, Role

Ask = Callable[[bool], Awaitable[OpenNames]]
Decide = Callable[[Caller, GivenDecision], Awaitable[NotDecided | None]]

_MOST_BYTES = 20_000
# A page whose forms change something lets the browser say where they come from.
_HEADERS = {"Referrer-Policy": "same-origin"}
_ELSEWHERE = NotDecided(
    "This decision did not come from a page of this registry, so nothing was changed. Take it here.", 403
)


def names_page(ask: Ask, decide: Decide, caller: Callable[[Request], Caller]) -> APIRouter:
    """Make the route ``/names``, which shows open names and takes decisions on them. `caller` is asked each time."""
    router = APIRouter(include_in_schema=False)

    async def page(request: Request, given: GivenDecision | None = None, refused: NotDecided | None = None) -> Response:
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
        return render_page(request, "names.html", refused.status if refused else 200, _HEADERS, **shown)

    @router.get("/names", response_class=HTMLResponse)
    async def names(request: Request) -> Response:
        return await page(request)

    @router.post("/names", response_class=HTMLResponse)
    async def decided(request: Request) -> Response:
        """Take a decision and show the page anew; where it is not taken, as it was filled in, and why not."""
        if not sent_by_own_page(request.headers):
            return await page(request, refused=_ELSEWHERE)
        given = await _given(request)
        refused = await decide(caller(request), given)
        if refused is not None:
            return await page(request, given, refused)
        prefix = request.scope.get("root_path", "").rstrip("/")
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{prefix}/names{query}#decided", 303)

    return router


async def _given(request: Request) -> GivenDecision:
    """What a form holds, of which more than any form of ours sends is not read."""
    read, _ = await body_up_to(request, _MOST_BYTES)
    fields = dict(parse_qsl(read.decode("utf-8", "replace"), max_num_fields=None))
    names = ("name", "do", "body", "other", "by", "reason")
    return GivenDecision(**{name: fields.get(name, "").strip() for name in names})
