"""Making sure that no engine outlives the process that owns it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

import psutil

from graph.store.embedded.files import EngineFiles, EngineState, read_state

_PR_SET_PDEATHSIG = 1
_CLOSE_SECONDS = 10.0
_BEGAN_TOLERANCE = 1.0


def die_with_parent() -> Callable[[], None] | None:
    """Something to run in a new child before its program: on Linux it asks the kernel to end it with its parent.

    None elsewhere; there `end_orphan` clears up when the next user starts or the last one leaves.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it died between the fork and the request
            os._exit(1)

    return ask


def end_orphan(files: EngineFiles) -> bool:
    """End an engine whose supervisor is gone. Call it only when no supervisor lives. True where one was ended."""
    state = read_state(files)
    process = _engine_of(state)
    if process is None:
        return False
    try:
        process.terminate()
        process.wait(_CLOSE_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(_CLOSE_SECONDS)
    except psutil.NoSuchProcess:
        pass
    return True


def _engine_of(state: EngineState | None) -> psutil.Process | None:
    """The process a state file speaks of; None where it has ended or its id now belongs to another process."""
    if state is None:
        return None
    try:
        process = psutil.Process(state.engine)
        same = abs(process.create_time() - state.engine_began) < _BEGAN_TOLERANCE
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.Error:
        return None
