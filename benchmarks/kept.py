"""A server for a measurement, with a database that stays in the cache where filling it takes long."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from api.settings import Settings
from benchmarks.spine import settings_of_server
from graph.store.embedded.locks import HeldLock, wait_for_lock

_FILLED = "filled"
_WAIT_SECONDS = 5


@dataclass
class Kept:
    """A server, whether its database is filled, and what stops it. Who fills it says so in `filled`."""

    settings: Settings
    filled: bool
    stop_server: Callable[[], None]
    folder: Path | None = None
    lock: HeldLock | None = None

    def stop(self) -> None:
        """Stop the server; a database that is filled by now is not filled again."""
        self.stop_server()
        if self.folder is not None and self.filled:
            (self.folder / _FILLED).touch()
        if self.lock is not None:
            self.lock.release()


def kept_server(name: str, content: str) -> Kept:
    """Start Neo4j over the database of a name, or take that of ISA_BENCH_NEO4J_URI, of which nothing is kept.

    `content` tells what fills it: where it was filled with anything else, or not to the end, it is begun anew. Raises
    SystemExit where another measurement uses it.
    """
    if os.environ.get("ISA_BENCH_NEO4J_URI"):
        settings, stop = settings_of_server()
        return Kept(settings, filled=False, stop_server=stop)
    folder = user_cache_path("isa-registry-bench", ensure_exists=True) / name
    lock = wait_for_lock(folder.with_suffix(".lock"), _WAIT_SECONDS)
    if lock is None:
        raise SystemExit(f"Another measurement uses {folder}. Wait until it has ended.")
    of = folder / "content"
    filled = (folder / _FILLED).exists() and of.read_text(encoding="utf-8") == content
    if not filled:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        of.write_text(content, encoding="utf-8")
    settings, stop = settings_of_server(folder)
    return Kept(settings, filled, stop, folder, lock)
