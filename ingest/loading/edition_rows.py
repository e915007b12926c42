"""The rows of an edition whose refused rows people correct: those of its files, and those corrected."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Mapping, Sequence

from ingest.drafting.outcomes import Refusal
from ingest.loading.edition_reader import EditionReader
from ingest.loading.given import in_table_order
from ingest.loading.row_records import record_key
from ingest.source import Source
from ingest.spool.lists import SpooledList
from ingest.tables.layout import Row
from ingest.tables.row_again import row_of_words


class EditionRows:
    """Puts the rows of one edition together."""

    def __init__(self, reader: EditionReader, source: Source, edition: str) -> None:
        self._reader = reader
        self._source = source
        self._edition = edition

    async def completed(self, corrected: Iterable[Row]) -> Sequence[Row]:
        """Return corrected rows with all others that the registry holds of the edition."""
        by_key = self._by_key(corrected)
        held: SpooledList[Row] = SpooledList()
        async for key, position, words in self._reader.words(self._edition):
            if key not in by_key:
                held.append(self._again(key, position, words))
        both = heapq.merge(sorted(by_key.values(), key=_position), held, key=_position)
        return in_table_order(self._source, both)

    async def corrected(self, rows: Sequence[Row], refusals: Iterable[Refusal]) -> Sequence[Row] | None:
        """Return the rows of files, with the corrected row in place of each that is refused and was corrected before.

        None where there is no such row.
        """
        refused = self._by_key(refusal.row for refusal in refusals)
        known = await self._reader.records(refused)
        if len(known) == 0:
            return None
        again: dict[str, Row] = {}
        async for key, position, words in self._reader.words(self._edition):
            if key in refused:
                again[key] = self._again(key, position, words)
        return SpooledList(again.get(record_key(self._edition, row), row) for row in rows)

    def _by_key(self, rows: Iterable[Row]) -> Mapping[str, Row]:
        return {record_key(self._edition, row): row for row in rows}

    def _again(self, key: str, position: int, words: str) -> Row:
        where = key.removeprefix(f"{self._edition}:")
        file, _, place = where.rpartition(":") if ":" in where else ("", "", where)
        if not file:
            file = place.rpartition("!")[0]
        return row_of_words(json.loads(words), self._source.tables, file, place, position)


def _position(row: Row) -> int:
    return row.position
