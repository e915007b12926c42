"""Servers on this machine that behave as they are told to: HTTP, and mail."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Web:
    """An HTTP server. `behaves` is an answer, such as `200 OK`, or `slow`, `drops` (after the request) or `deaf`."""

    behaves: str = "200 OK"
    headers: str = ""
    body: bytes = b"{}"
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            line, *lines = head.split("\r\n")
            given = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines if each)}
            body = await reader.readexactly(int(given.get("content-length", 0)))
            self.requests.append((line, given, body))
            if self.behaves == "slow":
                await asyncio.sleep(1)
            if self.behaves not in ("slow", "drops"):
                writer.write(
                    f"HTTP/1.1 {self.behaves}\r\n{self.headers}Content-Type: application/json\r\n"
                    f"Content-Length: {len(self.body)}\r\nConnection: close\r\n\r\n".encode()
                    + self.body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def web_server() -> AsyncIterator[Web]:
    """Run an HTTP server on a free port."""
    web = Web()
    server = await asyncio.start_server(web.serve, "127.0.0.1", 0)
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        server.close()


@dataclass
class Mails:
    """A mail server's handler. `behaves` is what it says to the recipient or to the content, or `drops`."""

    behaves: str = "takes"
    taken: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_RCPT(self, _s: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:
        if self.behaves == "unknown":
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.behaves == "greylisted":
            return "451 4.7.1 try again later"
        assert server.transport is not None
        self.encrypted.append(server.transport.get_extra_info("sslcontext") is not None)
        self.taken.append(envelope)
        if self.behaves == "drops":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 OK"


@asynccontextmanager
async def mail_server(
    mails: Mails, tls: ssl.SSLContext | None = None, *, implicit: bool = False, password: str | None = None
) -> AsyncIterator[int]:
    """Run a mail server on a free port, with STARTTLS or TLS from the start where it has a certificate."""

    def signed_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=given.password == (password or "").encode(), handled=False)

    more: dict[str, Any] = {} if implicit or tls is None else {"tls_context": tls, "require_starttls": True}
    if password is not None:
        more |= {"authenticator": signed_in, "auth_required": True}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(mails, hostname="localhost", loop=loop, **more), "127.0.0.1", 0, ssl=tls if implicit else None
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
