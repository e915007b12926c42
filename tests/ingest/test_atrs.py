"""Algorithmic transparency records: exact counts, worked out here from the JSON by plain counting."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.drafting import Drafted, drafted
from tests.ingest.graph_dump import count, digest, edge_count

TODAY = dt.date(2026, 11, 22)
SOURCE = "atrs"


@pytest.fixture(scope="module")
def register(registers: Path) -> Path:
    return registers / "atrs" / "atrs-records-2026-08.json"


@pytest.fixture(scope="module")
def entries(register: Path) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads(register.read_text(encoding="utf-8"))["records"]
    return records


@pytest.fixture(scope="module")
def whole(register: Path) -> Drafted:
    return drafted(SOURCE, register)


@pytest.mark.registers
def test_exact_counts(whole: Drafted, entries: list[dict[str, Any]]) -> None:
    assert (len(whole.found.rows), len(entries), whole.refused) == (92, 92, [])
    # No two records share a page.
    assert whole.count("AlgorithmicTool") == len({entry["url"] for entry in entries}) == 92
    bodies = [entry["publishing_body"] for entry in entries if entry["publishing_body"]]
    # Four records name no body, and nothing is read out of their titles.
    assert whole.edges("OPERATED_BY") == len(bodies) == 88
    assert whole.count("Organisation") == len({body.casefold() for body in bodies}) == 55
    assert len(whole.remarks("records without a body")) == 4
    # The three bodies that keep the collection stand on every page and use none of the tools by that.
    assert {tuple(entry["listed_organisations"]) for entry in entries} == {
        ("Cabinet Office", "Department for Science, Innovation and Technology", "Government Digital Service")
    }
    # Only the Cabinet Office is named by three records of its own.
    assert sum(e.end[1] == "atrs:cabinet-office" for e in whole.draft.edges if e.type == "OPERATED_BY") == 3


@pytest.mark.registers
def test_single_facts(whole: Drafted) -> None:
    tool = whole.of("AlgorithmicTool", "atrs:hmrc-ask-hmrc-online")
    # The first record of the file.
    assert (tool["title"], tool["publishedOn"]) == ("Ask HMRC online", dt.date(2025, 6, 26))
    assert whole.ends("OPERATED_BY", "atrs:hmrc-ask-hmrc-online") == ["atrs:hmrc"]
    # "DSIT - Redbox" names no body, though its title would let one guess.
    assert whole.ends("OPERATED_BY", "atrs:dsit-redbox") == []
    # An ampersand joins no two bodies here.
    assert whole.of("Organisation", "atrs:ns-and-i")["name"] == "NS&I"


@pytest.mark.registers
async def test_the_whole_file_loads_and_again_changes_nothing(registry: Store, register: Path) -> None:
    report = await load(registry, SOURCE, [register], today=TODAY)
    assert (report.rows_taken, report.rejected) == (92, ())
    assert (await count(registry, "AlgorithmicTool"), await edge_count(registry, "OPERATED_BY")) == (92, 88)
    before = await digest(registry)
    again = await load(registry, SOURCE, [register], today=TODAY)
    assert again.changes_nothing
    assert await digest(registry) == before


def write(path: Path, *entries: dict[str, object]) -> Path:
    path.write_text(json.dumps(list(entries)), encoding="utf-8")
    return path


def test_a_drifted_edition_loads_right(tmp_path: Path) -> None:
    """A bare list, other names, another date format, another dash, a field nobody declared, a body in other case."""
    page = "https://www.gov.uk/algorithmic-transparency-records/"
    path = write(
        tmp_path / "atrs.json",
        {"link": f"{page}queue-sorter/", "name": "Queue \u2013 sorter", "organisation": "ANYTOWN COUNCIL", "phase": 2},
        {
            "first_published": "6 March 2026",
            "link": f"{page}reader",
            "name": "Reader",
            "organisation": "Anytown Council",
        },
    )
    found = drafted(SOURCE, path)
    assert (found.refused, found.count("Organisation")) == ([], 1)
    assert found.of("AlgorithmicTool", "atrs:queue-sorter")["title"] == "Queue - sorter"
    assert found.of("AlgorithmicTool", "atrs:reader")["publishedOn"] == dt.date(2026, 3, 6)
    assert found.remarks("unknown columns") == ["atrs.json: kept with the rows and not understood: phase."]


def test_bad_rows_are_refused_with_column_value_and_reason(tmp_path: Path) -> None:
    path = write(
        tmp_path / "atrs.json",
        {"tool_name": "", "url": "https://x.example/a", "published": None},
        {"tool_name": "Reader", "url": "", "published": None},
        {"tool_name": "Reader", "url": "https://x.example/a", "published": "last week"},
    )
    assert drafted(SOURCE, path).refused == [
        ("atrs.json!1", "tool_name", "", "there is no name of a tool"),
        ("atrs.json!2", "url", "", "a record is known by the address of its page, and this is none"),
        (
            "atrs.json!3",
            "published",
            "last week",
            "'last week' is not a date written as 2018-05-17, 17/05/2018, 17 May 2018 or May-18",
        ),
    ]
