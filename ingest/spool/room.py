"""How much of a load is kept in memory, and what is said where the disk has no room for the rest."""

from __future__ import annotations

import errno
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import NoRoom

ENTRIES = 10_000
"""Up to so many entries a list or map is kept in memory alone; of a longer one about as many."""


@contextmanager
def on_disk() -> Iterator[None]:
    """Say what to do where the disk is full. Raises NoRoom."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise _no_room() from error
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _no_room() from error
        raise


def _no_room() -> NoRoom:
    return NoRoom(
        f"A long load sets rows aside in {tempfile.gettempdir()}, which is full. Free some space there, or name "
        "another folder with TMPDIR, and run the same command again."
    )
