"""Files that cannot be taken: the exact message, and a registry that is not touched."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.store.store import Store
from ingest.catalogue import load_sources
from ingest.errors import FileRefused, IngestError, LayoutRefused, UnknownSource
from ingest.limits import Limits
from ingest.loading.pipeline import load
from ingest.reading.files import given_files, read_file
from tests.ingest.graph_dump import digest
from tests.ingest.small_register import HEADINGS, release, write_csv, write_xlsx

TODAY = dt.date(2026, 11, 22)
SOURCE = "nhs-digital-register"


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(FileRefused) as refused:
        read_file(path, limits or Limits())
    return str(refused.value)


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


FORMATS = (
    "Give a spreadsheet (xlsx, ods), a CSV or TSV file, a register log (rsf), JSON or YAML, or an inventory in XML."
)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n...", "a PDF document"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"<!DOCTYPE html><html>", "a web page (perhaps a sign-in page was saved)"),
        (b"RowID,Organisation\x00Name\n", "a binary file"),
    ],
)
def test_the_wrong_type_is_known_by_content_and_not_by_suffix(tmp_path: Path, data: bytes, what: str) -> None:
    assert refusal(put(tmp_path / "register.xlsx", data)) == f"register.xlsx is {what}. {FORMATS}"


def test_a_zip_archive_that_is_no_spreadsheet(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "register.xlsx", "w") as archive:
        archive.writestr("register.csv", "a,b")
    assert refusal(tmp_path / "register.xlsx") == f"register.xlsx is a zip archive. {FORMATS}"


def test_a_spreadsheet_cut_short(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "whole.xlsx", [release(1)]).read_bytes()
    assert refusal(put(tmp_path / "cut.xlsx", whole[: len(whole) // 2])) == (
        "cut.xlsx is damaged: it begins like a spreadsheet and cannot be unpacked. Fetch it again."
    )


def test_a_csv_file_called_xlsx_is_read_for_what_it_is(tmp_path: Path) -> None:
    content = read_file(write_csv(tmp_path / "register.xlsx", [release(1)]), Limits())
    assert (content.kind, len(content.sheets[0].rows)) == ("csv", 2)


@pytest.mark.parametrize("data", [b"", b"  \r\n\n"])
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    assert refusal(put(tmp_path / "empty.csv", data)) == (
        "empty.csv is empty. Fetch it again, or check that it was saved."
    )


def test_two_hundred_megabytes_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    def not_read(self: Path) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr(Path, "read_bytes", not_read)
    assert refusal(path) == (
        "huge.xlsx is 200 MB, more than the limit of 100 MB. If it is the right file, raise ISA_MAX_FILE_MB and load "
        "it again."
    )


def test_the_limit_is_the_one_configured(tmp_path: Path) -> None:
    path = put(tmp_path / "register.csv", b"x" * 2_000_001)
    assert refusal(path, Limits(max_file_bytes=1_500_000)) == (
        "register.csv is 2 MB, more than the limit of 1.5 MB. If it is the right file, raise ISA_MAX_FILE_MB and load "
        "it again."
    )


def test_a_small_spreadsheet_that_unpacks_to_a_vast_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    assert refusal(tmp_path / "bomb.xlsx", Limits(max_file_bytes=200_000)) == (
        "bomb.xlsx unpacks to 3 MB, more than the limit of 2 MB. Save it as CSV and, if that is needed, raise "
        "ISA_MAX_FILE_MB."
    )


def test_text_in_windows_1252_is_read_and_said(tmp_path: Path) -> None:
    row = release(1, organisation="Café Nero – Anytown")
    path = tmp_path / "old.csv"
    write_csv(path, [row])
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    content = read_file(path, Limits())
    assert content.sheets[0].rows[1][1] == "Café Nero – Anytown"
    assert content.remarks == (
        # The heading of the fourth column holds a line break, so the row begins at line 3 of the file.
        "old.csv is not UTF-8 (first at line 3) and was read as Windows-1252. Where letters look wrong, save it as "
        "UTF-8 and load it again.",
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_first_heading(tmp_path: Path, encoding: str) -> None:
    path = put(tmp_path / "marked.csv", "RowID,Organisation Name\n1,Café\n".encode(encoding))
    content = read_file(path, Limits())
    assert content.sheets[0].rows == (("RowID", "Organisation Name"), ("1", "Café"))
    assert content.remarks == ()


def test_bytes_that_are_no_text_in_any_encoding(tmp_path: Path) -> None:
    assert refusal(put(tmp_path / "odd.csv", b"RowID,Name\n1,\x81\x8d\n")) == (
        "odd.csv is neither UTF-8 nor Windows-1252: the bytes at offset 13 are no text. Save it as UTF-8 and load it "
        "again."
    )


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    assert refusal(put(tmp_path / "open.csv", b'RowID,Name\n1,"Anytown\n')) == (
        "open.csv, line 2: unexpected end of data. Look for a quotation mark that is not closed."
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        given_files([tmp_path / "nowhere.xlsx"])
    assert str(refused.value) == f"There is no file {tmp_path}/nowhere.xlsx. Check the name and the folder."


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        given_files([tmp_path])
    assert str(refused.value) == (f"{tmp_path} holds no files. Name the file to load, or the folder that holds it.")


def _without(heading: str) -> list[int]:
    return [i for i, h in enumerate(HEADINGS) if h != heading]


@pytest.fixture
def no_reference_column(tmp_path: Path) -> Path:
    kept = _without("NIC Number")
    return write_xlsx(tmp_path / "register.xlsx", [[release(1)[i] for i in kept]], headings=[HEADINGS[i] for i in kept])


async def load_refused(store: Store, path: Path, kind: type[IngestError], source: str = SOURCE) -> str:
    before = await digest(store)
    with pytest.raises(kind) as refused:
        await load(store, source, [path], today=TODAY)
    assert await digest(store) == before, "the registry was touched"
    return str(refused.value)


async def test_a_missing_column(registry: Store, no_reference_column: Path) -> None:
    assert await load_refused(registry, no_reference_column, LayoutRefused) == (
        "register.xlsx, sheet DataReleases has no column 'NIC Number' (also known as Reference Number). Headings found "
        "in row 1: RowID, Organisation Name, Type of Data Provided, Data provided to customer: Identifiable, "
        "Anonymised - ICO code compliant, Aggregated -anonymised, Sensitive or Non-Sensitive, Legal Basis for "
        "Provision of Data (Dissemination), Purpose, Frequency and 3 more. Check that it is a file of this source, or "
        "rename the column."
    )


async def test_the_wrong_sheet(registry: Store, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "budget.xlsx", [("1", "2")], headings=("Year", "Amount"), sheet="Budget 2021")
    assert await load_refused(registry, path, LayoutRefused) == (
        "budget.xlsx has no sheet DataReleases, and none with its columns. Sheets found: Budget 2021. Check that it is "
        "a file of this source."
    )


async def test_a_file_of_another_source(registry: Store, demo_data: Path) -> None:
    path = demo_data / "gm-seed" / "organisations.csv"
    assert await load_refused(registry, path, LayoutRefused) == (
        "organisations.csv has no column 'Organisation Name' (also known as Organisation) and 8 more. Headings found "
        "in row 1: org_key, name, org_type, ods_code, gss_code, la_code, ico_registration, legal_entity and 6 more. "
        "Check that it is a file of this source, or rename the column."
    )


async def test_a_format_the_source_is_not_published_in(registry: Store, tmp_path: Path) -> None:
    path = put(tmp_path / "register.json", b'[{"id": 1}]')
    assert await load_refused(registry, path, FileRefused) == (
        "register.json is a json file; nhs-digital-register is published as xlsx, ods, xls, csv. Check that it is the "
        "right file and the right source."
    )


async def test_headings_and_no_rows(registry: Store, tmp_path: Path) -> None:
    assert await load_refused(registry, write_xlsx(tmp_path / "bare.xlsx", []), FileRefused) == (
        "bare.xlsx: there are no rows of nhs-digital-register in it. Check that it is the right file."
    )


async def test_an_unknown_source(registry: Store, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "register.csv", [release(1)])
    assert await load_refused(registry, path, UnknownSource, "nhs-register") == (
        f"There is no source 'nhs-register'. Sources: {', '.join(load_sources())}."
    )


async def test_one_of_several_files_refused_leaves_the_registry_alone(registry: Store, tmp_path: Path) -> None:
    good = write_csv(tmp_path / "good.csv", [release(1)])
    bad = put(tmp_path / "bad.csv", b"%PDF")
    before = await digest(registry)
    with pytest.raises(FileRefused):
        await load(registry, SOURCE, [good, bad], today=TODAY)
    assert await digest(registry) == before


def _with_formulas(path: Path, *, saved: bool) -> Path:
    """A register whose organisation is a formula, with or without the value a spreadsheet program saves beside it."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "DataReleases"
    page.append(list(HEADINGS))
    page.append(["FILE0001", '="Anytown"&" Council"', *release(1)[2:]])
    page.append(list(release(2, organisation="Othertown Council")))
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if saved and name == "xl/worksheets/sheet1.xml":
                assert data.count(b"<v />") + data.count(b"<v></v>") + data.count(b"<v/>") == 1, data[:2000]
                for empty in (b"<v />", b"<v></v>", b"<v/>"):
                    data = data.replace(empty, b"<v>Anytown Council</v>")
                data = data.replace(b'<c r="B2">', b'<c r="B2" t="str">')
            new.writestr(name, data)
    return path


async def test_formula_cells_are_reported_and_their_saved_values_read(registry: Store, tmp_path: Path) -> None:
    path = _with_formulas(tmp_path / "formulas.xlsx", saved=True)
    report = await load(registry, SOURCE, [path], today=TODAY, dry_run=True)
    assert (report.rows_taken, report.rejected) == (2, ())
    assert (
        "formula cells",
        "formulas.xlsx, sheet DataReleases: 1 cells hold formulas; the values last saved were "
        "read: Organisation Name in DataReleases!2.",
    ) in report.remarks


async def test_a_formula_without_a_saved_value_refuses_its_row_alone(registry: Store, tmp_path: Path) -> None:
    path = _with_formulas(tmp_path / "formulas.xlsx", saved=False)
    report = await load(registry, SOURCE, [path], today=TODAY, dry_run=True)
    assert report.rows_taken == 1
    assert [str(row) for row in report.rejected] == [
        "formulas.xlsx, DataReleases!2: Organisation Name '': the cell holds a formula without a saved value; save the "
        "sheet with values and load it again"
    ]
