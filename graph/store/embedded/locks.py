"""File locks that the operating system releases when their holder dies, however it dies.

POSIX has shared and exclusive locks on a whole file. Windows locks ranges of bytes: there a shared holder takes
any one byte of a range and an exclusive one takes the whole range.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import IO

_HOLDERS = 256  # how many can share a lock on Windows
_PAUSE = 0.02


class HeldLock:
    """A lock in our hands. `release` gives it back; so does the end of the process."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def release(self) -> None:
        """Give the lock back. Doing so twice is harmless."""
        self._file.close()


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _take(file: IO[bytes], *, shared: bool) -> bool:
        spans = [(at, 1) for at in range(_HOLDERS)] if shared else [(0, _HOLDERS)]
        for at, length in spans:
            try:
                file.seek(at)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, length)
            except OSError:
                continue
            return True
        return False

else:
    import fcntl

    def _take(file: IO[bytes], *, shared: bool) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file.fileno(), kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def try_lock(path: Path, *, shared: bool = False) -> HeldLock | None:
    """Take the lock if that can be done now; None where others hold it.

    Raises OSError where the file cannot be made.
    """
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
    try:
        if _take(file, shared=shared):
            return HeldLock(file)
    except BaseException:
        file.close()
        raise
    file.close()
    return None


def wait_for_lock(path: Path, seconds: float, *, shared: bool = False) -> HeldLock | None:
    """Take the lock as soon as it is free; None where it was not within so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        lock = try_lock(path, shared=shared)
        if lock is not None or time.monotonic() >= deadline:
            return lock
        time.sleep(_PAUSE)


def is_held(path: Path) -> bool:
    """Whether anybody holds the lock, shared or not, at this moment."""
    lock = try_lock(path)
    if lock is None:
        return True
    lock.release()
    return False
