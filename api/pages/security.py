"""Response headers that tell a browser what a page of ours may load and who may frame it."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def content_security_policy(**changes: str) -> str:
    """Build a policy that allows our own host and nothing else, with `changes` made to it.

    A change names a directive with underscores (``style_src="'self' 'unsafe-inline'"``) and replaces its sources.
    Directives are those of Content Security Policy Level 3.
    """
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'self'",
    }
    directives |= {name.replace("_", "-"): sources for name, sources in changes.items()}
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


PAGE_POLICY: Final = content_security_policy()

EXPLORER_POLICY: Final = content_security_policy(
    # The query editor writes style elements and attributes as it draws, and runs its language services in workers.
    style_src="'self' 'unsafe-inline'",
    worker_src="'self'",
)

_HEADERS: Final = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def sent_by_own_page(headers: Headers) -> bool:
    """Say whether a form was sent by a page of ours, which is to be asked before anything is changed.

    Browsers say where a request comes from, and no page can say otherwise. A request that does not say is refused.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == headers.get("host")


class SecurityHeaders:
    """ASGI middleware that puts the security headers on every response that has not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
