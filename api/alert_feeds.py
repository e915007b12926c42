"""A body's calendar and feed, by a signed address: calendars cannot sign in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from fastapi import APIRouter, Response
from pydantic import SecretStr

from alerts.asking import Ask
from alerts.feeds import QUESTION, atom, calendar
from alerts.item import Item
from alerts.kind import load_kinds
from alerts.links import Links, alert_of, sign
from alerts.readers import agreement_dates

_PREFIX = "feed of "
_CACHE = {"Cache-Control": "private, max-age=3600"}

AskFor = Callable[[str], Ask]
"""Returns what asks as a body may."""


def feed_address(links: Links, body: str, form: str) -> str | None:
    """Return the address of a body's feed, `ics` or `atom`; None where there is no secret to sign it with."""
    return None if links.secret is None else links.to(f"/alerts/feed/{sign(_PREFIX + body, links.secret)}.{form}")


def feeds_router(links: Links, ask_for: AskFor, today: Callable[[], dt.date]) -> APIRouter:
    """Return the routes of feeds. Without a secret there are none."""
    router = APIRouter(prefix="/alerts/feed", include_in_schema=False)
    kinds = {kind.id: kind for kind in load_kinds()}

    async def items_of(token: str) -> tuple[str, list[Item]] | None:
        body = _body_of(token, links.secret)
        if body is None:
            return None
        rows = await ask_for(body)(QUESTION, {"body": body})
        return body, list(agreement_dates.read(rows, today()))

    @router.get("/{token}.ics")
    async def as_calendar(token: str) -> Response:
        """The days of a body's agreements, to subscribe to."""
        found = await items_of(token)
        if found is None:
            return _unknown()
        text = calendar(*found, kinds, links, dt.datetime.combine(today(), dt.time(), tzinfo=dt.UTC))
        return Response(text, media_type="text/calendar; charset=utf-8", headers=_CACHE)

    @router.get("/{token}.atom")
    async def as_feed(token: str) -> Response:
        """What of a body's agreements ends or is due soon, or has passed."""
        found = await items_of(token)
        if found is None:
            return _unknown()
        address = links.to(f"/alerts/feed/{token}.atom")
        made = atom(*found, kinds, links, address, today())
        return Response(made, media_type="application/atom+xml", headers=_CACHE)

    return router


def _body_of(token: str, secret: SecretStr | None) -> str | None:
    named = None if secret is None else alert_of(token, secret)
    return named.removeprefix(_PREFIX) if named is not None and named.startswith(_PREFIX) else None


def _unknown() -> Response:
    return Response("This address is not good. Ask for it again: isa alerts feed BODY\n", 404, media_type="text/plain")
