"""Runs the `isa` command as people do: as a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.store.settings import StoreSettings

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 120
SECONDS_TO_END = 300
ISA = (sys.executable, "-m", "api.cli")
ADDRESS = re.compile(r"^The registry is open at (http://\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def environment(store: StoreSettings | None = None, **more: str) -> dict[str, str]:
    """The environment of a command, without any `ISA_*` but those of `store` and `more`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ISA_")}
    if store is not None:
        clean["ISA_DATA_DIR"] = str(store.data_dir)
        if store.uri is not None:
            clean |= {"ISA_NEO4J_URI": store.uri, "ISA_NEO4J_USER": store.user, "ISA_NEO4J_PASSWORD": store.password}
            if store.database is not None:
                clean["ISA_NEO4J_DATABASE"] = store.database
    # Wide, so that tables keep a row on a line.
    return clean | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | more


def isa(*arguments: str, env: Mapping[str, str], cwd: Path | None = None) -> Ended:
    """Run `isa` to its end."""
    done = subprocess.run(
        [*ISA, *arguments],
        env=dict(env),
        cwd=cwd or ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_END,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@contextmanager
def serving(log: Path, *, env: Mapping[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run `isa serve` on a free port; gives the process and the address it prints. What it says goes to `log`."""
    with log.open("wb") as said:
        server = subprocess.Popen([*ISA, "serve", "--port", "0"], env=dict(env), cwd=ROOT, stdout=said, stderr=said)
    try:
        yield server, _address(server, log)
    finally:
        if server.poll() is None:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up:
        if found := ADDRESS.search(log.read_text(encoding="utf-8")):
            return found[1]
        assert server.poll() is None, f"the server ended:\n{log.read_text(encoding='utf-8')}"
        time.sleep(0.1)
    raise AssertionError(f"the server was not up within {SECONDS_TO_START} s:\n{log.read_text(encoding='utf-8')}")
