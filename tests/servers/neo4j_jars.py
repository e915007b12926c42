"""Running Neo4j Community from its jars, as a child that ends with us."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

from graph.store.settings import StoreSettings
from tests.servers.java import find_java
from tests.servers.maven import POMS, CannotFetch, neo4j_jars
from tests.servers.under_test import NotHere, RunningServer

JAVA_RANGES: dict[str, tuple[int, int | None]] = {"5.26": (17, 21), "current": (21, None)}
"""Release line: oldest and newest Java it is supported on."""

_HEAP, _PAGES = "1536m", 64
_LARGE_HEAP, _MANY_PAGES = "3g", 1536
"""Memory of the heap, and mebibytes of the database held in memory, for tests and to measure large registries."""
_QUICK = "-XX:TieredStopAtLevel=1"
_START_SECONDS = 120
_KEEP_SECONDS = 120


def start_from_jars(release: str, *, to_measure: bool = False, kept: Path | None = None) -> RunningServer:
    """Start a release and return once it listens. Raises NotHere where Java or the jars are missing.

    Tests plan thousands of statements that are run once, for which the thorough compiler of Java costs more than it
    gives: it is left out, except where speed is measured. `kept` is a folder whose database is used, and stays.
    """
    oldest, newest = JAVA_RANGES[release]
    java = find_java(oldest, newest)
    if java is None:
        raise NotHere(f"no Java {oldest}{f' to {newest}' if newest else ' or later'} is installed")
    try:
        jars = neo4j_jars(release)
    except CannotFetch as error:
        raise NotHere(str(error)) from error
    heap, pages = (_LARGE_HEAP, _MANY_PAGES) if to_measure else (_HEAP, _PAGES)
    command = [str(java), f"-Xmx{heap}", "-XX:+UseSerialGC", *([] if to_measure else [_QUICK]), "-cp", f"{jars}/*"]
    home = Path(tempfile.mkdtemp(prefix="isa-neo4j-")) if kept is None else kept
    home.mkdir(parents=True, exist_ok=True)
    port, password = _free_port(), secrets.token_urlsafe(16)

    def launch() -> subprocess.Popen[bytes]:
        return _launched(release, command, [str(home), str(port), str(pages)], password)

    def tidy() -> None:
        if kept is None:
            shutil.rmtree(home, ignore_errors=True)

    try:
        running = [launch()]
    except RuntimeError:
        tidy()
        raise

    def stop() -> None:
        if kept is not None:
            _let_keep(running[0])
        _kill(running[0])
        tidy()

    def restart() -> None:
        _kill(running[0])
        running[0] = launch()

    settings = StoreSettings(
        uri=f"bolt://127.0.0.1:{port}", user="neo4j", password=password, database=None, data_dir=home / "unused"
    )
    return RunningServer(settings, stop, lambda: _kill(running[0]), restart)


def _launched(release: str, command: list[str], arguments: list[str], password: str) -> subprocess.Popen[bytes]:
    """Start a server over a home folder, new or of a server that ended, and return it once it listens.

    The folder is the first of the arguments. Raises RuntimeError where it does not start.
    """
    said_in = Path(arguments[0]) / "server.log"
    with said_in.open("wb") as log:
        server = subprocess.Popen(
            [*command, POMS / "Neo4jServer.java", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
    assert server.stdin is not None
    server.stdin.write(f"{password}\n".encode())
    server.stdin.flush()
    if not _said_ready(server):
        said = said_in.read_text(encoding="utf-8", errors="replace")
        _kill(server)
        raise RuntimeError(f"Neo4j {release} did not start: {said[-2000:]}")
    return server


def _let_keep(server: subprocess.Popen[bytes]) -> None:
    """Have a server write its files to the end. One that does not manage to is left to be killed."""
    assert server.stdin is not None
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        server.stdin.write(b"KEEP\n")
        server.stdin.flush()
        server.wait(_KEEP_SECONDS)


def _kill(server: subprocess.Popen[bytes]) -> None:
    server.kill()
    server.wait()


def _said_ready(server: subprocess.Popen[bytes]) -> bool:
    """Wait for the line READY, reading the rest of the output away so that the server never blocks on it."""
    ready = threading.Event()
    ended = threading.Event()

    def listen() -> None:
        assert server.stdout is not None
        for line in server.stdout:
            if line.strip() == b"READY":
                ready.set()
                ended.set()
        ended.set()

    threading.Thread(target=listen, name="neo4j-output", daemon=True).start()
    ended.wait(_START_SECONDS)
    return ready.is_set()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
