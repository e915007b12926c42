"""A load from end to end: read, rows, records, resolve, plan, apply, report."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from graph.model.records import Records
from graph.model.registry import registry_model
from graph.store.store import Store
from ingest.catalogue import load_sources
from ingest.errors import TooMuchLost, UnknownSource
from ingest.limits import Limits
from ingest.loading.apply import Writer
from ingest.loading.bookkeeping import edition_values, source_values
from ingest.loading.difference import planned
from ingest.loading.given import Given, read_given
from ingest.loading.lease import leased
from ingest.loading.planned import Plan
from ingest.loading.preparing import Preparation, Prepared
from ingest.loading.progress import Progress, silent
from ingest.loading.report import LoadReport, RejectedRow
from ingest.source import Source
from ingest.tables.rejects import write_rejects

WAIT_SECONDS = 60.0
"""How long a load waits for another to end before it is refused."""

_LOSS_UNNOTICED = 20
"""Up to so many nodes may be withdrawn without asking, however few there were."""

_OF_THE_MOMENT = frozenset({"loadedAt", "loads"})
"""What two loads of one edition differ in."""


async def load(
    store: Store,
    source_name: str,
    paths: Sequence[Path],
    *,
    today: dt.date,
    dry_run: bool = False,
    progress: Progress | None = None,
    rejects_dir: Path | None = None,
    extract: str | None = None,
    wait_seconds: float = WAIT_SECONDS,
    allow_loss: bool = False,
    limits: Limits | None = None,
    packages: Sequence[str] = (),
    adapt: Callable[[Source], Source] | None = None,
) -> LoadReport:
    """Load files of a source into the registry and say what that did.

    `paths` name files or folders; a file of corrected rejects is recognised and completes its edition. With
    `dry_run` nothing is written. `extract` says which part of the source the files are, where they are not the
    whole: then nothing is withdrawn. Files that would withdraw most of what the source stated are refused unless
    `allow_loss`. Refused rows go to a file in `rejects_dir` (None: they are reported alone).
    `today` decides which editions lie ahead. `packages` are where sources are looked for (default: ours).
    `adapt` gives the source as these files need it, such as with headings that a person mapped.

    Raises an IngestError for anything a person can put right, LoadInProgress where another load does not end within
    `wait_seconds`, RejectsNotWritten where all is loaded but the refused rows cannot be kept, and StoreErrors. What was
    written before an error stays readable, and the same load run again completes it.
    """
    began = time.monotonic()
    known = load_sources(*packages)
    if source_name not in known:
        raise UnknownSource(f"There is no source {source_name!r}. Sources: {', '.join(known) or 'none'}.")
    source = known[source_name] if adapt is None else adapt(known[source_name])
    tell = progress or silent
    given = await asyncio.to_thread(read_given, source, paths, limits or Limits(), tell, today)
    records = Records(registry_model())
    preparation = Preparation(store, records, source, known, given, extract, tell)
    async with AsyncExitStack() as stack:
        if dry_run:
            ready = await preparation.prepared()
        else:
            lease = await stack.enter_async_context(leased(store, source_name, wait_seconds))
            ready = await preparation.prepared()
            if not allow_loss:
                _refuse_loss(source_name, ready.plan)
            await _apply(Writer(store, records, source_name, lease, tell), source, given, extract, ready)
    files: tuple[Path, ...] = ()
    if ready.refusals and rejects_dir is not None and not dry_run:
        files = write_rejects(rejects_dir, source_name, given.edition.key, ready.refusals)
    return LoadReport(
        source=source_name,
        title=source.info.title,
        edition=given.edition.key,
        dry_run=dry_run,
        rows_read=ready.rows_read,
        rows_taken=ready.rows_taken,
        rejected=tuple(RejectedRow(r.row.file, r.row.place, r.column, r.value, r.reason) for r in ready.refusals),
        rejects_files=files,
        nodes=ready.plan.node_tallies,
        edges=ready.plan.edge_tallies,
        records=ready.row_records.tally,
        remarks=tuple(ready.remarks),
        proposals=tuple(ready.likely),
        changes=planned(ready.changes),
        seconds=time.monotonic() - began,
    )


def _refuse_loss(source: str, plan: Plan) -> None:
    """Raise TooMuchLost where the files look like a part taken for the whole."""
    for loss in plan.losses:
        if loss.withdrawn > _LOSS_UNNOTICED and loss.withdrawn * 2 > loss.standing:
            raise TooMuchLost(
                f"This would withdraw {loss.withdrawn:,} of the {loss.standing:,} {loss.what} that {source} "
                "stated until now, so nothing was loaded. If the files are a part of the register, say which with "
                "--extract; if all the rest is really gone, use --allow-loss."
            )


async def _apply(writer: Writer, source: Source, given: Given, extract: str | None, ready: Prepared) -> None:
    """Write it all; the edition counts as loaded last. Where nothing changes nothing is written."""
    standing, key = ready.standing, given.edition.key
    edition = standing.edition_to_write(given)
    before = source_values(source, edition.as_at, extract, standing.source)
    if given.corrects is not None and standing.source is not None:
        before |= {name: standing.source.get(name) for name in ("completeness", "completenessNote")}
    rows = (ready.rows_read, ready.rows_outstanding)
    done = edition_values(edition, "LOADED", *rows, standing.loads + 1)
    same = _holds(standing.edition, {name: value for name, value in done.items() if name not in _OF_THE_MOMENT})
    if same and _holds(standing.source, before) and ready.empty:
        return
    await writer.begin(before, key, edition_values(edition, "LOADING", *rows, standing.loads))
    await writer.write(ready.plan, ready.changes, ready.row_records, key)
    now = dt.datetime.now(tz=dt.UTC).replace(microsecond=0)
    await writer.end(before, key, {**done, "loadedAt": now})


def _holds(held: Mapping[str, Any] | None, values: Mapping[str, Any]) -> bool:
    return held is not None and all(held.get(name) == value for name, value in values.items())
