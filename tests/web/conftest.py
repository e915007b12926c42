"""A running registry with the demonstration in it, and a browser that tells on a page that misbehaves.

Chromium is looked for on the PATH; without it the browser tests are skipped by name, and fail where CI is `true`.
`ISA_TEST_WEB_URL` names a registry that already runs, in place of one started here.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, Response, async_playwright, expect

from api.settings import Settings
from graph.store.opening import open_store
from tests.web.lacking import skip_or_fail
from tests.web.signed_links import LINK_SECRET, answer_path_of
from tests.web.web_sources import installed_copy

REPOSITORY = Path(__file__).resolve().parents[2]
SECONDS_TO_LOAD = 300
SECONDS_TO_START = 60
# The editor is large; a busy machine takes seconds to start it.
expect.set_options(timeout=20_000)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class LiveRegistry:
    """A registry that runs: its address, and where its data is if it was started here."""

    url: str
    data: Path | None


@pytest.fixture(scope="session")
def live_server(live_registry: LiveRegistry) -> str:
    """The address of the real product, holding the demonstration registry."""
    return live_registry.url


@pytest.fixture(scope="session")
def live_registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRegistry]:
    """The real product, holding the demonstration registry."""
    running = os.environ.get("ISA_TEST_WEB_URL")
    if running:
        yield LiveRegistry(running.rstrip("/"), None)
        return
    folder = tmp_path_factory.mktemp("registry")
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ISA_")}
    environment = ours | {"ISA_DATA_DIR": str(folder / "data"), "ISA_LINK_SECRET": LINK_SECRET.get_secret_value()}
    command = [sys.executable, "-m", "api.cli"]
    loaded = subprocess.run(
        [*command, "demo", "--no-serve"],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_LOAD,
        check=False,
    )
    assert loaded.returncode == 0, f"the demonstration did not load:\n{loaded.stdout}\n{loaded.stderr}"
    port = _free_port()
    log = (folder / "server.log").open("w+")
    server = subprocess.Popen(
        [*command, "serve", "--port", str(port)], cwd=REPOSITORY, env=environment, stdout=log, stderr=log
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, server, folder / "server.log")
        yield LiveRegistry(url, folder / "data")
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


@pytest.fixture
async def answer_path(live_registry: LiveRegistry) -> str:
    """The path at which an alert is answered that nobody has answered yet."""
    if live_registry.data is None:
        pytest.skip("an alert can be written to a registry that is started here alone")
    key = f"agreement-end:Agreement:one:30:{secrets.token_hex(8)}"
    line = "Greater Manchester care record (GM-07) ends on 1 July 2026, in 30 days."
    values = {"key": key, "state": "SENT", "recipient": "ig-lead@body.example", "line": line}
    async with open_store(Settings(data_dir=live_registry.data).store_settings()) as store:
        await store.write([("CREATE (a:Alert) SET a += $values", {"values": values})])
    return answer_path_of(key)


@pytest.fixture(scope="session")
def web_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of ``api/web`` with its packages installed."""
    return installed_copy(tmp_path_factory.mktemp("sources"))


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One headless Chromium for the session."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        skip_or_fail(f"no Chromium here: none of {', '.join(BROWSERS)} is on the PATH")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))
        yield started
        await started.close()


@pytest_asyncio.fixture
async def page(browser: Browser, live_server: str) -> AsyncIterator[Page]:
    """A page in a fresh profile. The test fails if it asks another host for anything or its console reports a fault.

    Violations of the content security policy are console errors, so they fail the test as well.
    """
    faults: list[str] = []
    host = urlsplit(live_server).netloc

    def requested(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != host:
            faults.append(f"asked another host: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"HTTP {response.status} for {response.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"console {message.type}: {message.text}")

    def failed(request: Request) -> None:
        # A page that is left stops what it was still fetching.
        if request.failure != "net::ERR_ABORTED":
            faults.append(f"failed: {request.url} ({request.failure})")

    context = await browser.new_context(viewport={"width": 1280, "height": 800}, base_url=live_server, locale="en-GB")
    opened = await context.new_page()
    opened.on("request", requested)
    opened.on("response", answered)
    opened.on("requestfailed", failed)
    opened.on("console", said)
    opened.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    yield opened
    await context.close()
    assert faults == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up:
        assert server.poll() is None, f"the server ended:\n{log.read_text()}"
        try:
            if httpx.get(f"{url}/health/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"the server was not ready within {SECONDS_TO_START} s:\n{log.read_text()}")
