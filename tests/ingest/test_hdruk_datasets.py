"""The catalogue of health datasets: exact counts, worked out here from the CSV by plain counting."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.loading.pipeline import load
from ingest.sources.hdruk_datasets.people import without_people
from tests.ingest.drafting import Drafted, drafted
from tests.ingest.graph_dump import count, digest

TODAY = dt.date(2026, 11, 22)
SOURCE = "hdruk-datasets"


@pytest.fixture(scope="module")
def register(registers: Path) -> Path:
    return registers / "dataset-catalogue" / "hdruk-gateway-dataset-metadata-2020.csv"


@pytest.fixture(scope="module")
def rows(register: Path) -> list[dict[str, str]]:
    with register.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def whole(register: Path) -> Drafted:
    return drafted(SOURCE, register)


@pytest.mark.registers
def test_exact_counts(whole: Drafted, rows: list[dict[str, str]]) -> None:
    assert (len(whole.found.rows), len(rows), whole.refused) == (386, 386, [])
    # Every row is a dataset of its own, by identifier as by title.
    assert whole.count("Dataset") == len({row["id"] for row in rows}) == len({row["title"] for row in rows}) == 386
    # Every dataset is described.
    assert all("description" in values for _, values in whole.draft.of_label("Dataset"))
    controlled = {edge.start[1] for edge in whole.draft.edges if edge.type == "CONTROLLED_BY"}
    blank = sum(row["dataController"] == "" for row in rows)
    # 92 name no controller; 11 share a model, two an address that was removed, one a standard, one says so.
    no_body = 11 + 2 + 1 + 1
    # Five cells name trusts that nobody has told apart: five trusts twice, four once, those of a country twice.
    untold = len(whole.remarks("controllers not told apart"))
    assert (blank, untold) == (92, 5)
    assert len(controlled) == 386 - blank - no_body - untold == 274


@pytest.mark.registers
def test_single_facts(whole: Drafted) -> None:
    key = "hdruk-datasets:0121c132-5be6-414e-853b-885ff301854f"
    # The second row of the file.
    biobank = whole.of("Dataset", key)
    assert (biobank["title"], biobank["identifiers"]) == (
        "PTCL Biobank",
        ["hdruk:0121c132-5be6-414e-853b-885ff301854f"],
    )
    assert whole.ends("CONTROLLED_BY", key) == ["hdruk-datasets:university-of-leicester"]
    # Written in two cases, one body; its abbreviation in another source would be another name.
    digital = sum(e.end[1] == "hdruk-datasets:nhs-digital" for e in whole.draft.edges if e.type == "CONTROLLED_BY")
    assert digital == 32 + 3
    # A cell that names a professor and a college leaves the college.
    said = json.dumps([row.words for row in whole.found.rows]) + repr(whole.draft.nodes)
    assert "Modi" not in said
    assert "Spector" not in said


@pytest.mark.registers
async def test_a_part_of_the_catalogue_loads_and_again_changes_nothing(
    registry: Store, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    path = write(tmp_path / "catalogue.csv", list(rows[0]), *(list(row.values()) for row in rows[:40]))
    report = await load(registry, SOURCE, [path], today=TODAY)
    assert (report.rows_taken, report.rejected) == (40, ())
    assert await count(registry, "Dataset") == 40
    before = await digest(registry)
    again = await load(registry, SOURCE, [path], today=TODAY)
    assert again.changes_nothing
    assert await digest(registry) == before


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Professor Ann Smith, Imperial College London", "[name left out], Imperial College London"),
        ("led by Dr. A. Smith-Jones of the trust", "led by [name left out] of the trust"),
        ("write to ann@example.org", "write to [name left out]"),
        ("The Drug Safety Research Unit", "The Drug Safety Research Unit"),
    ],
)
def test_people_are_left_out(text: str, kept: str) -> None:
    assert without_people(text) == kept


def write(path: Path, *rows: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


HEADINGS = ("Data Controller", "Dataset Title", "Description", "contactPoint", "PID")


def test_a_drifted_edition_loads_right(tmp_path: Path) -> None:
    path = write(
        tmp_path / "catalogue.csv",
        ("Notice: corrected on 3 March", "", "", "", ""),
        HEADINGS,
        ("Anytown Trust", "Deaths \u2013 monthly", "Of Dr Ann Smith", "ann@example.org", "7"),
        ("ANYTOWN TRUST", "Births", "", "", "8"),
        ("Anytown Trust, Brook Trust and others", "Moves", "", "", "9"),
    )
    found = drafted(SOURCE, path)
    assert (found.refused, found.count("Organisation")) == ([], 1)
    deaths = found.of("Dataset", "hdruk-datasets:7")
    assert (deaths["title"], deaths["description"]) == ("Deaths - monthly", "Of [name left out]")
    # A column nobody declared may name people, and here does.
    assert found.remarks("columns left out") == [
        "catalogue.csv: not understood, so they may name people: contactPoint."
    ]
    assert "example.org" not in json.dumps([row.words for row in found.found.rows])
    assert found.remarks("controllers not told apart") == ["catalogue.csv!5: 'Anytown Trust, Brook Trust and others'"]


def test_bad_rows_are_refused_with_column_value_and_reason(tmp_path: Path) -> None:
    path = write(tmp_path / "catalogue.csv", HEADINGS, ("", "", "", "", "7"), ("", "Births", "", "", ""))
    assert drafted(SOURCE, path).refused == [
        ("catalogue.csv!2", "Dataset Title", "", "a dataset needs both an identifier and a title"),
        ("catalogue.csv!3", "PID", "", "a dataset needs both an identifier and a title"),
    ]
