"""Editions that lack a column which earlier ones had: what it said stays, and its absence is told and no gap."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from graph.model.registry import registry_model
from graph.store.store import Store
from ingest.catalogue import load_sources
from ingest.loading.absent import absent_columns
from ingest.loading.pipeline import load
from ingest.tables.layout import Row
from tests.ingest.body_drafting import write_rows

TODAY = dt.date(2026, 11, 22)
DSPT = (
    ("Code", "Name", "Latest.Status", "Date.Of.Publication", "Start", "Successor.Code"),
    ("RAA", "Anytown Trust", "20/21 Standards Met", "28/06/2021", "2001-04-01", ""),
    ("RBB", "Othertown Trust", "20/21 Standards Not Met", "01/07/2021", "2002-04-01", "RAA"),
)
TRUST = ("RAA", "ANYTOWN TRUST", "20010401", "20220331")


async def test_what_a_column_said_stays_when_an_edition_lacks_it(registry: Store, tmp_path: Path) -> None:
    """A column that is gone says nothing; one that is blank says that the day is no longer given."""
    names = ("Organisation Code", "Name", "Open Date", "Close Date")
    days = "MATCH (o:Organisation {key: 'ods:RAA'}) RETURN toString(o.openedOn), toString(o.closedOn)"
    await load(registry, "ods-trusts", [write_rows(tmp_path / "etr-2022-03.csv", names, TRUST)], today=TODAY)
    dropped = write_rows(tmp_path / "etr-2022-04.csv", names[:3], TRUST[:3])
    report = await load(registry, "ods-trusts", [dropped], today=TODAY)
    assert await registry.rows(days, {}) == [["2001-04-01", "2022-03-31"]]
    assert [text for kind, text in report.remarks if kind == "columns missing"] == [
        "There is no 'Close Date', so nothing is said of Organisation.closedOn; what was said before stays."
    ]
    blank = write_rows(tmp_path / "etr-2022-05.csv", names, (*TRUST[:3], ""))
    await load(registry, "ods-trusts", [blank], today=TODAY)
    assert await registry.rows(days, {}) == [["2001-04-01", None]]


async def test_an_edge_stays_when_its_column_is_gone(registry: Store, tmp_path: Path) -> None:
    succession = "MATCH (:Organisation {key: 'ods:RBB'})-[:SUCCEEDED_BY]->(o) RETURN o.key"
    await load(registry, "dspt", [write_rows(tmp_path / "dspt-2022-01-01.csv", *DSPT)], today=TODAY)
    dropped = write_rows(tmp_path / "dspt-2022-02-01.csv", *(row[:5] for row in DSPT))
    report = await load(registry, "dspt", [dropped], today=TODAY)
    assert report.edges.get("SUCCEEDED_BY") is None
    assert await registry.rows(succession, {}) == [["ods:RAA"]]
    blank = write_rows(tmp_path / "dspt-2022-03-01.csv", DSPT[0], *((*row[:5], "") for row in DSPT[1:]))
    await load(registry, "dspt", [blank], today=TODAY)
    assert await registry.rows(succession, {}) == []


async def test_a_field_without_a_column_is_no_gap(registry: Store, tmp_path: Path) -> None:
    """A blank in a column that is there is not recorded; without the column nothing was asked."""
    entry = {"id": 1, "agreement_name": "Debt", "purpose": "Debt.", "controllers": [{"name": "A Council"}]}
    gaps = "MATCH (a:Agreement) RETURN a.reference, a.reviewOnRecording ORDER BY a.reference"
    path = tmp_path / "dea-2024-01-01.json"
    path.write_text(json.dumps([entry, entry | {"id": 2}]), encoding="utf-8")
    await load(registry, "dea-register", [path], today=TODAY)
    assert await registry.rows(gaps, {}) == [["1", None], ["2", None]]
    path = tmp_path / "dea-2024-02-01.json"
    asked = [entry | {"review_date": "2025-01-01"}, entry | {"id": 2, "review_date": None}]
    path.write_text(json.dumps(asked), encoding="utf-8")
    await load(registry, "dea-register", [path], today=TODAY)
    assert await registry.rows(gaps, {}) == [["1", None], ["2", "NOT_RECORDED"]]


def test_every_fact_that_a_column_gives_is_of_the_model() -> None:
    model = registry_model()
    given = {fact for s in load_sources().values() for t in s.tables for c in t.columns for fact in c.gives}
    known = {f"{label}.{p.name}" for label in model.nodes for p in model.properties(label)}
    known |= {f"{label}.{e.out.name}" for label, n in model.nodes.items() for e in n.edges if e.out is not None}
    assert given - known == set()
    parts = {fact for s in load_sources().values() for t in s.tables for c in t.columns for fact in c.some_of}
    assert parts - {f"{label}.{link}" for label in model.nodes for link in model.links(label)} == set()
    assert parts == {"Agreement.parties", "Agreement.flows", "Organisation.memberOf"}
    assert len(given) > 20


async def test_bodies_that_a_column_named_stay_when_it_is_gone(registry: Store, tmp_path: Path) -> None:
    """Without the column nobody says who receives; with it blank nobody receives any more."""
    entry = {"id": 1, "agreement_name": "Debt", "purpose": "Debt.", "controllers": [{"name": "A Council"}]}
    given: tuple[tuple[str, dict[str, list[dict[str, str]]], list[str]], ...] = (
        ("2024-01-01", {"processors": [{"name": "A Trust"}]}, ["STATED", "STATED", "UNKNOWN"]),
        ("2024-02-01", {}, ["STATED", "STATED", "UNKNOWN"]),
        ("2024-03-01", {"processors": []}, ["STATED", "WITHDRAWN", "WITHDRAWN"]),
    )
    for day, more, expected in given:
        path = tmp_path / f"dea-{day}.json"
        path.write_text(json.dumps([entry | more]), encoding="utf-8")
        report = await load(registry, "dea-register", [path], today=TODAY)
        states = "MATCH (n:Party|Flow) RETURN coalesce(n.state, 'UNKNOWN') AS state ORDER BY state"
        assert [state for [state] in await registry.rows(states, {})] == expected
        told = [text for kind, text in report.remarks if kind == "columns missing"]
        missing = "There is no 'processors', so nothing is said of Agreement.parties, Agreement.flows; "
        assert [text.startswith(missing) for text in told].count(True) == (not more)


def test_one_of_several_columns_that_is_gone_leaves_all_that_they_say() -> None:
    """A practice is a member of its network and its group: the link does not say which of them a column gave."""
    tables = load_sources()["practice-map"].tables
    names = {column.field: column.headings[0] for column in tables[0].columns}

    def absent(*lacking: str) -> dict[str, str]:
        there = {name: heading for name, heading in names.items() if name not in lacking}
        row = Row(tables[0].name, "f.csv", "f.csv!2", 1, {}, dict.fromkeys(there, ""), headings=there)
        return {fact: column.field for fact, column in absent_columns(tables, [row]).items()}

    assert absent() == {}
    assert absent("group_code") == {"Organisation.memberOf": "group_code"}
    assert absent("region_code") == {}
