"""Running Neo4j Community from its jars, as a child that ends with us."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

from graph.store.settings import StoreSettings
from servers.java import find_java
from servers.maven import POMS, CannotFetch, neo4j_jars
from servers.under_test import NotHere, RunningServer

JAVA_RANGES: dict[str, tuple[int, int | None]] = {"5.26": (17, 21), "current": (21, None)}
"""Release line: oldest and newest Java it is supported on."""

_HEAP = "1536m"
_QUICK = "-XX:TieredStopAtLevel=1"
_LARGE = "-DpagecacheMiB=1024"
"""What is measured may be larger than the graphs of tests, whose pages all fit into 64 MiB."""
_START_SECONDS = 120


def start_from_jars(release: str, *, to_measure: bool = False) -> RunningServer:
    """Start a release and return once it listens. Raises NotHere where Java or the jars are missing.

    Tests plan thousands of statements that are run once, for which the thorough compiler of Java costs more than it
    gives: it is left out, except where speed is measured. There the server has a page cache for a large graph.
    """
    oldest, newest = JAVA_RANGES[release]
    java = find_java(oldest, newest)
    if java is None:
        raise NotHere(f"no Java {oldest}{f' to {newest}' if newest else ' or later'} is installed")
    try:
        jars = neo4j_jars(release)
    except CannotFetch as error:
        raise NotHere(str(error)) from error
    command = [str(java), f"-Xmx{_HEAP}", "-XX:+UseSerialGC", _LARGE if to_measure else _QUICK, "-cp", f"{jars}/*"]
    home = Path(tempfile.mkdtemp(prefix="isa-neo4j-"))
    port, password = _free_port(), secrets.token_urlsafe(16)
    running = [_launched(release, command, home, port, password)]

    def stop() -> None:
        _kill(running[0])
        shutil.rmtree(home, ignore_errors=True)

    def restart() -> None:
        _kill(running[0])
        running[0] = _launched(release, command, home, port, password)

    settings = StoreSettings(
        uri=f"bolt://127.0.0.1:{port}", user="neo4j", password=password, database=None, data_dir=home / "unused"
    )
    return RunningServer(settings, stop, lambda: _kill(running[0]), restart)


def _launched(release: str, command: list[str], home: Path, port: int, password: str) -> subprocess.Popen[bytes]:
    """Start a server over a home folder, new or of a server that ended, and return it once it listens."""
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, POMS / "Neo4jServer.java", home, str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
    assert server.stdin is not None
    server.stdin.write(f"{password}\n".encode())
    server.stdin.flush()
    if not _said_ready(server):
        said = (home / "server.log").read_text(encoding="utf-8", errors="replace")
        _kill(server)
        shutil.rmtree(home, ignore_errors=True)
        raise RuntimeError(f"Neo4j {release} did not start: {said[-2000:]}")
    return server


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
