"""`isa serve` as a process: it starts, is refused, and ends without leaving anything behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.delivery.commands import ISA, ROOT, environment, isa, serving


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that nothing answers on, and nothing else can take meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def engines_of(folder: Path) -> list[int]:
    """The processes that were started for the data of a folder."""
    return [p.pid for p in psutil.process_iter(["cmdline"]) if any(str(folder) in a for a in p.info["cmdline"] or ())]


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_ends_cleanly_when_told(tmp_path: Path, ending: signal.Signals) -> None:
    log = tmp_path / "log"
    data = tmp_path / "data"
    with serving(log, env=environment(ISA_DATA_DIR=str(data))) as (server, address):
        assert httpx.get(f"{address}/health/ready").status_code == 200
        asked = httpx.get(f"{address}/graphql", params={"query": "{ agreements { totalCount } }"})
        assert asked.json() == {"data": {"agreements": {"totalCount": 0}}}
        assert engines_of(data) != []
        server.send_signal(ending)
        assert server.wait(60) == 0
    said = log.read_text(encoding="utf-8")
    assert '"GET /graphql HTTP/1.1" 200' in said
    assert "agreements" not in said
    assert "Traceback" not in said
    assert engines_of(data) == []


def test_a_kill_while_it_starts_leaves_nothing_behind(tmp_path: Path) -> None:
    data = tmp_path / "data"
    server = subprocess.Popen(
        [*ISA, "serve", "--port", "0"],
        env=environment(ISA_DATA_DIR=str(data)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # As a shell starts it in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    give_up = time.monotonic() + 60
    while not engines_of(data) and time.monotonic() < give_up:
        time.sleep(0.05)
    server.terminate()
    _, said = server.communicate(timeout=120)
    assert (server.returncode, said) == (130, "isa: stopped\n")
    assert engines_of(data) == []


def test_a_port_that_is_taken_is_told_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command in ("serve", "demo"):
            ended = isa(command, "--port", str(port), env=environment(ISA_DATA_DIR=str(tmp_path / "data")))
            assert (ended.code, ended.out) == (1, "")
            assert ended.err == (
                f"isa: cannot listen on 127.0.0.1 port {port}: {os.strerror(98)}. Choose another with --port, or 0 for "
                "any free one.\n"
            )
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["doctor"], ["ask", "{ agreements { totalCount } }"]])
def test_a_database_that_is_down_is_told_in_one_line(command: list[str], closed_port: int, tmp_path: Path) -> None:
    address = f"bolt://127.0.0.1:{closed_port}"
    ended = isa(*command, env=environment(ISA_NEO4J_URI=address, ISA_NEO4J_PASSWORD="hunter2hunter2"))
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        f"isa: The engine at {address} does not answer. Check that it runs and can be reached from here, then try "
        "again.\n"
    )


def test_it_refuses_to_be_reached_by_others(tmp_path: Path) -> None:
    ended = isa("serve", "--host", "0.0.0.0", "--port", "0", env=environment(ISA_DATA_DIR=str(tmp_path / "data")))
    assert (ended.code, ended.out) == (2, "")
    assert "there is no sign-in yet: the caller would be the administrator" in ended.err
    assert not (tmp_path / "data").exists()
