"""Serves the registry until told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from ipaddress import ip_address
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvicorn

from alerts.links import without_tokens
from api.cli.faults import CommandError
from api.cli.progress import waiting
from api.requests.id import WithRequestId
from api.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

BACKLOG = 512
GRACE_SECONDS = 10


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """Take the port, before anything that takes long is begun.

    Raises SettingsError where others could reach it, CommandError where the port cannot be had.
    """
    settings.refuse_exposure()
    with _socket(settings.host, settings.port) as listener:
        yield listener


async def serving(settings: Settings, listener: socket.socket) -> None:
    """Serve on a port until told to stop by Ctrl-C or SIGTERM. Raises StoreError where the engine cannot be used."""
    from api.app import create_app

    app = create_app(settings)
    async with AsyncExitStack() as stack:
        with waiting("Starting"):
            # Started here and not by uvicorn, which would tell a failure as a traceback.
            await stack.enter_async_context(app.router.lifespan_context(app))
        _say_where(settings.host, listener.getsockname()[1])
        await _Server(_config(app)).serve(sockets=[listener])


def _socket(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as unknown:
        raise CommandError(f"cannot listen on {host}: {unknown.strerror}. Set ISA_HOST or --host.") from unknown
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as taken:
        listener.close()
        raise CommandError(
            f"cannot listen on {host} port {port}: {taken.strerror}. Choose another with --port, or 0 for any free one."
        ) from taken
    return listener


def _say_where(host: str, port: int) -> None:
    try:
        shown = "127.0.0.1" if ip_address(host).is_unspecified else host
    except ValueError:
        shown = host
    base = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
    sys.stdout.write(
        f"\nThe registry is open at {base}\n"
        f"  ask a question  {base}/explore\n"
        f"  GraphQL         {base}/graphql\n"
        "Ctrl-C stops it.\n\n"
    )
    sys.stdout.flush()


class _Server(uvicorn.Server):
    """A server that ends by itself on a signal. Uvicorn raises it again, which would skip closing the store."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        stops = (signal.SIGINT, signal.SIGTERM)
        for stop in stops:
            loop.add_signal_handler(stop, self.handle_exit, stop, None)
        try:
            yield
        finally:
            for stop in stops:
                loop.remove_signal_handler(stop)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Finish what is under way; a second signal ends at once."""
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True


class WithoutSecrets(logging.Filter):
    """Keeps out of the access log what people ask for, which is theirs, and the tokens of signed links."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the path; no line is left out."""
        if isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, path, *rest = record.args
            record.args = (client, method, without_tokens(str(path).split("?", 1)[0]), *rest)
        return True


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        http="h11",
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        log_config=_log_config(),
    )


def _log_config() -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "without_secrets": {"()": WithoutSecrets},
            "with_request_id": {"()": WithRequestId},
        },
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
        "handlers": {
            "errors": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "stream": "ext://sys.stderr",
                "filters": ["with_request_id"],
            },
            "access": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "stream": "ext://sys.stdout",
                "filters": ["without_secrets", "with_request_id"],
            },
        },
        "root": {"handlers": ["errors"], "level": "WARNING"},
        "loggers": {
            "uvicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
            "uvicorn.error": {"level": "WARNING"},
        },
    }
