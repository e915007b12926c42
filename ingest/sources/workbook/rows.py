"""Before any row is taken: what each row says, which key it has, and whom it refers to.

Rows refer to each other by name, forwards and backwards, so all are read before the first is stated. A row that
refers to a refused row is refused with it: half of what belongs together would be worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.drafting.draft import Draft
from ingest.drafting.ref import Ref
from ingest.errors import RowRejected
from ingest.loading.held import HeldNode
from ingest.sheets.declaration import DataSheet, Holds, SheetColumn, sheet_of
from ingest.sources.workbook.keys import key_of
from ingest.sources.workbook.reading import properties, refusal, texts
from ingest.sources.workbook.references import References
from ingest.sources.workbook.reliance import Reliance, reliance_of
from ingest.tables.layout import Row

MEMORY = "workbook"
_BY_THEMSELVES = ("Organisation", "Dataset", "DataElement", "Programme", "Agreement", "Flow")
"""The types whose keys come first: they are made of what a row says of itself."""
_OF_THOSE = ("AgreementVersion", "Party", "Post", "Assurance", "Dpia", "Notice")
"""The types whose keys are made of those; the keys of the rest are made of both."""


@dataclass(slots=True)
class ReadRow:
    """One row as read: its values, the names in it, its node where it is one, and what it refers to by column."""

    row: Row
    sheet: DataSheet
    values: dict[str, Any] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    ref: Ref | None = None
    refers: dict[str, list[tuple[Ref, str]]] = field(default_factory=dict)
    reliance: Reliance | None = None
    fault: RowRejected | None = None

    def first(self, field_name: str) -> Ref | None:
        """Return what a column refers to, or None where it is empty."""
        found = self.refers.get(field_name)
        return found[0][0] if found else None


@dataclass(slots=True)
class Prepared:
    """Every row of a load by file and place, and the rows that state each node."""

    rows: dict[tuple[str, str], ReadRow] = field(default_factory=dict)
    stating: dict[Ref, ReadRow] = field(default_factory=dict)
    parties: dict[tuple[Ref, Ref], list[ReadRow]] = field(default_factory=dict)


def begin(draft: Draft, rows: Sequence[Row], _held: Mapping[str, HeldNode]) -> None:
    """Read all rows and settle their references, before any is stated."""
    prepared = Prepared({(row.file, row.place): ReadRow(row, sheet_of(row.table)) for row in rows if row.fault is None})
    draft.memory[MEMORY] = {"prepared": prepared}
    every = list(prepared.rows.values())
    references = References(draft)
    _each(every, _read)
    named = [each for label in _BY_THEMSELVES for each in every if each.sheet.label == label]
    of_those = [each for label in _OF_THOSE for each in every if each.sheet.label == label]
    others = [each for each in every if each.sheet.label not in (*_BY_THEMSELVES, *_OF_THOSE, None)]
    _each(named, lambda each: _identify(each, prepared, references))
    _each(of_those, lambda each: _refer(each, references))
    _each(of_those, lambda each: _identify(each, prepared, references))
    _each([*named, *others], lambda each: _refer(each, references))
    _each(others, lambda each: _identify(each, prepared, references))
    relying = [each for each in every if each.sheet.label is None]
    _each(relying, lambda each: _refer(each, references))
    _each(relying, lambda each: _rely(each, prepared))
    _refuse_what_refers_to_refused(every, prepared)


def _each(rows: Sequence[ReadRow], settle: Callable[[ReadRow], None]) -> None:
    """Settle something of each row. A refused row keeps its first fault, and is still known to those it is named in."""
    for each in rows:
        try:
            settle(each)
        except RowRejected as fault:
            each.fault = each.fault or fault


def _read(each: ReadRow) -> None:
    each.values, each.fault = properties(each.sheet, each.row)
    each.names = next((texts(each.row, c) for c in each.sheet.columns if c.holds is Holds.NAMES), ())


def _identify(each: ReadRow, prepared: Prepared, references: References) -> None:
    label = each.sheet.label or ""
    key_column = next(c for c in each.sheet.columns if c.holds is Holds.KEY)
    given = next(iter(texts(each.row, key_column)), None)
    caption = next(c for c in each.sheet.columns if c.required)
    if not given and not texts(each.row, caption):
        return
    try:
        key = given or key_of(label, each.values, each.first, references)
    except ValueError as unsure:
        raise refusal(each.row, caption, str(unsure)) from None
    each.ref = (label, key)
    other = prepared.stating.setdefault(each.ref, each)
    if other is not each:
        raise refusal(
            each.row,
            key_column if given else caption,
            f"{other.row.place} is the same one ({key}): keep one of the two rows, or tell them apart",
        )
    called = [each.values.get(name) for name in each.sheet.called]
    references.add(each.ref, [*called, *each.names, *each.values.get("identifiers", ())])
    if each.sheet.joined:
        first, second = (each.first(field) or each.values.get(field) for field in each.sheet.joined)
        if isinstance(first, tuple) and second is not None:
            apart = each.values.get(each.sheet.apart) if each.sheet.apart else None
            references.add_joined(each.ref, first, second, apart)
    agreement, body = each.first("agreement"), each.first("organisation")
    if label == "Party" and agreement is not None and body is not None:
        prepared.parties.setdefault((agreement, body), []).append(each)


def _refer(each: ReadRow, references: References) -> None:
    for column in each.sheet.columns:
        if column.target is not None:
            found = [(_found(each.row, column, text, references), text) for text in texts(each.row, column)]
            if found:
                each.refers[column.field] = found


def _found(row: Row, column: SheetColumn, text: str, references: References) -> Ref:
    try:
        return references.find(column.target or "", text)
    except ValueError as unsure:
        raise refusal(row, column, str(unsure)) from None


def _rely(each: ReadRow, prepared: Prepared) -> None:
    parties = {
        pair: [(row.ref, row.values.get("role")) for row in found if row.ref is not None]
        for pair, found in prepared.parties.items()
    }
    each.reliance = reliance_of(each.sheet, each.row, each.first, parties)


def _refuse_what_refers_to_refused(every: Sequence[ReadRow], prepared: Prepared) -> None:
    """Refuse in turn all that hangs on a refused row, until nothing more does."""
    while True:
        more = False
        for each in every:
            if each.fault is None and (hung := _hangs_on(each, prepared)) is not None:
                column, other = hung
                each.fault = refusal(
                    each.row, column, f"{other.row.place}, which it refers to, was refused; correct that row"
                )
                more = True
        if not more:
            return


def _hangs_on(each: ReadRow, prepared: Prepared) -> tuple[SheetColumn, ReadRow] | None:
    about = () if each.reliance is None else each.reliance.about
    for column in each.sheet.columns:
        refs = [ref for ref, _ in each.refers.get(column.field, ())]
        for ref in (*refs, *(about if column.holds is Holds.BASIS else ())):
            other = prepared.stating.get(ref)
            if other is not None and other.fault is not None:
                return column, other
    return None
