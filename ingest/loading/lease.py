"""One load at a time: a lease held in the graph itself, so that it holds for every process that shares it.

Nothing makes two lease nodes impossible, so the rule is: make one's own, then look; where there is another, take
one's own back and wait a while. Of two that come at once at least one sees the other.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import random
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import psutil

from graph.store.errors import EngineUnavailable, StoreError
from graph.store.store import Statement, Store
from ingest.errors import LoadInProgress, LoadLost

LEASE_SECONDS = 120
"""How long a load may go without a sign of life before another takes over."""

_ALL = "MATCH (l:LoadLease) RETURN collect([l.key, l.host, l.process, l.source, l.startedAt, l.expiresAt])"
_MAKE = (
    "CREATE (l:LoadLease {key: $key, host: $host, process: $process, source: $source, startedAt: $now, "
    "expiresAt: $expires})"
)
_DROP = "MATCH (l:LoadLease) WHERE l.key IN $keys DELETE l"
_RENEW = "MATCH (l:LoadLease {key: $key}) SET l.expiresAt = $expires"
_MINE = "MATCH (l:LoadLease {key: $key}) RETURN count(l)"

_held_here: set[str] = set()
"""Keys of the leases that loads of this very process hold: any other lease of this process is a dead load's."""


@dataclass(slots=True)
class Lease:
    """The right to write to the registry for the time of one load."""

    store: Store
    key: str

    def renewal(self) -> Statement:
        """Return the statement that shows a sign of life, to be run with each batch."""
        return _RENEW, {"key": self.key, "expires": _now() + LEASE_SECONDS}

    async def check(self) -> None:
        """Raise LoadLost where another load took this one for dead."""
        held = await self.store.read(_MINE, {"key": self.key})
        if held != [1]:
            raise LoadLost(
                "Another load took over, because this one gave no sign of life for two minutes. "
                "Wait for it to end and run the same command again."
            )


@asynccontextmanager
async def leased(store: Store, source: str, wait_seconds: float) -> AsyncIterator[Lease]:
    """Hold the lease for the time of the block. Raises LoadInProgress where another holds it for too long."""
    lease = Lease(store, f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}")
    _held_here.add(lease.key)
    reachable = True
    try:
        await _acquire(lease, source, wait_seconds)
        yield lease
    except EngineUnavailable:
        # The lease then runs out by itself, and at once for whoever looks from this machine.
        reachable = False
        raise
    finally:
        _held_here.discard(lease.key)
        if reachable:
            with suppress(StoreError):
                await store.write([(_DROP, {"keys": [lease.key]})])


async def _acquire(lease: Lease, source: str, wait_seconds: float) -> None:
    store = lease.store
    deadline = asyncio.get_running_loop().time() + wait_seconds
    while True:
        now = _now()
        await store.write(
            [
                (
                    _MAKE,
                    {
                        "key": lease.key,
                        "host": socket.gethostname(),
                        "process": os.getpid(),
                        "source": source,
                        "now": now,
                        "expires": now + LEASE_SECONDS,
                    },
                )
            ]
        )
        [others] = await store.read(_ALL, {})
        others = [other for other in others if other[0] != lease.key]
        dead = [other[0] for other in others if _is_dead(other)]
        live = [other for other in others if other[0] not in dead]
        if not live:
            if dead:
                await store.write([(_DROP, {"keys": dead})])
            return
        await store.write([(_DROP, {"keys": [lease.key]})])
        if asyncio.get_running_loop().time() >= deadline:
            raise _in_progress(live[0])
        await asyncio.sleep(random.uniform(0.1, 0.5))  # noqa: S311 - spreads the waiting out


def _is_dead(lease: list[object]) -> bool:
    key, host, process, _source, _started, expires = lease
    if isinstance(expires, int) and expires < _now():
        return True
    if host != socket.gethostname() or not isinstance(process, int):
        return False
    if process == os.getpid():
        return key not in _held_here
    return not psutil.pid_exists(process)


def _in_progress(lease: list[object]) -> LoadInProgress:
    _key, host, process, source, started, _expires = lease
    at = dt.datetime.fromtimestamp(int(str(started)), tz=dt.UTC).strftime("%H:%M:%S UTC")
    return LoadInProgress(
        f"Another load is running: {source}, since {at}, process {process} on {host}. "
        "Wait for it to end, then run the same command again."
    )


def _now() -> int:
    return int(dt.datetime.now(tz=dt.UTC).timestamp())
