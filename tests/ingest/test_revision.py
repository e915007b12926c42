"""The revision of the facts: another after a load that writes, the same after one that does not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from graph.store.revision import NOTHING_WRITTEN, revision
from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.graph_dump import count
from tests.ingest.small_register import release, write_xlsx

TODAY = dt.date(2026, 11, 22)
SOURCE = "nhs-digital-register"


async def test_a_load_changes_it_and_a_rerun_that_changes_nothing_does_not(registry: Store, tmp_path: Path) -> None:
    assert await revision(registry) == NOTHING_WRITTEN
    register = write_xlsx(tmp_path / "register-2021-02.xlsx", [release(1)])
    tried = await load(registry, SOURCE, [register], today=TODAY, dry_run=True)
    assert not tried.changes_nothing
    # A dry run writes nothing, not even the lease changes what questions answer.
    assert await revision(registry) == NOTHING_WRITTEN

    await load(registry, SOURCE, [register], today=TODAY)
    first = await revision(registry)
    assert first != NOTHING_WRITTEN
    assert (await load(registry, SOURCE, [register], today=TODAY)).changes_nothing
    assert await revision(registry) == first

    changed = write_xlsx(tmp_path / "register-2021-02.xlsx", [release(1, identifiability="Identifiable")])
    await load(registry, SOURCE, [changed], today=TODAY)
    assert await revision(registry) not in (NOTHING_WRITTEN, first)
    # One node, however often it is written.
    assert await count(registry, "Revision") == 1
