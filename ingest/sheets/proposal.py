"""Which column of somebody's spreadsheet is which of ours: proposed by heading and by content, with reasons.

A proposal decides nothing: a person accepts or changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from graph.model.property import Kind
from ingest.drafting.dates import any_date
from ingest.reading.cells import Sheet
from ingest.sheets.cells import code_of, several
from ingest.sheets.declaration import DataSheet, Holds, SheetColumn, sheets
from ingest.tables.layout import heading_key
from ingest.who.bodies import Directory

_HEADING_ROWS = 25
_VALUES = 200
"""Values of a column that are looked at."""
_ENOUGH = 0.75
"""A column is proposed from here on: the heading is one of ours, or is alike and holds what it should."""
_ALIKE = 0.6
_MOST = 0.8
"""The share of values that must fit before the content speaks for a column."""
_CONTENT = 0.4
_UNKNOWN_BODIES = 0.1
_YES_NO = frozenset({"yes", "no", "y", "n", "true", "false"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One column of the file: its heading, a value, the column proposed (None: left out) and why."""

    heading: str
    sample: str
    column: SheetColumn | None
    reasons: tuple[str, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class SheetProposal:
    """One sheet of the file, what it is taken for, and its columns."""

    name: str
    sheet: DataSheet
    suggestions: tuple[Suggestion, ...]

    @property
    def score(self) -> float:
        """How much speaks for it."""
        found = [s for s in self.suggestions if s.column is not None]
        lacking = sum(
            c.required and all(s.column is None or s.column.field != c.field for s in found) for c in self.sheet.columns
        )
        return sum(s.score for s in found) - lacking


def propose(sheet: Sheet, bodies: Directory, as_sheet: DataSheet | None = None) -> SheetProposal | None:
    """Return what a sheet of a file looks most like, or how it would be mapped to `as_sheet`; None for nothing.

    `bodies` are the organisations that the registry knows.
    """
    candidates = [as_sheet] if as_sheet is not None else [each for each in sheets() if each.label is not None]
    proposals = [_as(sheet, candidate, bodies) for candidate in candidates]
    best = max(proposals, key=lambda proposal: proposal.score)
    return best if as_sheet is not None or best.score > 1 else None


def _as(sheet: Sheet, data_sheet: DataSheet, bodies: Directory) -> SheetProposal:
    columns = [column for column in data_sheet.columns if column.holds is not Holds.EXAMPLE]
    row = _heading_row(sheet, columns)
    headings = sheet.rows[row] if sheet.rows else ()
    values = [_values(sheet, row, index) for index in range(len(headings))]
    scored = [
        (total, index, column, reasons)
        for index, heading in enumerate(headings)
        if heading.strip()
        for column in columns
        for total, reasons in [_score(heading, values[index], column, bodies)]
        if total >= _ENOUGH
    ]
    chosen: dict[int, tuple[float, SheetColumn, tuple[str, ...]]] = {}
    taken: set[str] = set()
    for total, index, column, reasons in sorted(scored, key=lambda each: (-each[0], each[1])):
        if index not in chosen and column.field not in taken:
            chosen[index] = (total, column, reasons)
            taken.add(column.field)
    return SheetProposal(
        sheet.name,
        data_sheet,
        tuple(_suggestion(heading, values[i], chosen.get(i)) for i, heading in enumerate(headings) if heading.strip()),
    )


def _suggestion(
    heading: str, values: Sequence[str], chosen: tuple[float, SheetColumn, tuple[str, ...]] | None
) -> Suggestion:
    sample = values[0] if values else ""
    if chosen is None:
        return Suggestion(heading, sample, None, ("nothing speaks for one of ours",))
    total, column, reasons = chosen
    return Suggestion(heading, sample, column, reasons, total)


def _heading_row(sheet: Sheet, columns: Sequence[SheetColumn]) -> int:
    def likeness(row: Sequence[str]) -> float:
        return sum(max(_likeness(cell, column)[0] for column in columns) for cell in row if cell.strip())

    rows = range(min(len(sheet.rows), _HEADING_ROWS))
    return max(rows, key=lambda index: (likeness(sheet.rows[index]), -index), default=0)


def _values(sheet: Sheet, heading_row: int, index: int) -> list[str]:
    cells = (row[index].strip() for row in sheet.rows[heading_row + 1 :] if index < len(row))
    found: list[str] = []
    for cell in cells:
        if cell:
            found.append(cell)
            if len(found) == _VALUES:
                break
    return found


def _score(
    heading: str, values: Sequence[str], column: SheetColumn, bodies: Directory
) -> tuple[float, tuple[str, ...]]:
    likeness, known = _likeness(heading, column)
    reasons: list[str] = []
    if likeness == 1:
        reasons.append(f"the heading is {known!r}")
    elif likeness >= _ALIKE:
        reasons.append(f"the heading is like {known!r}")
    fits, what = _content(column, bodies)
    if fits is None or not values:
        return likeness, tuple(reasons)
    right = sum(1 for value in values if fits(value))
    share = right / len(values)
    reasons.append(f"{right} of {len(values)} values {what}")
    if share >= _MOST:
        return likeness + _CONTENT, tuple(reasons)
    # Names of bodies may simply be new; any other value that does not fit would be refused, row by row.
    known_bodies_lack = _UNKNOWN_BODIES if column.target is not None and likeness < 1 and not right else 0
    return likeness - (_CONTENT if column.target is None else known_bodies_lack), tuple(reasons)


def _likeness(heading: str, column: SheetColumn) -> tuple[float, str]:
    """How alike a heading is to the nearest of a column's, from 0 to 1, and which that is."""
    key = heading_key(heading)
    best, known = 0.0, column.heading
    for other in (column.heading, *column.also, *column.suits, column.field):
        other_key = heading_key(other)
        if key == other_key:
            return 1.0, other
        within = set(other_key.split()) <= set(key.split()) and len(other_key) > 3
        ratio = 0.8 if within else SequenceMatcher(None, key, other_key, autojunk=False).ratio() * 0.95
        if ratio > best:
            best, known = ratio, other
    return best, known


def _content(column: SheetColumn, bodies: Directory) -> tuple[Callable[[str], bool] | None, str]:
    """What tells from a value that it belongs into a column, where anything does, and the words for it."""
    if column.is_date:
        return _is_date, "are dates"
    codes = column.code_list
    if codes is not None:
        return lambda value: _works(lambda: code_of(codes, value)), "are codes of it"
    if column.target == "Organisation":
        return lambda value: _names_bodies(value, bodies), "name bodies that the registry knows"
    if column.prop is not None and column.prop.kind is Kind.FLAG:
        return lambda value: value.lower() in _YES_NO, "are yes or no"
    if column.prop is not None and column.prop.kind is Kind.INTEGER:
        return str.isdigit, "are whole numbers"
    if column.field == "identifiers":
        return lambda value: all(":" in each for each in several(value)), "are written scheme:value"
    return None, ""


def _is_date(value: str) -> bool:
    return _works(lambda: any_date(value))


def _names_bodies(value: str, bodies: Directory) -> bool:
    return all(bodies.find(name, [name]) is not None for name in several(value))


def _works(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except ValueError:
        return False
    return True
