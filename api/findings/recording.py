"""Rules after a load, every night and around a change: `queries` runs them while no load is under way."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from graph.model.registry import registry_model
from graph.store.store import Store
from ingest.loading.lease import leased
from queries.findings.recording import Recorded, Recorder, Told
from queries.findings.running import RuleResult
from queries.gap_rules.catalogue import Rule

WAIT_SECONDS = 60.0

AFTER_A_LOAD = "the rules after a load"
ON_DEMAND = "the rules, as asked for"


@asynccontextmanager
async def recorder(store: Store, by: str) -> AsyncIterator[Recorder]:
    """Hold the right to write while rules are run, so that none looks at a register half loaded.

    Raises LoadInProgress where a load is under way for longer than a minute.
    """
    async with leased(store, by, WAIT_SECONDS) as lease:
        yield Recorder(store, registry_model(), by, lambda: [lease.renewal()])


async def record_after_a_load(
    store: Store, rules: Sequence[Rule], today: dt.date, told: Told
) -> tuple[list[RuleResult], Recorded]:
    """Run all the rules there are and keep what they find, as each load is followed by.

    Raises StoreErrors and LoadInProgress.
    """
    async with recorder(store, AFTER_A_LOAD) as keeping:
        return await keeping.record_all(rules, today, now(), told)


async def record_rules(
    store: Store, rules: Sequence[Rule], today: dt.date, told: Told, *, all_rules: bool, baseline: bool = False
) -> tuple[list[RuleResult], Recorded]:
    """Run rules and keep what they find. `baseline` marks what then stands as having stood at go-live.

    `all_rules` says that these are all there are, so that findings of others are resolved.
    """
    async with recorder(store, ON_DEMAND) as keeping:
        run = keeping.record_all if all_rules else keeping.record
        done = await run(rules, today, now(), told)
        if baseline:
            await keeping.draw_baseline()
        return done


def now() -> dt.datetime:
    """Return this moment, in UTC."""
    return dt.datetime.now(tz=dt.UTC)
