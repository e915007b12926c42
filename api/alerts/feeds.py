"""A body's calendar and feeds, and a page that shows them, by signed addresses: calendars cannot sign in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import SecretStr

from alerts.asking import Ask
from alerts.feeds import AHEAD_DAYS, NAME_QUESTION, QUESTION, BodyDates, atom, calendar, rss
from alerts.kind import Kind, load_kinds
from alerts.links import Links, alert_of, sign
from alerts.readers import agreement_dates
from api.pages.templating import render_page

FORMS: Final = {"ics": "text/calendar; charset=utf-8", "atom": "application/atom+xml", "rss": "application/rss+xml"}
"""What the addresses that programs read end with, and what is there."""

_PATH: Final = "/alerts/feed"
_PREFIX: Final = "feed of "
_CACHE: Final = {"Cache-Control": "private, max-age=3600"}

AskFor = Callable[[str], Ask]
"""Returns what asks as a body may."""
Written = Callable[[BodyDates, Mapping[str, Kind], Links, str, str], bytes]
"""Writes a feed of dates: its own address and that of the page come last."""


def feed_address(links: Links, body: str, form: str | None = None) -> str | None:
    """Return the address of a body's dates in a form, of their page without one; None where nothing can sign it."""
    return None if links.secret is None else links.to(_path(sign(_PREFIX + body, links.secret), form))


def feeds_router(links: Links, ask_for: AskFor, today: Callable[[], dt.date]) -> APIRouter:
    """Return the routes of feeds. Without a secret no address is good."""
    router = APIRouter(prefix=_PATH, include_in_schema=False)
    kinds = {kind.id: kind for kind in load_kinds()}

    async def dates_of(token: str) -> BodyDates | None:
        body = _body_of(token, links.secret)
        if body is None:
            return None
        ask = ask_for(body)
        named = await ask(NAME_QUESTION, {"body": body})
        rows = await ask(QUESTION, {"body": body})
        name = named[0]["name"] if named else body
        return BodyDates(name, list(agreement_dates.read(rows, today())), today())

    @router.get("/{token}.ics")
    async def as_calendar(token: str) -> Response:
        """The days of a body's agreements, to subscribe to."""
        dates = await dates_of(token)
        return _unknown() if dates is None else _made(calendar(dates, kinds, links), "ics")

    async def feed(token: str, form: str, written: Written) -> Response:
        dates = await dates_of(token)
        if dates is None:
            return _unknown()
        return _made(written(dates, kinds, links, links.to(_path(token, form)), links.to(_path(token))), form)

    @router.get("/{token}.atom")
    async def as_atom(token: str) -> Response:
        """What of a body's agreements ends or is due soon, or has passed."""
        return await feed(token, "atom", atom)

    @router.get("/{token}.rss")
    async def as_rss(token: str) -> Response:
        """The same, for readers that know RSS alone."""
        return await feed(token, "rss", rss)

    @router.get("/{token}")
    async def as_page(request: Request, token: str) -> HTMLResponse:
        """The same for people, and the addresses to give to a calendar or a feed reader."""
        dates = await dates_of(token)
        return render_page(
            request,
            "body-dates.html",
            404 if dates is None else 200,
            {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
            dates=dates,
            groups=[] if dates is None else dates.groups(kinds),
            addresses={form: links.to(_path(token, form)) for form in FORMS},
            days=AHEAD_DAYS,
        )

    return router


def _path(token: str, form: str | None = None) -> str:
    return f"{_PATH}/{token}" if form is None else f"{_PATH}/{token}.{form}"


def _made(content: bytes, form: str) -> Response:
    return Response(content, media_type=FORMS[form], headers=_CACHE)


def _body_of(token: str, secret: SecretStr | None) -> str | None:
    named = None if secret is None else alert_of(token, secret)
    return named.removeprefix(_PREFIX) if named is not None and named.startswith(_PREFIX) else None


def _unknown() -> Response:
    return Response("This address is not good. Ask for it again: isa alerts feed BODY\n", 404, media_type="text/plain")
