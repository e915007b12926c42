"""A load from end to end: read, rows, records, resolve, plan, apply, report."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from graph.model.records import RecordError, Records
from graph.model.registry import registry_model
from graph.store.store import Store
from ingest.catalogue import load_sources
from ingest.drafting.draft import Draft, Ref, Refusal
from ingest.drafting.variants import place_variants
from ingest.errors import EditionOlder, RejectsUnusable, SourceBroken, TooMuchLost, UnknownSource
from ingest.limits import Limits
from ingest.loading.absent import absence_remarks, absent_columns
from ingest.loading.apply import Writer
from ingest.loading.bookkeeping import EditionName, edition_values, source_values
from ingest.loading.changes import RELABELLED_KEY, UNTOLD, Changes
from ingest.loading.difference import planned
from ingest.loading.edition_rows import EditionRows
from ingest.loading.given import Given, read_given
from ingest.loading.held import GraphReader, HeldNode
from ingest.loading.lease import leased
from ingest.loading.plan import Planner
from ingest.loading.planned import Held, Plan
from ingest.loading.progress import Progress, silent
from ingest.loading.relabelling import relabellings
from ingest.loading.report import LoadReport, RejectedRow
from ingest.loading.row_records import RowRecords, record_key
from ingest.source import Source
from ingest.tables.layout import Row
from ingest.tables.rejects import write_rejects
from ingest.who.bodies import Directory, Proposal, proposals

WAIT_SECONDS = 60.0
"""How long a load waits for another to end before it is refused."""

_LOSS_UNNOTICED = 20
"""Up to so many nodes may be withdrawn without asking, however few there were."""

_TITLES = {"Organisation": "name", "Dataset": "title"}


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
    run = _Load(store, source, known, given, extract, tell)
    async with AsyncExitStack() as stack:
        if not dry_run:
            run.lease = await stack.enter_async_context(leased(store, source_name, wait_seconds))
        await run.prepare()
        if not dry_run:
            if not allow_loss:
                run.check_loss()
            await run.apply()
    files: tuple[Path, ...] = ()
    if run.refusals and rejects_dir is not None and not dry_run:
        files = write_rejects(rejects_dir, source_name, run.edition_key, run.refusals)
    return run.report(dry_run, files, time.monotonic() - began)


class _Load:
    """One load under way."""

    def __init__(
        self,
        store: Store,
        source: Source,
        known: Mapping[str, Source],
        given: Given,
        extract: str | None,
        tell: Progress,
    ) -> None:
        self.store = store
        self.source = source
        self.name = source.info.name
        self.given = given
        self.extract = extract
        self.tell = tell
        self.lease: Any = None
        self.model = registry_model()
        self.records = Records(self.model)
        self.reader = GraphReader(store, self.model)
        self.planner = Planner(self.records, source, known)
        self.edition_key = given.edition.key
        self.plan = Plan()
        self.held_edition: dict[str, Any] | None = None
        self.held_source: dict[str, Any] | None = None
        self.held_numbered: dict[str, HeldNode] = {}
        self.refusals: list[Refusal] = []
        self.remarks: list[tuple[str, str]] = list(given.remarks)
        self.likely: tuple[Proposal, ...] = ()
        self.rows_read = 0
        self.rows_taken = 0
        self.outstanding = 0
        now = dt.datetime.now(tz=dt.UTC)
        self.began = now.replace(microsecond=now.microsecond // 1000 * 1000)
        self.newer = False
        self.changes: Changes
        self.row_records: RowRecords

    async def prepare(self) -> None:
        """Work out what to write, without writing anything."""
        self.tell("reading the registry", 0, 4)
        self.held_edition = await self.reader.properties("Edition", self.edition_key)
        await self._check_edition()
        if self.source.shares_numbers is not None:
            self.held_numbered = await self.reader.variants(self.source.shares_numbers, f"{self.name}:")
        edition_rows = EditionRows(self.reader, self.source, self.edition_key)
        rows = self.given.rows
        if self.given.corrects is not None:
            rows = await edition_rows.completed(rows)
        self.tell("reading the registry", 1, 4)
        draft, known_names = await self._draft(rows)
        if self.given.corrects is None and self.held_edition is not None and draft.refusals:
            corrected = await edition_rows.corrected(rows, draft.refusals)
            if corrected is not None:
                rows = corrected
                draft, known_names = await self._draft(rows)
        self.rows_read = len(rows)
        absent = absent_columns(self.source.tables, rows)
        self.tell("reading the registry", 2, 4)
        # A source that never began to load states nothing yet.
        begun = self.held_source is not None
        stated = await self.reader.stated(self.name) if begun else {}
        edges = await self.reader.edges(self.name, stated) if begun else {}
        await self._place_variants(draft, edges)
        self.tell("reading the registry", 3, 4)
        held = Held(
            nodes=await self.reader.nodes(draft.nodes),
            edges=edges,
            stated=stated,
            withdrawn=await self.reader.withdrawn(self.name) if begun else {},
            disagreements=await self.reader.disagreements(),
        )
        keys = (record_key(self.edition_key, row) for row, _ in draft.stated.values())
        held_records = await self.reader.records(keys if self.held_edition is not None else ())
        self.tell("reading the registry", 4, 4)
        self.refusals = draft.refusals
        self.rows_taken = len(draft.stated)
        if self.given.corrects is not None and self.held_edition is not None:
            self.rows_read = max(self.rows_read, int(self.held_edition.get("rowsRead", 0)))
        self.outstanding = self.rows_read - self.rows_taken
        withdraw = self.outstanding == 0 and not self._is_part()
        try:
            self.plan = await asyncio.to_thread(self.planner.plan, draft, held, withdraw=withdraw, absent=absent)
            self.changes = await self._changes(draft, held)
            self.row_records = RowRecords(self.records, self.edition_key, draft.stated, held_records)
            await asyncio.to_thread(self.row_records.count)
        except RecordError as error:
            raise SourceBroken(f"{self.name} makes a record that the model refuses: {error}") from error
        self.remarks += draft.remarks + absence_remarks(absent) + self.plan.remarks
        self.likely = tuple(
            p
            for label in _TITLES
            for p in proposals(draft.created[label], known_names[label] | draft.created[label])
            if not draft.directories[label].settled(p.name, p.like_key)
        )

    async def _draft(self, rows: Sequence[Row]) -> tuple[Draft, dict[str, dict[str, str]]]:
        """What rows say, and the names that were known before, by type and name."""
        organisations = await self.reader.directory("Organisation", "name")
        datasets = await self.reader.directory("Dataset", "title")
        known_names = {label: _known_names(d) for label, d in zip(_TITLES, (organisations, datasets), strict=True)}
        return await asyncio.to_thread(self._interpret, rows, organisations, datasets), known_names

    async def _changes(self, draft: Draft, held: Held) -> Changes:
        number = self._loads() + 1
        made_by = f"{self.edition_key}:{number}"
        cut_short = self._cut_short()
        begun = await self.reader.relabelled(f"{made_by}:{RELABELLED_KEY}:") if cut_short else {}
        made = await self.reader.made(f"{made_by}:") if cut_short else {}
        linked = {name.start for name in held.edges if name.start[0] in UNTOLD} if cut_short else set()

        def is_new(ref: Ref) -> bool:
            """Whether this load makes a node, or made it before it was cut short. What is not told has no edge yet."""
            if ref not in held.nodes:
                return ref in draft.nodes
            return cut_short and (ref in made or (ref[0] in UNTOLD and ref not in linked))

        return Changes(
            self.records,
            self.plan,
            self.edition_key,
            number,
            self.began,
            newer=self.newer,
            is_new=is_new,
            relabellings=await asyncio.to_thread(
                relabellings, self.model, self.plan.node_writes, draft.nodes, held, begun
            ),
            contradictions=draft.contradictions,
        )

    def _cut_short(self) -> bool:
        """Whether this edition was begun and is not loaded to the end."""
        return self.held_edition is not None and self.held_edition.get("state") == "LOADING"

    def _loads(self) -> int:
        """How often this edition was loaded to the end."""
        return int((self.held_edition or {}).get("loads") or 0)

    def check_loss(self) -> None:
        """Raise TooMuchLost where the files look like a part taken for the whole."""
        for loss in self.plan.losses:
            if loss.withdrawn > _LOSS_UNNOTICED and loss.withdrawn * 2 > loss.standing:
                raise TooMuchLost(
                    f"This would withdraw {loss.withdrawn:,} of the {loss.standing:,} {loss.what} that {self.name} "
                    "stated until now, so nothing was loaded. If the files are a part of the register, say which with "
                    "--extract; if all the rest is really gone, use --allow-loss."
                )

    async def apply(self) -> None:
        """Write it all; the edition counts as loaded last. Where nothing changes nothing is written."""
        edition = self._edition_name()
        held = self.held_edition
        before = source_values(self.source, edition.as_at, self.extract, self.held_source)
        if self.given.corrects is not None and self.held_source is not None:
            before |= {n: self.held_source.get(n) for n in ("completeness", "completenessNote")}
        done = edition_values(edition, "LOADED", self.rows_read, self.outstanding, self._loads() + 1)
        same = held is not None and all(held.get(n) == v for n, v in done.items() if n not in ("loadedAt", "loads"))
        source_same = self.held_source is not None and all(self.held_source.get(n) == v for n, v in before.items())
        if same and source_same and self.plan.empty and self.row_records.writes == 0:
            return
        writer = Writer(self.store, self.records, self.name, self.lease, self.tell)
        loading = edition_values(edition, "LOADING", self.rows_read, self.outstanding, self._loads())
        await writer.begin(before, self.edition_key, loading)
        await writer.write(self.plan, self.changes, self.row_records, self.edition_key)
        now = dt.datetime.now(tz=dt.UTC).replace(microsecond=0)
        await writer.end(before, self.edition_key, {**done, "loadedAt": now})

    def report(self, dry_run: bool, rejects_files: tuple[Path, ...], seconds: float) -> LoadReport:
        """Say what was done, or would be."""
        return LoadReport(
            source=self.name,
            title=self.source.info.title,
            edition=self.edition_key,
            dry_run=dry_run,
            rows_read=self.rows_read,
            rows_taken=self.rows_taken,
            rejected=tuple(RejectedRow(r.row.file, r.row.place, r.column, r.value, r.reason) for r in self.refusals),
            rejects_files=rejects_files,
            nodes=self.plan.node_tallies,
            edges=self.plan.edge_tallies,
            records=self.row_records.tally,
            remarks=tuple(self.remarks),
            proposals=self.likely,
            changes=planned(self.changes),
            seconds=seconds,
        )

    def _is_part(self) -> bool:
        """Whether the files are known to be a part of the source, so that what they leave out still stands."""
        if self.given.corrects is None:
            return self.extract is not None or self.given.partial
        # Corrected rows do not tell; the edition they complete may itself have been a part.
        held = (self.held_source or {}).get("completeness")
        return bool(self.source.whole_formats) or held != self.source.info.completeness

    async def _check_edition(self) -> None:
        self.held_source = await self.reader.properties("Source", self.name)
        if self.given.corrects is not None and self.held_edition is None:
            raise RejectsUnusable(
                f"The registry holds no edition {self.edition_key} of {self.name}. "
                "Load the file that these rows were refused from first."
            )
        known = await self.reader.editions(self.name)
        self.newer = any(edition.loaded and edition.key != self.edition_key for edition in known)
        mine = self.given.edition.as_at
        if mine is None or self.given.corrects is not None:
            return
        for edition in known:
            if edition.as_at is not None and edition.as_at > mine.day:
                raise EditionOlder(
                    f"These files describe {mine.day}; the registry already holds {self.name} as at {edition.as_at}. "
                    "An older edition would undo newer facts, so nothing was loaded."
                )

    def _interpret(self, rows: Sequence[Row], organisations: Directory, datasets: Directory) -> Draft:
        draft = Draft(self.name, organisations, datasets)
        self.source.begin(draft, rows, self.held_numbered)
        for row in rows:
            draft.take(row, self.source.readers[row.table])
        self.source.finish(draft)
        return draft

    async def _place_variants(self, draft: Draft, edges: Mapping[Any, Any]) -> None:
        labels = {label for label, _, _ in draft.variants}
        for label in sorted(labels):
            held = await self.reader.variants(label, f"{self.name}:")
            place_variants(draft, held, edges)

    def _edition_name(self) -> EditionName:
        """The edition as it is to be written; corrected rows leave its own facts as they are."""
        held = self.held_edition
        if self.given.corrects is None or held is None:
            return self.given.edition
        return self.given.edition.of_held(held)


def _known_names(directory: Directory) -> dict[str, str]:
    return {name: min(keys) for name, keys in directory.by_name.items()}
