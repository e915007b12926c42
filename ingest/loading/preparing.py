"""What a load will write, worked out without writing anything: rows read as facts, compared with what is held."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.records import RecordError, Records
from graph.store.store import Store
from ingest.drafting.draft import Draft
from ingest.drafting.outcomes import Refusal
from ingest.drafting.ref import Ref
from ingest.drafting.variants import place_variants
from ingest.errors import SourceBroken
from ingest.loading.absent import absence_remarks, absent_columns
from ingest.loading.changes import RELABELLED_KEY, UNTOLD, Changes
from ingest.loading.edition_reader import EditionReader
from ingest.loading.edition_rows import EditionRows
from ingest.loading.fact_reader import FactReader
from ingest.loading.given import Given
from ingest.loading.held import Held, HeldNode
from ingest.loading.plan import Planner
from ingest.loading.planned import Plan
from ingest.loading.progress import Progress
from ingest.loading.relabelling import relabellings
from ingest.loading.row_records import RowRecords, record_key
from ingest.loading.standing import Standing, standing_with
from ingest.source import Source
from ingest.tables.layout import Row
from ingest.who.bodies import TITLES, Directory, Proposal, proposals
from ingest.who.directories import read_directory

_STEPS = 4
_ROWS_TOLD = 5_000
"""After so many rows it is told how far reading them is: some seconds at most."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A load ready to be written: what it writes, and what people are told of it.

    `rows_outstanding` are those of the edition that are still refused.
    """

    standing: Standing
    plan: Plan
    changes: Changes
    row_records: RowRecords
    refusals: Sequence[Refusal]
    remarks: Sequence[tuple[str, str]]
    likely: Sequence[Proposal]
    rows_read: int
    rows_taken: int
    rows_outstanding: int

    @property
    def empty(self) -> bool:
        """Whether the registry says all of it already, but for source and edition themselves."""
        return self.plan.empty and self.row_records.writes == 0


@dataclass(frozen=True, slots=True)
class _Drafted:
    """What rows say, beside the bodies and datasets that were known by name before, by type."""

    rows: Sequence[Row]
    draft: Draft
    known_names: Mapping[str, Mapping[str, str]]

    def likely(self) -> tuple[Proposal, ...]:
        """Return new names that may be other names of what is known, where nobody decided on them."""
        return tuple(
            proposal
            for label in TITLES
            for proposal in proposals(
                self.draft.created[label], {**self.known_names[label], **self.draft.created[label]}
            )
            if not self.draft.directories[label].settled(proposal.name, proposal.like_key)
        )


class Preparation:
    """Reads what the registry holds and compares it with the rows given."""

    def __init__(
        self,
        store: Store,
        records: Records,
        source: Source,
        known: Mapping[str, Source],
        given: Given,
        extract: str | None,
        tell: Progress,
    ) -> None:
        self._store = store
        self._records = records
        self._source = source
        self._name = source.info.name
        self._known = known
        self._given = given
        self._extract = extract
        self._tell = tell
        self._facts = FactReader(store, records.model)
        self._editions = EditionReader(store)
        self._edition = given.edition.key

    async def prepared(self) -> Prepared:
        """Return the load ready to be written.

        Raises RejectsUnusable, EditionOlder, SourceBroken where the source makes what the model refuses, StoreErrors.
        """
        self._read_of_registry(0)
        standing = await standing_with(self._facts, self._editions, self._name, self._given)
        drafted = await self._drafted(standing)
        draft = drafted.draft
        absent = absent_columns(self._source.tables, drafted.rows)
        self._read_of_registry(2)
        held = await self._held(draft, standing)
        keys = (record_key(self._edition, row) for row, _ in draft.stated.values())
        held_records = await self._editions.records(keys if standing.edition is not None else ())
        self._read_of_registry(4)
        rows_read, rows_taken = len(drafted.rows), len(draft.stated)
        if self._given.corrects is not None and standing.edition is not None:
            rows_read = max(rows_read, int(standing.edition.get("rowsRead", 0)))
        withdraw = rows_read == rows_taken and not standing.is_part(self._given, self._source, self._extract)
        planner = Planner(self._records, self._source, self._known)
        try:
            self._tell("comparing", 0, 3)
            plan = await asyncio.to_thread(planner.plan, draft, held, withdraw=withdraw, absent=absent)
            self._tell("comparing", 1, 3)
            changes = await self._changes(plan, draft, held, standing)
            self._tell("comparing", 2, 3)
            row_records = RowRecords(self._records, self._edition, draft.stated, held_records)
            await asyncio.to_thread(row_records.count)
            self._tell("comparing", 3, 3)
        except RecordError as error:
            raise SourceBroken(f"{self._name} makes a record that the model refuses: {error}") from error
        return Prepared(
            standing=standing,
            plan=plan,
            changes=changes,
            row_records=row_records,
            refusals=draft.refusals,
            remarks=self._given.remarks + draft.remarks + absence_remarks(absent) + plan.remarks,
            likely=drafted.likely(),
            rows_read=rows_read,
            rows_taken=rows_taken,
            rows_outstanding=rows_read - rows_taken,
        )

    def _read_of_registry(self, steps: int) -> None:
        self._tell("reading the registry", steps, _STEPS)

    async def _drafted(self, standing: Standing) -> _Drafted:
        """What all rows of the edition say; rows that people corrected take the place of those that were refused."""
        numbered: Mapping[str, HeldNode] = {}
        if self._source.shares_numbers is not None:
            numbered = await self._facts.variants(self._source.shares_numbers, f"{self._name}:")
        edition_rows = EditionRows(self._editions, self._source, self._edition)
        rows = self._given.rows
        if self._given.corrects is not None:
            rows = await edition_rows.completed(rows)
        self._read_of_registry(1)
        drafted = await self._interpreted(rows, numbered)
        if self._given.corrects is None and standing.edition is not None and drafted.draft.refusals:
            corrected = await edition_rows.corrected(rows, drafted.draft.refusals)
            if corrected is not None:
                return await self._interpreted(corrected, numbered)
        return drafted

    async def _interpreted(self, rows: Sequence[Row], numbered: Mapping[str, HeldNode]) -> _Drafted:
        directories = {label: await read_directory(self._store, label) for label in TITLES}
        # Taken before the rows are read, which add the names they make up.
        known_names = {label: _by_name(directory) for label, directory in directories.items()}
        return _Drafted(rows, await asyncio.to_thread(self._interpret, rows, directories, numbered), known_names)

    def _interpret(
        self, rows: Sequence[Row], directories: Mapping[str, Directory], numbered: Mapping[str, HeldNode]
    ) -> Draft:
        draft = Draft(self._name, directories["Organisation"], directories["Dataset"])
        self._source.begin(draft, rows, numbered)
        for done, row in enumerate(rows):
            if done % _ROWS_TOLD == 0:
                self._tell("reading rows", done, len(rows))
            draft.take(row, self._source.readers[row.table])
        self._tell("reading rows", len(rows), len(rows))
        self._source.finish(draft)
        return draft

    async def _held(self, draft: Draft, standing: Standing) -> Held:
        stated = await self._facts.stated(self._name) if standing.begun else {}
        edges = await self._facts.edges(self._name, stated) if standing.begun else {}
        for label in sorted({label for label, _, _ in draft.variants}):
            place_variants(draft, await self._facts.variants(label, f"{self._name}:"), edges)
        self._read_of_registry(3)
        return Held(
            nodes=await self._facts.nodes(draft.nodes),
            edges=edges,
            stated=stated,
            withdrawn=await self._editions.withdrawn(self._name) if standing.begun else {},
            disagreements=await self._editions.disagreements(),
        )

    async def _changes(self, plan: Plan, draft: Draft, held: Held, standing: Standing) -> Changes:
        number = standing.loads + 1
        made_by = f"{self._edition}:{number}"
        cut_short = standing.cut_short
        begun = await self._editions.relabelled(f"{made_by}:{RELABELLED_KEY}:") if cut_short else {}
        made: Mapping[Ref, Any] = await self._editions.made(f"{made_by}:") if cut_short else {}
        linked = {name.start for name in held.edges if name.start[0] in UNTOLD} if cut_short else set()

        def is_new(ref: Ref) -> bool:
            """Whether this load makes a node, or made it before it was cut short. What is not told has no edge yet."""
            if ref not in held.nodes:
                return ref in draft.nodes
            return cut_short and (ref in made or (ref[0] in UNTOLD and ref not in linked))

        now = dt.datetime.now(tz=dt.UTC)
        return Changes(
            self._records,
            plan,
            self._edition,
            number,
            now.replace(microsecond=now.microsecond // 1000 * 1000),
            newer=standing.newer,
            is_new=is_new,
            relabellings=await asyncio.to_thread(
                relabellings, self._records.model, plan.node_writes, draft.nodes, held, begun
            ),
            contradictions=draft.contradictions,
        )


def _by_name(directory: Directory) -> dict[str, str]:
    return {name: min(keys) for name, keys in directory.by_name.items()}
