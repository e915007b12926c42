"""A load of some size, and ways to disturb it while it writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.graph_dump import dump
from tests.ingest.small_register import release, write_xlsx
from tests.servers.wipe import wipe_data

TODAY = dt.date(2026, 11, 22)
SOURCE = "nhs-digital-register"


def sizeable_register(folder: Path) -> Path:
    """Write a register of 180 agreements, enough for a load of a dozen transactions."""
    rows = [
        release(
            n,
            organisation=f"Council {n % 37}",
            dataset=f"Dataset {n % 11}",
            reference=f"DARS-NIC-{10000 + n % 180}-A1B2C-v1.{n % 2}",
        )
        for n in range(1, 501)
    ]
    return write_xlsx(folder / "register-2021-02.xlsx", rows)


class Stopping:
    """A progress that does something once a share of the writing is done."""

    def __init__(self, share: float, act: Callable[[], object]) -> None:
        self.share = share
        self.act = act
        self.acted = False

    def __call__(self, phase: str, done: int, total: int, /) -> None:
        if phase.startswith("writing") and not self.acted and done >= self.share * total:
            self.acted = True
            self.act()


async def undisturbed(registry: Store, register: Path) -> dict[str, list[Any]]:
    await wipe_data(registry)
    await load(registry, SOURCE, [register], today=TODAY)
    return await dump(registry, moments=False)


async def assert_readable(store: Store) -> None:
    """Whatever is there hangs together: no flow shown without its agreement, edges with both ends, one edition."""
    [states] = await store.read("MATCH (e:Edition) RETURN collect(e.state)", {})
    assert states == ["LOADING"]
    [unstated] = await store.read("MATCH (n:Flow) WHERE n.state IS NULL OR n.title IS NULL RETURN count(n)", {})
    assert unstated == 0
