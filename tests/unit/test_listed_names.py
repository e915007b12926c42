"""Names of bodies from a file: one a line, or a column of a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from api.cli.faults import BadInput
from api.cli.listed_names import listed_names
from graph.model.asked_name import asked_name
from ingest.errors import FileRefused
from ingest.limits import Limits


def test_a_name_a_line_with_commas_and_whatever_encoding(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("Wrightington, Wigan and Leigh\r\n\r\n  RW6\t \nCaf\xe9\nRW6\n".encode("cp1252"))
    assert listed_names(path, None, Limits()) == ["Wrightington, Wigan and Leigh", "RW6", "Caf\xe9"]


def test_the_first_column_of_a_table_or_the_one_named(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text('name,code\n"Wigan, the council",E08000010\n,\nBolton CCG,00T\n', encoding="utf-8")
    assert listed_names(table, None, Limits()) == ["Wigan, the council", "Bolton CCG"]
    assert listed_names(table, "code", Limits()) == ["E08000010", "00T"]
    book = Workbook()
    assert book.active is not None
    for row in (("Body", "Note"), ("RW6", None), ("RM4", "old")):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    assert listed_names(tmp_path / "list.xlsx", None, Limits()) == ["RW6", "RM4"]


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("name,code\nBolton CCG,00T\n", encoding="utf-8")
    lines = tmp_path / "list.txt"
    lines.write_text("\n \n", encoding="utf-8")
    for path, column, said in (
        (tmp_path / "none.txt", None, "there is no file"),
        (table, "ods", "list.csv has no column ods. It has name, code."),
        (lines, None, "holds no names"),
        (lines, "name", "--column is for tables"),
    ):
        with pytest.raises(BadInput, match=said):
            listed_names(path, column, Limits())
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04 damaged")
    with pytest.raises(FileRefused, match="damaged"):
        listed_names(tmp_path / "list.xlsx", None, Limits())


@pytest.mark.parametrize(
    ("text", "exact", "codes", "normal"),
    [
        (" rw6 ", ("rw6",), ("ods:RW6",), "rw6"),
        ("e08000003", ("e08000003",), ("ods:E08000003", "gss:E08000003"), "e08000003"),
        ("ODS : rw6", ("ODS : rw6", "ods:RW6"), (), "ods : rw6"),
        ("police-force:Greater", ("police-force:Greater",), (), "police-force:greater"),
        ("Bolton  CCG", ("Bolton  CCG",), (), "bolton ccg"),
        ("", ("",), (), ""),
    ],
)
def test_the_forms_in_which_a_name_is_looked_for(
    text: str, exact: tuple[str, ...], codes: tuple[str, ...], normal: str
) -> None:
    forms = asked_name(text)
    assert (forms.exact, forms.codes, forms.normal) == (exact, codes, normal)
