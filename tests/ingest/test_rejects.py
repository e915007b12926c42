"""Rows refused go to a file, are corrected there and loaded by the same command; good rows are not held up."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.errors import RejectsUnusable
from ingest.loading.pipeline import load
from ingest.tables.rejects import LEADING
from tests.ingest.graph_dump import count, digest, dump
from tests.ingest.small_register import IDENTIFIABILITY, REFERENCE, release, write_csv, write_xlsx
from tests.servers.wipe import wipe_data

TODAY = dt.date(2026, 11, 22)
SOURCE = "nhs-digital-register"

GOOD = release(1)
NO_REFERENCE = release(2, reference="", organisation="Othertown Council")
ODD_CODE = release(3, identifiability="Identifable", dataset="=1+1 Data Set")
CORRECTED_REFERENCE = release(2, reference="DARS-NIC-10002-C3D4E-v2.0", organisation="Othertown Council")
CORRECTED_CODE = release(3, identifiability="Identifiable", dataset="=1+1 Data Set")


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def correct(path: Path, changes: dict[str, tuple[int, str]]) -> Path:
    """Correct cells of a rejects file: by place, the column of the register and the text to stand there."""
    rows = read(path)
    for row in rows[1:]:
        if row[2] in changes:
            column, text = changes[row[2]]
            row[len(LEADING) + column] = text
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "register.xlsx", [GOOD, NO_REFERENCE, ODD_CODE])


async def test_a_bad_row_is_refused_with_place_column_value_and_reason(
    registry: Store, register: Path, tmp_path: Path
) -> None:
    report = await load(registry, SOURCE, [register], today=TODAY, rejects_dir=tmp_path / "out")
    assert (report.rows_read, report.rows_taken) == (3, 1)
    assert await count(registry, "Flow") == 1
    rejects = tmp_path / "out" / "nhs-digital-register-rejects.csv"
    assert report.rejects_files == (rejects,)
    rows = read(rejects)
    assert rows[0][: len(LEADING)] == ["edition", "file", "row", "position", "column", "value", "reason"]
    known = "'Identifiable', 'Anonymised - ICO code compliant', 'Aggregated - anonymised', 'Aggregated -anonymised', "
    assert [row[1 : len(LEADING)] for row in rows[1:]] == [
        [
            "register.xlsx",
            "DataReleases!3",
            "2",
            "NIC Number",
            "",
            "there is no reference, so the row belongs to no agreement",
        ],
        [
            "register.xlsx",
            "DataReleases!4",
            "3",
            "Data provided to customer:\nIdentifiable, Anonymised - ICO code compliant, Aggregated -anonymised ",
            "Identifable",
            f"this text is not known; the register uses {known}'Aggregate'",
        ],
    ]
    assert {row[0] for row in rows[1:]} == {report.edition}
    # The rows themselves, cell for cell; a cell that a spreadsheet program would run is held back by an apostrophe.
    assert [tuple(row[len(LEADING) :]) for row in rows[1:]] == [
        NO_REFERENCE,
        (*ODD_CODE[:2], "'=1+1 Data Set", *ODD_CODE[3:]),
    ]
    [edition] = await registry.rows("MATCH (e:Edition) RETURN e.state, e.rowsRead, e.rowsRejected", {})
    assert edition == ["LOADED", 3, 2]


async def test_corrected_rows_complete_the_edition_as_if_they_had_never_been_wrong(
    registry: Store, register: Path, tmp_path: Path
) -> None:
    report = await load(registry, SOURCE, [register], today=TODAY, rejects_dir=tmp_path)
    [rejects] = report.rejects_files
    # One of the two is corrected first; the other stays in the file.
    correct(rejects, {"DataReleases!3": (REFERENCE, "DARS-NIC-10002-C3D4E-v2.0")})
    half = await load(registry, SOURCE, [rejects], today=TODAY, rejects_dir=tmp_path)
    assert (half.rows_taken, [r.row for r in half.rejected]) == (2, ["DataReleases!4"])
    assert [row[2] for row in read(rejects)[1:]] == ["DataReleases!4"]
    correct(rejects, {"DataReleases!4": (IDENTIFIABILITY, "Identifiable")})
    whole = await load(registry, SOURCE, [rejects], today=TODAY, rejects_dir=tmp_path)
    assert (whole.rows_read, whole.rows_taken, whole.rejected) == (3, 3, ())
    [edition] = await registry.rows("MATCH (e:Edition) RETURN e.state, e.rowsRead, e.rowsRejected, e.fileName", {})
    assert edition == ["LOADED", 3, 0, "register.xlsx"]
    completed = await dump(registry, moments=False)

    # Loading either file once more changes nothing, although the register itself still holds the bad rows.
    before = await digest(registry)
    assert (await load(registry, SOURCE, [register], today=TODAY)).changes_nothing
    assert (await load(registry, SOURCE, [rejects], today=TODAY)).changes_nothing
    assert await digest(registry) == before

    await wipe_data(registry)
    clean = write_xlsx(tmp_path / "clean" / "register.xlsx", [GOOD, CORRECTED_REFERENCE, CORRECTED_CODE])
    undisturbed = await load(registry, SOURCE, [clean], today=TODAY)
    assert without_edition(completed, report.edition) == without_edition(
        await dump(registry, moments=False), undisturbed.edition
    )


def without_edition(graph: dict[str, list[object]], edition: str) -> str:
    """The dump without what tells the two files apart: the edition's key and digest."""
    return re.sub(r'\\?"sha256\\?": \\?"[0-9a-f]{64}', "sha256", repr(graph).replace(edition, "EDITION"))


@pytest.fixture(autouse=True)
def clean_folder(tmp_path: Path) -> None:
    (tmp_path / "clean").mkdir()


async def test_nothing_is_withdrawn_while_rows_are_refused(registry: Store, tmp_path: Path) -> None:
    rows = [release(1), release(2, organisation="Othertown Council")]
    await load(registry, SOURCE, [write_xlsx(tmp_path / "r-2021-02.xlsx", rows)], today=TODAY)
    newer = write_xlsx(tmp_path / "r-2021-03.xlsx", [rows[0], release(9, reference="")])
    report = await load(registry, SOURCE, [newer], today=TODAY, rejects_dir=tmp_path)
    assert report.nodes["Flow"].withdrawn == 0
    # Taking the bad row out of the file settles it: then the second flow is gone from the register.
    [rejects] = report.rejects_files
    correct(rejects, {"DataReleases!3": (REFERENCE, "DARS-NIC-10001-A1B2C-v1.0")})
    settled = await load(registry, SOURCE, [rejects], today=TODAY)
    assert settled.nodes["Flow"].withdrawn == 1


async def test_rows_with_other_headings_go_to_files_of_their_own(registry: Store, tmp_path: Path) -> None:
    purposes = ("Reference Number", "Organisation", "Objective for Processing")
    first = write_csv(tmp_path / "releases.csv", [GOOD, NO_REFERENCE])
    second = write_csv(tmp_path / "purposes.csv", [("", "Anytown Council", "why")], headings=purposes)
    report = await load(registry, SOURCE, [first, second], today=TODAY, rejects_dir=tmp_path / "out")
    assert [path.name for path in report.rejects_files] == [
        "nhs-digital-register-rejects-1.csv",
        "nhs-digital-register-rejects-2.csv",
    ]
    assert {read(path)[1][2] for path in report.rejects_files} == {"releases.csv!3", "purposes.csv!2"}


async def test_a_comma_outside_quotation_marks_can_be_corrected(registry: Store, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", [GOOD, release(2)])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("FILE0002,Anytown Council", "FILE0002,Any,town Council"), encoding="utf-8")
    report = await load(registry, SOURCE, [path], today=TODAY, rejects_dir=tmp_path)
    [rejects] = report.rejects_files
    rows = read(rejects)
    shifted = rows[1][len(LEADING) :]
    assert rows[0][-1] == "(no heading) 13"
    mended = [shifted[0], f"{shifted[1]},{shifted[2]}", *shifted[3:], ""]
    with rejects.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], [*rows[1][: len(LEADING)], *mended]])
    done = await load(registry, SOURCE, [rejects], today=TODAY)
    assert (done.rows_taken, done.rejected) == (2, ())
    [names] = await registry.read("MATCH (n:Name) RETURN collect(n.text)", {})
    assert "Any,town Council" in names


async def test_rejects_of_an_edition_that_was_never_loaded(registry: Store, register: Path, tmp_path: Path) -> None:
    report = await load(registry, SOURCE, [register], today=TODAY, rejects_dir=tmp_path)
    await wipe_data(registry)
    with pytest.raises(RejectsUnusable) as refused:
        await load(registry, SOURCE, list(report.rejects_files), today=TODAY)
    assert str(refused.value) == (
        f"The registry holds no edition {report.edition} of nhs-digital-register. Load the file that these rows were "
        "refused from first."
    )


async def test_a_rejects_file_whose_places_were_deleted(registry: Store, register: Path, tmp_path: Path) -> None:
    report = await load(registry, SOURCE, [register], today=TODAY, rejects_dir=tmp_path)
    [rejects] = report.rejects_files
    rows = read(rejects)
    rows[1][2] = ""
    with rejects.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(RejectsUnusable) as refused:
        await load(registry, SOURCE, [rejects], today=TODAY)
    assert str(refused.value) == (
        "nhs-digital-register-rejects.csv, row 2: edition, row and position say where the row belongs and must stay as "
        "they were written."
    )


async def test_a_dry_run_writes_no_rejects_file(registry: Store, register: Path, tmp_path: Path) -> None:
    report = await load(registry, SOURCE, [register], today=TODAY, dry_run=True, rejects_dir=tmp_path / "out")
    assert (len(report.rejected), report.rejects_files, (tmp_path / "out").exists()) == (2, (), False)
