"""The process that owns the embedded engine: starts it, says where it listens, ends it with its last user.

Run as `python -m graph.store.embedded.supervisor OPTIONS` with one JSON object; see `SupervisorOrders`. It is told
nothing else: users are counted by the lock they hold on `users.lock`, which the kernel releases on any death.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from secrets import token_urlsafe
from types import FrameType

import psutil

from graph.store.embedded.command import LOGGING, LOOPBACK, EngineOptions, engine_command
from graph.store.embedded.files import EngineFiles, EngineState, write_private, write_state
from graph.store.embedded.lifeline import die_with_parent
from graph.store.embedded.locks import HeldLock, try_lock, wait_for_lock
from graph.store.embedded.wheel import EngineWheel, find_wheel

_log = logging.getLogger("supervisor")

ANOTHER_SUPERVISES = 3
"""Exit code of a supervisor that found another at work."""

_POLL = 0.1
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0
_MOST_RESTARTS = 3
_RESTART_WINDOW = 60.0
_LOCK_SECONDS = 2.0  # others probe the lock for an instant at a time


@dataclass(frozen=True)
class SupervisorOrders:
    """What to run: the engine's folder, its heap, and its longest statement in milliseconds."""

    root: str
    heap: str
    statement_limit: int


class _EngineEnded(Exception):
    """The engine stopped by itself before it was ready."""


class Supervisor:
    """One engine and its life."""

    def __init__(self, orders: SupervisorOrders, wheel: EngineWheel) -> None:
        self._files = EngineFiles(Path(orders.root))
        self._options = EngineOptions(heap=orders.heap, statement_limit=orders.statement_limit)
        self._wheel = wheel
        self._process: subprocess.Popen[bytes] | None = None
        self._ports = (0, 0)
        self._told_to_stop = False

    def run(self) -> int:
        """Serve until the last user is gone or we are told to stop. The exit code of the process."""
        signal.signal(signal.SIGTERM, self._stop_soon)
        users: HeldLock | None = None
        try:
            self._begin()
            restarts: list[float] = []
            while not self._told_to_stop:
                # While this lock is ours nobody can join: whoever comes waits until the engine has stopped.
                users = try_lock(self._files.users_lock)
                if users is not None:
                    break
                time.sleep(_POLL)
                code = self._ended()
                if code is None:
                    continue
                if code in (0, 128 + signal.SIGTERM, -signal.SIGTERM):
                    return 0  # somebody ended the engine on purpose
                restarts = [at for at in restarts if time.monotonic() - at < _RESTART_WINDOW]
                if len(restarts) >= _MOST_RESTARTS:
                    _log.error("engine ended with %s after %s restarts: giving up", code, _MOST_RESTARTS)
                    return 1
                restarts.append(time.monotonic())
                _log.error("engine ended with %s: starting it again", code)
                self._start()
            return 0
        except _EngineEnded as error:
            _log.error("%s", error)
            return 1
        finally:
            self._end()
            self._files.state.unlink(missing_ok=True)
            self._files.password.unlink(missing_ok=True)
            if users is not None:
                users.release()

    def _stop_soon(self, _signal: int, _frame: FrameType | None) -> None:
        self._told_to_stop = True

    def _begin(self) -> None:
        write_private(self._files.logging_settings, LOGGING)
        write_private(self._files.password, token_urlsafe(32))
        # The engine keeps its users; without the file it makes one with the password of today.
        (self._files.root / "config" / "server-users.jsonl").unlink(missing_ok=True)
        shutil.rmtree(self._files.root / "log", ignore_errors=True)
        self._start()

    def _start(self) -> None:
        """Start the engine (again on the same ports, so that connected drivers find it) and wait until it answers."""
        command = engine_command(self._wheel, self._files, self._options, *self._ports)
        self._process = subprocess.Popen(
            command,
            cwd=self._files.root,
            stdin=subprocess.DEVNULL,
            preexec_fn=die_with_parent(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        seen = psutil.Process(self._process.pid)
        state = EngineState(supervisor=os.getpid(), engine=self._process.pid, engine_began=seen.create_time())
        write_state(self._files, state)
        bolt, http = self._wait_until_ready(seen)
        self._ports = (bolt, http)
        write_state(
            self._files,
            EngineState(state.supervisor, state.engine, state.engine_began, bolt, http, ready=True),
        )

    def _wait_until_ready(self, engine: psutil.Process) -> tuple[int, int]:
        """The Bolt and the HTTP port, once the engine says that its database is open."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and not self._told_to_stop:
            if (code := self._ended()) is not None:
                raise _EngineEnded(f"engine ended with {code} while starting")
            ports = _listening(engine)
            for http in ports if len(ports) == 2 else ():
                if _says_ready(http):
                    return next(port for port in ports if port != http), http
            time.sleep(_POLL / 2)
        raise _EngineEnded(f"engine was not ready after {_START_SECONDS:.0f} seconds")

    def _ended(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def _end(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _listening(process: psutil.Process) -> list[int]:
    """The ports on which a process listens: asked of the system, so that nobody else's port is taken for ours."""
    try:
        found = process.net_connections(kind="tcp")
    except psutil.Error:
        return []
    return sorted({entry.laddr.port for entry in found if entry.status == psutil.CONN_LISTEN})


def _says_ready(port: int) -> bool:
    """Whether this is the HTTP port and the engine's databases are open."""
    connection = HTTPConnection(LOOPBACK, port, timeout=1)
    try:
        connection.request("GET", "/api/v1/ready")
        return connection.getresponse().status == HTTPStatus.NO_CONTENT
    except (OSError, HTTPException):
        return False  # not up yet, or the Bolt port, whose reply is no HTTP
    finally:
        connection.close()


def main(arguments: list[str]) -> int:
    """Supervise the engine that the orders (one JSON object) speak of."""
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the users; the last of them ends us
    orders = SupervisorOrders(**json.loads(arguments[0]))
    files = EngineFiles(Path(orders.root))
    lock = wait_for_lock(files.supervisor_lock, _LOCK_SECONDS)
    if lock is None:
        return ANOTHER_SUPERVISES
    try:
        return Supervisor(orders, find_wheel()).run()
    finally:
        lock.release()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
