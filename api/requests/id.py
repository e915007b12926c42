"""An id for each request, given back with its answer and written in the log, so that both can speak of the same one."""

from __future__ import annotations

import logging
import re
import secrets
from contextvars import ContextVar
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER: Final = "X-Request-Id"
_FIT: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_current: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIds:
    """ASGI middleware that answers every request with its id: the caller's where it fits, else a new one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the id to what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        name = given if _FIT.fullmatch(given) else secrets.token_hex(8)
        token = _current.set(name)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            _current.reset(token)


class WithRequestId(logging.Filter):
    """Gives each line of the log the id of the request it was written for, `-` outside of any, as `request_id`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id; no line is left out."""
        record.request_id = _current.get()
        return True
