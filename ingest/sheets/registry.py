"""The registry's facts as rows of the sheets, read in chunks by key so that memory does not grow with the registry."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.registry import Model, ResolvedLink, registry_model
from graph.store.store import Store
from graph.vocabulary.catalogue import vocabulary
from ingest.loading.held_columns import HeldColumn, held_values
from ingest.loading.ownership import STATED_BY
from ingest.loading.progress import Progress
from ingest.sheets.cells import Value, written
from ingest.sheets.declaration import DataSheet, Holds, SheetColumn, labels_referred_to, sheet_for
from ingest.sheets.joined import joined_name
from ingest.sheets.names import NameIndex
from ingest.who.bodies import TITLES

SheetRow = tuple[Value, ...]
"""The cells of a row, in the order of the sheet's written columns."""

CHUNK = 2000
"""Rows read at once."""

_SECONDS = 120.0
_SPELLINGS = "COLLECT { MATCH (n)<-[:NAMES]-(m:Name) RETURN m.text }"


@dataclass(frozen=True, slots=True)
class _Named:
    """Every name of the nodes that others refer to."""

    index: NameIndex
    names: Mapping[str, Sequence[str]]

    def reference(self, key: str) -> str:
        return self.index.reference(key, self.names.get(key, ()))


class RegistryRows:
    """Reads one registry for an export. `source` keeps to the nodes that one source states (None: all)."""

    def __init__(self, store: Store, progress: Progress, source: str | None = None) -> None:
        self.store = store
        self.model: Model = registry_model()
        self.progress = progress
        self.source = source
        self._named: dict[str, _Named] = {}

    async def chunks(self, sheet: DataSheet) -> AsyncIterator[list[SheetRow]]:
        """Yield the rows of a sheet in the order of their keys, some thousand at a time. Raises StoreErrors."""
        for label in ("Flow", "Party") if sheet.label is None else (sheet.label,):
            total = await self._count(label)
            done = 0
            self.progress(f"writing {sheet.name}", done, total)
            async for rows in self._pages(label, self._expressions(sheet, label)):
                yield [made for row in rows for made in await self._cells(sheet, label, row)]
                done += len(rows)
                self.progress(f"writing {sheet.name}", done, total)

    def _expressions(self, sheet: DataSheet, label: str) -> list[str]:
        if sheet.label is None:
            edge = "RELIES_ON" if label == "Flow" else "PARTY_RELIES_ON"
            side = "coalesce(r.side, 'BOTH')" if label == "Flow" else "''"
            # An inner list of lists: one record a statement, whatever the number of provisions.
            bases = (
                f"COLLECT {{ MATCH (n)-[r:{edge}]->(law:LegalBasis) "
                f"RETURN [law.key, coalesce(law.description, law.title), {side}] }}"
            )
            place = (
                "'' , '' , ''"
                if label == "Flow"
                else "head(COLLECT { MATCH (n)-[:IN]->(m:Agreement) RETURN m.key }), "
                "head(COLLECT { MATCH (n)-[:OF]->(m:Organisation) RETURN m.key }), n.role"
            )
            return [bases, place]
        found: list[str] = []
        for column in sheet.written:
            if column.link is not None:
                found.append(_linked(column.link, column.target))
            elif column.holds is Holds.NAMES:
                found.append(_SPELLINGS)
        return found

    async def _pages(self, label: str, expressions: Sequence[str]) -> AsyncIterator[list[list[Any]]]:
        columns = [HeldColumn.of(p, "n") for p in self.model.properties(label) if p.name != "key"]
        read = ", ".join(["n.key", *(c.cypher for c in columns), *expressions])
        stated = f" AND $source IN n.{STATED_BY}" if self.source is not None else ""
        text = f"MATCH (n:{label}) WHERE n.key > $after{stated} WITH n ORDER BY n.key LIMIT $chunk "
        text += f"RETURN collect([{read}])"
        after = ""
        while True:
            parameters = {"after": after, "chunk": CHUNK, "source": self.source}
            [rows] = await self.store.read(text, parameters, timeout=_SECONDS)
            if not rows:
                return
            after = max(row[0] for row in rows)
            width = len(columns)
            yield [
                [row[0], held_values(columns, row[1 : 1 + width]), *row[1 + width :]]
                for row in sorted(rows, key=lambda row: str(row[0]))
            ]

    async def _count(self, label: str) -> int:
        stated = f" WHERE $source IN n.{STATED_BY}" if self.source is not None else ""
        [number] = await self.store.read(
            f"MATCH (n:{label}){stated} RETURN count(n)", {"source": self.source}, timeout=_SECONDS
        )
        return int(number)

    async def _cells(self, sheet: DataSheet, label: str, row: list[Any]) -> list[SheetRow]:
        key, values, *beside = row
        if sheet.label is None:
            return [made async for made in self._reliance(label, key, beside)]
        left = iter(beside)
        cells: list[Value] = []
        for column in sheet.written:
            cells.append(await self._cell(column, key, values, left))
        return [tuple(cells)]

    async def _cell(self, column: SheetColumn, key: str, values: Mapping[str, Any], left: Iterator[Any]) -> Value:
        match column.holds:
            case Holds.KEY:
                return key
            case Holds.PROPERTY if column.prop is not None:
                return written(column.prop, values)
            case Holds.NAMES:
                own = values.get("name", values.get("title"))
                return tuple(sorted({text for text in next(left) if text != own}))
            case Holds.LINK if column.target is not None:
                keys = sorted({str(k) for k in next(left)})
                named = [await self._reference(column.target, k) for k in keys]
                return tuple(named) if column.many else (named[0] if named else None)
        return None

    async def _reliance(self, label: str, key: str, beside: Sequence[Any]) -> AsyncIterator[SheetRow]:
        bases, agreement, body, role = beside
        for code, words, side in sorted(bases, key=lambda each: [str(part) for part in each]):
            known = code in vocabulary().entries["LegalBasis"]
            basis = (code, None if known else words, side or None)
            if label == "Flow":
                yield (None, await self._reference("Flow", key), None, None, None, *basis, None)
            else:
                of = await self._reference("Agreement", agreement) if agreement else None
                who = await self._reference("Organisation", body) if body else None
                yield (None, None, of, who, role, *basis, key)

    async def _reference(self, label: str, key: str) -> str:
        if label not in labels_referred_to():
            return key
        if label not in self._named:
            self._named[label] = await self._names_of(label)
        return self._named[label].reference(key)

    async def _names_of(self, label: str) -> _Named:
        sheet = sheet_for(label)
        index = NameIndex()
        names: dict[str, list[str]] = {}
        more, identifiers = (_SPELLINGS, "coalesce(n.identifiers, [])") if label in TITLES else ("[]", "[]")
        after = ""
        read = ", ".join(f"n.{name}" for name in sheet.called)
        parts = ", ".join(map(_part, sheet.name_parts))
        text = (
            f"MATCH (n:{label}) WHERE n.key > $after WITH n ORDER BY n.key LIMIT $chunk "
            f"RETURN collect([n.key, [{read}], {more}, {identifiers}, [{parts}]])"
        )
        while True:
            [rows] = await self.store.read(text, {"after": after, "chunk": CHUNK}, timeout=_SECONDS)
            if not rows:
                return _Named(index, names)
            after = max(row[0] for row in rows)
            for key, own, spellings, codes, joined in rows:
                names[key] = [name for name in (*own, *await self._joined(sheet, joined)) if name]
                index.add(key, (*names[key], *spellings, *codes))

    async def _joined(self, sheet: DataSheet, parts: Sequence[str | None]) -> list[str]:
        """The names of a row made of its parts: without what tells several apart, and with it."""
        if len(parts) < 2 or parts[0] is None or parts[1] is None:
            return []
        first, second, *apart = parts[0], parts[1], *parts[2:]
        of_first, of_second = (sheet.column(field).target for field in sheet.joined)
        owner = await self._reference(of_first or "", first)
        other = second if of_second is None else await self._reference(of_second, second)
        return [joined_name(owner, other), *(joined_name(owner, other, told) for told in apart if told)]


def _linked(link: ResolvedLink, target: str | None) -> str:
    """The keys of what a link of a node leads to."""
    arrow = f"(n)-[:{link.edge.type}]->(m:{target})" if link.outward else f"(n)<-[:{link.edge.type}]-(m:{target})"
    return f"COLLECT {{ MATCH {arrow} RETURN m.key }}"


def _part(column: SheetColumn) -> str:
    """One part of a joined name: the key of what a column leads to, or a property."""
    return f"n.{column.field}" if column.link is None else f"head({_linked(column.link, column.target)})"
