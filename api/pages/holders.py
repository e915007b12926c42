"""The page of who holds what bodies held: a box to paste names into, and the answer for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.graphql.errors import Refusal
from api.graphql.execute import Engine
from api.holdings.asking import Holding, holdings, written_names
from api.holdings.words import chain, day, told
from api.pages.templating import render_page
from api.requests.body import body_up_to
from api.requests.values import given_values
from graph.access import Caller

MOST_NAMES = 500
"""How many names the page takes. `isa resolve FILE` takes any number."""
MOST_BYTES = 200_000
"""How long a form may be."""

OUTCOMES = {
    "HELD": "Held",
    "NO_SUCCESSOR": "No successor",
    "NOT_YET_OPEN": "Not yet open",
    "UNCONFIRMED": "Not confirmed",
    "CIRCULAR": "Goes in a circle",
    "CUT": "Too long",
    "AMBIGUOUS": "Several bodies",
    "UNKNOWN": "Not known",
}


def holders_page(engine: Callable[[], Engine], caller: Callable[[Request], Caller]) -> APIRouter:
    """Make the route ``/holders``: the form by GET, its answer by GET (an address to keep) or POST (long lists)."""
    router = APIRouter(include_in_schema=False)

    @router.get("/holders", response_class=HTMLResponse)
    async def asked(request: Request) -> Response:
        given = given_values(request)
        return await answered(request, given)

    @router.post("/holders", response_class=HTMLResponse)
    async def posted(request: Request) -> Response:
        sent, whole = await body_up_to(request, MOST_BYTES)
        if not whole:
            return _page(request, 413, {}, problem=f"The list is longer than the page takes. {_MORE}")
        return await answered(request, parse_qs(sent.decode("utf-8", "replace"), keep_blank_values=True))

    async def answered(request: Request, given: dict[str, list[str]]) -> Response:
        text = "\n".join(given.get("names", ()))
        names = written_names(text.splitlines())
        shown: dict[str, Any] = {"text": text, "as_of": given.get("asOf", [""])[-1].strip()}
        try:
            on = _day(shown["as_of"]) or engine().today()
        except ValueError:
            return _page(request, 400, shown, problem=f"{shown['as_of']} is no day. Write it as 2026-03-31.")
        if len(names) > MOST_NAMES:
            return _page(request, 400, shown, problem=f"These are {len(names):,} names. {_MORE}")
        try:
            found = await holdings(engine(), names, on, caller(request))
        except Refusal as refusal:
            return _page(request, refusal.status, shown, problem=str(refusal))
        return _page(request, 200, {**shown, "day": day(on.isoformat()), "rows": [_row(each) for each in found]})

    return router


_MORE = f"The page takes {MOST_NAMES}: ask in parts, or use the command isa resolve FILE, which takes any number."


def _page(request: Request, status: int, shown: dict[str, Any], problem: str | None = None) -> Response:
    empty: dict[str, Any] = {"text": "", "as_of": "", "day": None, "rows": []}
    page = {"title": "Who holds this now?", "problem": problem, "most": MOST_NAMES, **empty, **shown}
    return render_page(request, "holders.html", status, **page)


def _row(holding: Holding) -> dict[str, Any]:
    """One name as the page shows it. Membership is told apart: it moves a body, not what the body holds."""
    body = holding["body"]
    return {
        "asked": holding["asked"],
        "outcome": OUTCOMES[holding["outcome"]],
        "body": body,
        "codes": ", ".join(body["identifiers"] or [body["key"]]) if body else "",
        "closed": day(body["closedOn"]) if body and body["closedOn"] else None,
        "beside": [] if body is None else _beside(body),
        "chain": chain(holding),
        "notes": list(dict.fromkeys(step["note"] for step in holding["steps"] if step["note"])),
        "told": told(holding),
    }


def _beside(body: Holding) -> list[str]:
    hosts = [f"hosted by {each['name']} ({each['key']})" for each in body["hostedBy"]["nodes"]]
    wholes = [f"part of {each['name']} ({each['key']})" for each in body["partOf"]["nodes"]]
    members = [
        f"member of {edge['node']['caption']} ({edge['node']['key']})"
        + (f" since {day(edge['from'])}" if edge["from"] else "")
        for edge in body["memberOf"]["edges"]
    ]
    dropped = [
        f"no longer in {each['source']['title']} since {each['title']}"
        for each in body["withdrawnIn"]["nodes"]
        if each["source"] is not None
    ]
    return [*hosts, *wholes, *members, *dropped]


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
