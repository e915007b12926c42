"""Joining the embedded engine of a data folder, starting it where it does not run."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import graph
from graph.store.embedded.command import LOOPBACK
from graph.store.embedded.files import (
    DATABASE,
    USER,
    EngineFiles,
    EngineState,
    folder_trouble,
    prepare_folder,
    read_state,
)
from graph.store.embedded.lifeline import end_orphan
from graph.store.embedded.locks import HeldLock, is_held, try_lock, wait_for_lock
from graph.store.embedded.supervisor import ANOTHER_SUPERVISES, SupervisorOrders
from graph.store.embedded.wheel import find_wheel
from graph.store.errors import DataFolderUnusable, EmbeddedUnavailable
from graph.store.settings import StoreSettings

SUPERVISOR = "graph.store.embedded.supervisor"

_START_SECONDS = 90.0
_STOP_SECONDS = 30.0
_POLL = 0.03
_LOG_TAIL = 600
_LONGEST_STATEMENT_MS = 600_000
"""The engine's own limit, a backstop for statements whose client died; ours are stopped long before."""


@dataclass(frozen=True)
class EngineLease:
    """The right to use a running embedded engine, and where it is. The engine stays until the last is released."""

    bolt_uri: str
    http_port: int
    database: str
    user: str
    password: str
    files: EngineFiles
    _held: HeldLock

    def release(self) -> None:
        """Give up the engine. Where we were its last user, returns once it has stopped."""
        self._held.release()
        deadline = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < deadline and is_held(self.files.supervisor_lock):
            if _others_use(self.files):
                return
            time.sleep(_POLL)
        _clear_orphan(self.files)

    def __repr__(self) -> str:
        return f"EngineLease({self.bolt_uri})"


def attach(settings: StoreSettings) -> EngineLease:
    """Join the engine under `settings.data_dir`; start it first where it does not run. Blocks until it answers.

    Raises DataFolderUnusable for a folder or disk that cannot be used, EmbeddedUnavailable where the engine is
    not installed or does not start.
    """
    find_wheel()
    files = prepare_folder(settings.data_dir)
    try:
        held = wait_for_lock(files.users_lock, _STOP_SECONDS, shared=True)
    except OSError as error:
        raise folder_trouble(settings.data_dir, error) from error
    if held is None:
        raise EmbeddedUnavailable(
            f"The embedded engine under {files.root} is stopping and does not come to an end. "
            f"See {files.log}, end the process that runs it, and try again."
        )
    try:
        state = _join_or_start(files, settings)
        password = files.password.read_text(encoding="utf-8")
    except OSError as error:
        held.release()
        raise folder_trouble(settings.data_dir, error) from error
    except BaseException:
        held.release()
        raise
    return EngineLease(
        bolt_uri=f"bolt://{LOOPBACK}:{state.bolt_port}",
        http_port=state.http_port,
        database=DATABASE,
        user=USER,
        password=password,
        files=files,
        _held=held,
    )


def _join_or_start(files: EngineFiles, settings: StoreSettings) -> EngineState:
    """A ready engine's state. Holding `users.lock` already, we know that a live supervisor will not stop it."""
    start = wait_for_lock(files.start_lock, _START_SECONDS)
    if start is None:
        raise EmbeddedUnavailable(
            f"Another process has been starting the embedded engine for too long. See {files.log}."
        )
    try:
        supervisor: subprocess.Popen[bytes] | None = None
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            state = read_state(files)
            alive = is_held(files.supervisor_lock)
            if alive and state is not None and state.ready:
                return state
            if supervisor is not None and supervisor.poll() not in (None, ANOTHER_SUPERVISES):
                raise _did_not_start(files, settings.data_dir)
            if not alive and (supervisor is None or supervisor.poll() is not None):
                end_orphan(files)
                files.state.unlink(missing_ok=True)
                supervisor = _spawn(files, settings)
            time.sleep(_POLL)
        raise _did_not_start(files, settings.data_dir)
    finally:
        start.release()


def _spawn(files: EngineFiles, settings: StoreSettings) -> subprocess.Popen[bytes]:
    """Start a supervisor that outlives us and takes no part in our terminal's signals."""
    orders = SupervisorOrders(root=str(files.root), heap=settings.embedded_heap, statement_limit=_LONGEST_STATEMENT_MS)
    # Our settings hold passwords, and Java's own variables would change the engine.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ISA_") and name not in ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
    }
    packages = str(Path(graph.__file__).parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [packages, environment.get("PYTHONPATH")]))
    with os.fdopen(os.open(files.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", SUPERVISOR, json.dumps(asdict(orders))],
            cwd=files.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
            | getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    # It may end long before us, and an ended child that nobody waits for stays as a zombie.
    threading.Thread(target=supervisor.wait, name="engine-supervisor", daemon=True).start()
    return supervisor


def _did_not_start(files: EngineFiles, data_dir: Path) -> EmbeddedUnavailable | DataFolderUnusable:
    said = files.log.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in said:
        return folder_trouble(data_dir, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    if "AccessDeniedException" in said or "Permission denied" in said:
        return folder_trouble(data_dir, OSError(errno.EACCES, os.strerror(errno.EACCES)))
    return EmbeddedUnavailable(
        f"The embedded engine did not start. Its log {files.log} ends: {said.strip()[-_LOG_TAIL:] or '(empty)'}"
    )


def _others_use(files: EngineFiles) -> bool:
    """Whether other users hold the engine. The supervisor's exclusive hold, taken to stop it, does not count."""
    alone = try_lock(files.users_lock)
    if alone is not None:
        alone.release()
        return False
    beside = try_lock(files.users_lock, shared=True)
    if beside is None:
        return False
    beside.release()
    return True


def _clear_orphan(files: EngineFiles) -> None:
    """After the last user: end an engine whose supervisor was killed, where the kernel did not."""
    start = try_lock(files.start_lock)
    if start is None:
        return  # whoever is starting clears up
    try:
        if not is_held(files.supervisor_lock) and not _others_use(files):
            end_orphan(files)
    finally:
        start.release()
