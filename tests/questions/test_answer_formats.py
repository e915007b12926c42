"""Answers as JSON, CSV, newline-delimited JSON and workbooks."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from api.questions.formats import csv_bytes, json_bytes, ndjson_bytes, xlsx_bytes
from tests.questions.answered import answer_of


def test_json_says_what_it_is_and_keeps_types(tmp_path: Path) -> None:
    assert json.loads(json_bytes(answer_of(tmp_path))) == {
        "name": "agreements",
        "title": "A title",
        "question": "What is asked?",
        "asOf": "2026-11-23",
        "parameters": {"and": 'a & "b"', "kinds": ["x", "y"]},
        "columns": [
            {"name": "title", "type": "text", "meaning": "Its title."},
            {"name": "endsOn", "type": "date", "meaning": "Its last day."},
            {"name": "parties", "type": "integer", "meaning": "How many."},
            {"name": "kind", "type": "code", "meaning": "Its kind."},
        ],
        # No apostrophe here: what runs a formula is a spreadsheet, and this is none.
        "rows": [
            {"title": '=HYPERLINK("x")', "endsOn": "2026-03-31", "parties": 2, "kind": "PROTOCOL"},
            {"title": "A \u2013 B\x07", "endsOn": "1066-10-14", "parties": None, "kind": None},
        ],
        "truncated": None,
        "alsoAnswered": [],
    }


def test_json_says_that_it_was_cut_short(tmp_path: Path) -> None:
    assert json.loads(json_bytes(answer_of(tmp_path, more=True)))["truncated"] == {
        "note": "Cut short: these are 2 of 3 rows. The next page begins at the cursor given.",
        "shown": 2,
        "total": 3,
        "after": "next",
    }


def test_csv_is_utf8_with_crlf_and_runs_nothing(tmp_path: Path) -> None:
    assert (
        csv_bytes(answer_of(tmp_path))
        == (
            "title,endsOn,parties,kind\r\n"
            '"\'=HYPERLINK(""x"")",2026-03-31,2,PROTOCOL\r\n'
            "A \u2013 B\x07,1066-10-14,,\r\n"
        ).encode()
    )


def test_ndjson_is_an_object_a_line(tmp_path: Path) -> None:
    lines = ndjson_bytes(answer_of(tmp_path)).split(b"\n")
    assert json.loads(lines[0]) == {
        "title": '=HYPERLINK("x")',
        "endsOn": "2026-03-31",
        "parties": 2,
        "kind": "PROTOCOL",
    }
    # Two rows, and nothing after the last line end.
    assert (len(lines), lines[2]) == (3, b"")


def test_a_workbook_has_real_dates_and_numbers_and_no_formula(tmp_path: Path) -> None:
    book = load_workbook(BytesIO(xlsx_bytes(answer_of(tmp_path, more=True))))
    assert book.sheetnames == ["Answer", "About"]
    rows = list(book["Answer"].iter_rows())
    assert [[cell.value for cell in row] for row in rows] == [
        ["title", "endsOn", "parties", "kind"],
        ['=HYPERLINK("x")', dt.datetime(2026, 3, 31), 2, "PROTOCOL"],  # noqa: DTZ001 - a day, as workbooks hold it
        # A control character cannot stand in a workbook, and Excel knows no day before 1900.
        ["A \u2013 B", "1066-10-14", None, None],
    ]
    assert rows[1][0].data_type == "s"
    assert rows[1][1].number_format == "yyyy-mm-dd"
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["As of"] == "2026-11-23"
    assert about["Parameter kinds"] == "x, y"
    assert about["Not complete"] == "Cut short: these are 2 of 3 rows. The next page begins at the cursor given."
    assert about["Column parties"] == "How many."
