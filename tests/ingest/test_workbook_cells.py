"""Every value survives a cell, and a workbook is pleasant: choices, notes, frozen headings, real days, no formulas."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from graph.model.property import Kind
from ingest.errors import ExportRefused
from ingest.limits import Limits
from ingest.reading.files import content_of, read_file
from ingest.sheets.book import LONGEST_CELL, Book
from ingest.sheets.cells import UNKNOWNS, joined, read, several, written
from ingest.sheets.choices import CODES_SHEET
from ingest.sheets.declaration import Holds, SheetColumn, sheet_of, sheets
from ingest.sheets.guide import GUIDE_SHEET
from ingest.sheets.names import NameIndex
from ingest.sheets.template import write_template
from ingest.sheets.text_files import csv_headings, csv_rows, json_rows
from tests.ingest.drafting import drafted

AGREEMENTS = sheet_of("Agreements")


def column(sheet: str, heading: str) -> SheetColumn:
    return next(c for c in sheet_of(sheet).columns if c.heading == heading)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), min_size=1).filter(str.strip), unique=True, max_size=4))
def test_several_values_share_a_cell_and_come_apart_again(values: list[str]) -> None:
    assert several(joined(values)) == tuple(values)


@given(st.dates(dt.date(1000, 1, 1)), st.sampled_from(["DAY", "MONTH", "YEAR"]))
def test_a_day_a_month_and_a_year_survive(day: dt.date, precision: str) -> None:
    day = {"DAY": day, "MONTH": day.replace(day=1), "YEAR": day.replace(month=1, day=1)}[precision]
    ends = column("Agreements", "Ends")
    assert ends.prop is not None
    held = {"endsOn": day} | ({} if precision == "DAY" else {"endsOnPrecision": precision})
    assert read(ends, str(written(ends.prop, held))) == held


@pytest.mark.parametrize("code", UNKNOWNS)
@pytest.mark.parametrize("heading", ["Ends", "Retention", "Purpose in words"])
def test_why_a_value_is_missing_survives(code: str, heading: str) -> None:
    of = column("Agreements", heading)
    assert of.prop is not None
    told = written(of.prop, {f"{of.field}Recording": code})
    # An empty cell is one that is not recorded, which reading a row sees to.
    assert told is None if code == "NOT_RECORDED" else read(of, str(told)) == {f"{of.field}Recording": code}
    assert written(of.prop, {}) == "(not collected)"


@pytest.mark.parametrize("text", ["(withheld)", "((not recorded))", "withheld", "(with held)"])
def test_a_text_that_looks_like_such_a_reason_stays_a_text(text: str) -> None:
    purpose = column("Agreements", "Purpose in words")
    assert purpose.prop is not None
    assert read(purpose, str(written(purpose.prop, {"purposeText": text}))) == {"purposeText": text}


HARD = [
    "=1+1",
    "'=1+1",
    "-1",
    "+44",
    "@x",
    "a\nb",
    "a\r\nb",
    "_x000D_",
    " spaces ",
    '"quoted", with; marks',
    "2026-03-31",
    "0012",
    "TRUE",
    '["a"]',
    "é – ’ 名",
]


def book_of(path: Path, texts: list[str]) -> Path:
    book = Book("export")
    book.begin(AGREEMENTS)
    book.add([tuple(_value(c, text, number) for c in AGREEMENTS.written) for number, text in enumerate(texts)])
    book.save(path)
    return path


def _value(of: SheetColumn, text: str, number: int) -> Any:
    return {"title": text, "key": f"k{number}", "startsOn": dt.date(1850, 2, 3), "endsOn": dt.date(2026, 2, 3)}.get(
        of.field
    )


def test_hard_texts_survive_a_workbook_and_none_is_a_formula(tmp_path: Path) -> None:
    path = book_of(tmp_path / "hard.xlsx", HARD)
    made = drafted("workbook", path)
    assert made.refused == []
    assert [made.of("Agreement", f"k{n}")["title"] for n in range(len(HARD))] == HARD
    assert made.of("Agreement", "k0")["startsOn"] == dt.date(1850, 2, 3)
    page = load_workbook(path)["Agreements"]
    kinds = {cell.data_type for row in page.iter_rows(min_row=2) for cell in row if cell.value is not None}
    assert kinds == {"s", "d"}


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1).filter(str.strip))
def test_any_text_survives_csv_and_json_lines(text: str) -> None:
    row = tuple(_value(c, text, 0) for c in AGREEMENTS.written)
    table, lines = io.StringIO(newline=""), io.StringIO(newline="")
    csv_headings(AGREEMENTS, table)
    csv_rows(AGREEMENTS, [row], table)
    json_rows(AGREEMENTS, [row], lines)
    from ingest.sources.workbook import SOURCE
    from ingest.sources.workbook.reading import cell
    from ingest.tables.rows import find_rows

    for name, out in (("agreements.csv", table), ("register.jsonl", lines)):
        content = content_of(name, io.BytesIO(out.getvalue().encode()), Limits())
        [found] = find_rows(content, SOURCE.tables, named=True).rows
        assert (found.table, cell(found, column("Agreements", "Title"))) == ("Agreements", text)


def test_a_text_that_no_cell_holds_is_told_and_not_cut(tmp_path: Path) -> None:
    with pytest.raises(ExportRefused) as refused:
        book_of(tmp_path / "long.xlsx", ["x" * (LONGEST_CELL + 1)])
    assert str(refused.value) == (
        "Agreements, Title: a text has 32,768 characters, more than 32,767, which a cell of a workbook cannot hold: "
        f"'{'x' * 40}'... Export it as csv-folder or jsonl instead; both can be loaded back."
    )
    with pytest.raises(ExportRefused, match="holds a control character"):
        book_of(tmp_path / "control.xlsx", ["a\x07b"])


def test_a_reference_is_the_first_name_that_leads_back() -> None:
    index = NameIndex()
    index.add("k1", ["ISA-1", "Discharge"])
    index.add("k2", ["ISA-2", "Discharge"])
    assert index.reference("k1", ["Discharge", "ISA-1"]) == "ISA-1"
    assert index.reference("k2", ["Discharge"]) == "k2"
    assert index.find("discharge") == {"k1", "k2"}


def test_the_template_offers_choices_notes_and_frozen_headings(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    assert book.sheetnames == [GUIDE_SHEET, *(sheet.name for sheet in sheets()), CODES_SHEET]
    assert book[GUIDE_SHEET]["A1"].value == "Register of information sharing"
    for sheet in sheets():
        page = book[sheet.name]
        assert page.freeze_panes is not None
        for cell, of in zip(page[1], sheet.written, strict=True):
            assert cell.value == of.heading + (" *" if of.required else "")
            assert cell.comment is not None
            assert of.help in cell.comment.text
            assert page.column_dimensions[cell.column_letter].width >= 10
        assert {page.cell(row, 1).value for row in range(2, page.max_row + 1)} == {"example"}
        offered = {str(v.sqref).split(":")[0]: v for v in page.data_validations.dataValidation}
        # A cell that may hold several codes has no list to choose one from.
        coded = [
            f"{get_column_letter(at)}2"
            for at, of in enumerate(sheet.written, start=1)
            if of.code_list is not None and (of.prop is None or of.prop.kind is Kind.CODE)
        ]
        assert set(coded) <= offered.keys()
        for place in coded:
            codes, meanings = _range(book, offered[place].formula1)
            assert codes in [list(of.code_list.values) for of in sheet.written if of.code_list is not None]
            assert all(meanings)


def _range(book: Any, formula: str) -> tuple[list[str], list[str]]:
    """The codes a choice offers, and what stands beside each."""
    first, last = formula.removeprefix(f"={CODES_SHEET}!").replace("$", "").split(":")
    cells = [row[0] for row in book[CODES_SHEET][f"{first}:{last}"]]
    return [cell.value for cell in cells], [cell.offset(column=1).value for cell in cells]


def test_every_column_is_told_from_the_others_of_its_sheet() -> None:
    from ingest.tables.layout import heading_key

    for sheet in sheets():
        keys = [heading_key(h) for c in sheet.columns for h in {heading_key(x): x for x in (c.heading, *c.also)}]
        assert len(keys) == len(set(keys)), [k for k in keys if keys.count(k) > 1]
        assert len({c.field for c in sheet.columns}) == len(sheet.columns)


def test_every_property_of_the_sheets_types_has_a_column() -> None:
    """Adding one to the model is seen here, so that no export leaves it out."""
    from graph.model.registry import registry_model

    for sheet in sheets():
        if sheet.label is not None:
            written_ones = {c.prop.name for c in sheet.written if c.prop is not None}
            declared = {p.name for p in registry_model().nodes[sheet.label].properties}
            assert declared - written_ones == set(), sheet.name
            assert sum(c.holds is Holds.KEY for c in sheet.columns) == 1
            assert all(c.prop.kind is not Kind.INSTANT for c in sheet.columns if c.prop is not None)


def test_json_lines_that_are_none_are_told_with_their_line(tmp_path: Path) -> None:
    from ingest.errors import FileRefused

    path = tmp_path / "register.jsonl"
    path.write_text('{"sheet": "Agreements", "Title": "One"}\n\n{"Title": "Two"}\n', encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_file(path, Limits())
    assert str(refused.value) == (
        'register.jsonl, line 3: this is no JSON object with a "sheet". Write each row on one line, such as '
        '{"sheet": "Agreements", "Title": "..."}.'
    )
