"""What a cell offers to choose from: codes of the model and vocabulary, yes or no, rows of other sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter, quote_sheetname

from graph.model.property import Kind
from graph.vocabulary.catalogue import vocabulary
from ingest.sheets.declaration import EXAMPLE_FIELD, Holds, SheetColumn, labels_referred_to, sheet_for, sheets

CODES_SHEET = "Codes"
_VOCABULARY = {
    "LegalBasis": "Legal bases",
    "Purpose": "Purposes",
    "DataSubject": "Kinds of people",
    "DataCategory": "Categories of data",
}
_WIDTH = 3
_LAST_ROW = 20_000


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """One list on the sheet of codes: its title, where it stands, and codes with their meanings."""

    name: str
    title: str
    letter: str
    meaning_letter: str
    entries: tuple[tuple[str, str], ...]

    @property
    def range(self) -> str:
        """Where its codes stand, as a formula names it."""
        return f"={CODES_SHEET}!${self.letter}$2:${self.letter}${len(self.entries) + 1}"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a cell offers. Where it is `closed`, nothing else may be written."""

    formula: str
    closed: bool
    refusal: str


def code_columns() -> tuple[CodeColumn, ...]:
    """Return the lists of the sheet of codes: of the model in the order of the sheets, then of the vocabulary."""
    lists: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}
    for sheet in sheets():
        for column in sheet.written:
            if column.code_list is not None:
                title = f"{sheet.name}: {column.heading}"
                lists.setdefault(column.code_list.name, (title, tuple(column.code_list.values.items())))
    for label, title in _VOCABULARY.items():
        entries = vocabulary().entries[label].values()
        lists[label] = (title, tuple((entry.code, _meaning(entry.properties())) for entry in entries))
    return tuple(
        CodeColumn(name, title, get_column_letter(at * _WIDTH + 1), get_column_letter(at * _WIDTH + 2), found)
        for at, (name, (title, found)) in enumerate(lists.items())
    )


def choice_of(column: SheetColumn, codes: Sequence[CodeColumn]) -> Choice | None:
    """Return what a column offers, or None where anything may be written."""
    by_name = {each.name: each for each in codes}
    if column.field == EXAMPLE_FIELD:
        return Choice('"example"', False, "A row with any word here is not loaded.")
    if column.code_list is not None and (column.prop is None or column.prop.kind is Kind.CODE):
        return Choice(
            by_name[column.code_list.name].range,
            not column.may_be_unknown,
            "Choose one of the codes. The sheet Codes says what each means.",
        )
    if column.prop is not None and column.prop.kind is Kind.FLAG:
        return Choice('"Yes,No"', True, "Yes or No. Leave it empty where it is not known.")
    if column.holds is Holds.BASIS:
        return Choice(by_name["LegalBasis"].range, False, "No code of the sheet Codes. A citation will do as well.")
    if column.target in by_name:
        return Choice(by_name[column.target].range, False, "Not a single code: several are separated by semicolons.")
    return _of_other_rows(column)


def _of_other_rows(column: SheetColumn) -> Choice | None:
    if column.target is None or column.target not in labels_referred_to() or not sheet_for(column.target).called:
        return None
    sheet = sheet_for(column.target)
    at = next(i for i, c in enumerate(sheet.written, start=1) if c.required)
    letter = get_column_letter(at)
    return Choice(
        f"={quote_sheetname(sheet.name)}!${letter}$2:${letter}${_LAST_ROW}",
        False,
        f"No single name of the sheet {sheet.name}. Check the spelling; references and keys will do as well.",
    )


def _meaning(values: dict[str, object]) -> str:
    title, citation = str(values["title"]), values.get("citation")
    return f"{title} ({citation})" if citation and citation != title else title
