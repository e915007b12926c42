"""The page at which a reader answers an alert, by the signed link of a digest.

Looking at it changes nothing, since mail scanners follow links; a button does, once.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import SecretStr

from alerts.answers import SNOOZE_DAYS, Choice, answer, answerable
from alerts.links import alert_of
from api.pages.templating import render_page
from api.requests.body import body_up_to
from graph.store.store import Store

_LONGEST = 200
"""Bytes: no button of the page sends more."""


def answer_pages(secret: SecretStr | None, store: Callable[[], Store], today: Callable[[], dt.date]) -> APIRouter:
    """Return the routes of the page. Without a secret no link is good."""
    router = APIRouter(prefix="/alerts/answer", include_in_schema=False)

    @router.get("/{token}")
    async def look(request: Request, token: str) -> HTMLResponse:
        """What the alert says, and a button for each answer."""
        return await _page(request, secret, store(), token)

    @router.post("/{token}")
    async def say(request: Request, token: str) -> HTMLResponse:
        """Keep the answer, unless one was given."""
        sent, _ = await body_up_to(request, _LONGEST)
        key = None if secret is None else alert_of(token, secret)
        said = parse_qs(sent.decode("ascii", "replace")).get("answer", [""])[0]
        if key is not None and said in Choice.__members__:
            mark = secrets.token_hex(16)
            await answer(store(), key, Choice[said], today(), dt.datetime.now(tz=dt.UTC), mark)
        return await _page(request, secret, store(), token)

    return router


async def _page(request: Request, secret: SecretStr | None, store: Store, token: str) -> HTMLResponse:
    key = None if secret is None else alert_of(token, secret)
    alert = None if key is None else await answerable(store, key)
    status = 200 if alert is not None else 404
    page = render_page(request, "alert-answer.html", status, alert=alert, days=SNOOZE_DAYS, token=token)
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Robots-Tag"] = "noindex"
    return page
