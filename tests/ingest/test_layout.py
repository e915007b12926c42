"""Finding a source's columns where they are not where they were."""

from __future__ import annotations

from pathlib import Path

from ingest.limits import Limits
from ingest.reading.files import read_file
from ingest.sources.nhs_digital_register.layout import PURPOSES, RELEASES
from ingest.tables.layout import Column, Table, Unheaded, heading_key
from ingest.tables.row_again import row_of_words
from ingest.tables.rows import find_rows
from tests.ingest.small_register import HEADINGS, release, write_csv, write_xlsx

TABLES = (PURPOSES, RELEASES)


def test_headings_are_compared_without_case_marks_and_line_breaks() -> None:
    assert heading_key("Data provided to customer:\nIdentifiable ") == "data provided to customer identifiable"
    assert heading_key("Non‐Sensitive?") == heading_key("NON_SENSITIVE")


def test_headings_below_a_title_in_another_order_and_case(tmp_path: Path) -> None:
    title = ["Data Release Register", *[""] * 11]
    blank = [""] * 12
    headings = [h.upper() for h in reversed(HEADINGS)]
    path = write_xlsx(tmp_path / "r.xlsx", [blank, headings, list(reversed(release(1))), blank], headings=title)
    found = find_rows(read_file(path, Limits()), TABLES, named=True)
    [row] = found.rows
    assert (row.place, row.text("organisation"), row.text("reference")) == (
        "DataReleases!4",
        "Anytown Council",
        "DARS-NIC-10001-A1B2C-v1.0",
    )
    assert found.remarks == []


def test_unknown_columns_are_kept_word_for_word_and_reported(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", [(*release(1), "Smith & Co ")], headings=(*HEADINGS, "Supplier"))
    found = find_rows(read_file(path, Limits()), TABLES, named=True)
    assert found.rows[0].words["Supplier"] == "Smith & Co "
    assert found.remarks == [("unknown columns", "r.csv: kept with the rows and not understood: Supplier.")]


def test_a_heading_that_stands_twice_loses_no_words(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", [(*release(1), "second")], headings=(*HEADINGS, "Frequency"))
    [row] = find_rows(read_file(path, Limits()), TABLES, named=True).rows
    assert (row.words["Frequency"], row.words["Frequency (2)"], row.text("frequency")) == (
        "One-Off",
        "second",
        "One-Off",
    )


def test_sheets_beside_the_known_ones_are_not_read_even_with_the_same_headings(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for title, number in (("DataReleases", 1), ("AmendmentsToPreviousRegisters", 2)):
        page = book.create_sheet(title)
        page.append(list(HEADINGS))
        page.append(list(release(number)))
    book.save(tmp_path / "r.xlsx")
    found = find_rows(read_file(tmp_path / "r.xlsx", Limits()), TABLES, named=True)
    assert [row.place for row in found.rows] == ["DataReleases!2"]


def test_a_renamed_sheet_is_known_by_its_headings(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "r.xlsx", [release(1)], sheet="Feb 2021")
    assert [row.place for row in find_rows(read_file(path, Limits()), TABLES, named=True).rows] == ["Feb 2021!2"]


def test_a_comma_outside_quotation_marks_makes_a_row_unfit_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    write_csv(path, [release(1)])
    path.write_text(path.read_text(encoding="utf-8").replace("Anytown Council", "Anytown, Council"), encoding="utf-8")
    [row] = find_rows(read_file(path, Limits()), TABLES, named=True).rows
    assert row.fault == (
        "(no heading) 13",
        "Does not include the flow of confidential data",
        "the row has more values than there are headings; look for a comma outside quotation marks",
    )


def test_a_row_made_again_from_its_words_is_the_same_row(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "r.xlsx", [release(1)])
    [row] = find_rows(read_file(path, Limits()), TABLES, named=True).rows
    assert row_of_words(row.words, TABLES, row.file, row.place, row.position) == row


UNNAMED = Unheaded(("number", "text"))


def test_a_sheet_without_headings_is_known_by_its_name(tmp_path: Path) -> None:
    notes = Table("notes", (Column("number", ("Note",)), Column("text", ("Text",))), unheaded=UNNAMED)
    path = write_xlsx(tmp_path / "r.xlsx", [("", "A text")], headings=("1", "A title"), sheet="Notes")
    found = find_rows(read_file(path, Limits()), (notes,), named=True)
    # The first row is a row as any other, and what stands in it is kept under the names declared.
    assert [(row.place, row.words) for row in found.rows] == [
        ("Notes!1", {"Note": "1", "Text": "A title"}),
        ("Notes!2", {"Note": "", "Text": "A text"}),
    ]


STAFF = Table("staff", (Column("post", ("Post",)), Column("who", ("Who", "Who (initial)"), keep=lambda name: name[:1])))


def test_of_a_column_that_names_people_only_what_may_be_kept_is_read(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Who,Post,Deputy\nAnn Smith,Clerk,Bob Jones\n", encoding="utf-8")
    found = find_rows(read_file(path, Limits()), (STAFF,), named=True)
    [row] = found.rows
    # The column nobody declared may name people too, so it is left out, and said.
    assert (row.words, row.text("who")) == ({"Who (initial)": "A", "Post": "Clerk"}, "A")
    assert found.remarks == [
        ("columns left out", "staff.csv: not understood, so they may name people: Deputy."),
        ("names of people left out", "staff.csv: of 'Who' only 'Who (initial)' is kept."),
    ]
    # Made again from its words, as after a correction, it is the same row.
    assert row_of_words(row.words, (STAFF,), row.file, row.place, row.position) == row


def test_a_comma_among_names_of_people_makes_a_row_unfit_and_shows_none(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Post,Who\nClerk,Smith, Ann\n", encoding="utf-8")
    [row] = find_rows(read_file(path, Limits()), (STAFF,), named=True).rows
    assert row.fault == (
        "(no heading) 3",
        "[left out]",
        "the row has more values than there are headings; look for a comma outside quotation marks",
    )
    assert "Ann" not in str(row)


def test_a_formula_that_is_a_text_alone_has_its_value_without_a_saved_one(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Law", "Number"])
    page.append(['="Act ""A"" & more"', "1"])
    book.save(tmp_path / "laws.xlsx")
    laws = Table("Sheet", (Column("law", ("Law",)), Column("number", ("Number",))))
    [row] = find_rows(read_file(tmp_path / "laws.xlsx", Limits()), (laws,), named=True).rows
    assert (row.text("law"), row.fault) == ('Act "A" & more', None)
