"""What a filled-in workbook says, what of it is refused and why, and what a later edition of it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from graph.store.store import Store
from ingest.loading.pipeline import load
from ingest.loading.report import LoadReport
from ingest.sheets.declaration import sheet_of, sheets
from ingest.sheets.export import export_csv_folder, export_json_lines, export_workbook
from ingest.sheets.template import write_template
from tests.ingest.drafting import drafted, write_book
from tests.ingest.graph_dump import dump

TODAY = dt.date(2026, 11, 24)
Rows = Mapping[str, Sequence[Mapping[str, Any]]]

FILLED: Rows = {
    "Organisations": [
        {
            "Name": "Brook Council",
            "Also known as": "Brook MBC",
            "Identifiers": "gss:E08000098",
            "Kind": "LOCAL_AUTHORITY",
        },
        {
            "Name": "Ashton Trust",
            "Identifiers": "ods:RZY",
            "Kind": "nhs trust",
            "Opened": "2008",
            "Public authority": "Yes",
        },
    ],
    "Datasets": [
        {
            "Title": "Care records",
            "Controllers": "Brook Council",
            "About": "ds-service-user; ds-patient",
            "Data items": "NHS number; dob",
        }
    ],
    "Data items": [
        {"Data item": "NHS number", "Code": "nhs-number", "Identifies by itself": "Yes"},
        {"Data item": "Date of birth", "Code": "dob", "Categories": "cat-race"},
    ],
    "Programmes": [{"Programme": "Home / first"}],
    "Agreements": [
        {
            "Reference": "ISA-1",
            "Title": "Discharge",
            "Starts": dt.date(2026, 4, 1),
            "Ends": "2029",
            "Review due": "2027-04",
            "Retention": "(withheld)",
            "Led by": "Brook MBC",
            "Datasets": "Care records",
            "Supersedes": "ISA-0",
            "Programmes": "home / First",
        },
        {"Reference": "ISA-0", "Title": "Discharge of 2019", "State": "SUPERSEDED", "Visibility": "public"},
    ],
    "Parties": [
        {"Agreement": "ISA-1", "Organisation": "gss:E08000098", "Role": "CONTROLLER", "Joined": "17/03/2026"},
        {"Agreement": "discharge", "Organisation": "Ashton Trust", "Role": "RECIPIENT"},
        {"Agreement": "ISA-1", "Organisation": "Crook Hospice", "Role": "RECIPIENT"},
        {"Agreement": "ISA-1", "Organisation": "Crook Hospice", "Role": "PROCESSOR"},
    ],
    "Versions": [{"Agreement": "ISA-1", "Version": "1 / draft"}, {"Agreement": "ISA-1", "Version": "1.0"}],
    "Posts": [
        {
            "Organisation": "Brook MBC",
            "Post": "IG / DPO",
            "Role": "IG_LEAD",
            "Mailbox": "ig@brook.example",
            "Agreements led": "ISA-1",
            "Filled from": "2025-01-06",
        },
        {"Organisation": "Crook Hospice", "Post": "Matron", "Programmes led": "Home / first"},
    ],
    "Signatures": [
        {
            "Party": "discharge / gss:E08000098",
            "Version signed": "ISA-1 / 1 / draft",
            "Signed": "2026-03",
            "Post": "Brook Council / IG / DPO",
        },
        {"Party": "ISA-1 / Brook MBC", "Version signed": "Discharge / 1.0", "Method": "wet ink"},
        {"Party": "ISA-1 / crook hospice / processor", "Signed": "2026-03-30"},
    ],
    "Flows": [
        {
            "Flow": "Care plans",
            "Agreements": "ISA-1",
            "From": "Brook Council",
            "To": "Ashton Trust",
            "Datasets": "Care records",
            "State": "LIVE",
            "Started": dt.date(2026, 4, 2),
            "Feeds": "Onward; Back",
            "Under versions": "ISA-1 / 1.0",
        },
        {"Flow": "Onward", "From": "Ashton Trust", "To": "Crook Hospice", "State": "LIVE"},
        {"Flow": "Back", "From": "Crook Hospice", "To": "Brook MBC"},
    ],
    "Legal bases": [
        {"Flow": "Care plans", "Legal basis": "ukgdpr-a6-1-e"},
        {"Flow": "Care plans", "Legal basis": "Our own protocol", "Whose act": "DISCLOSER"},
        {"Agreement": "ISA-1", "Organisation": "Brook MBC", "Legal basis": "ukgdpr-a6-1-e"},
    ],
    "Assurance": [
        {"Organisation": "Ashton Trust", "Assurance": "DSPT", "Standard": "DSPT", "Status": "MET", "Year": "25/26"}
    ],
    "DPIAs": [
        {"DPIA": "Discharge", "Status": "APPROVED", "ICO consulted": "No", "Agreements assessed": "ISA-1; ISA-0"}
    ],
    "Reviews": [
        {"Agreement": "ISA-1", "Due": "2027-04-30"},
        {"Agreement": "ISA-1", "Done": "2026-05-01", "Outcome": "AMEND"},
    ],
    "Documents": [
        {
            "Document": "Approval 26/CAG/0042",
            "Kind": "SECTION_251_APPROVAL",
            "Agreements": "ISA-1",
            "Versions": "ISA-1 / 1.0",
            "DPIAs": "Discharge",
            "Assurance": "Ashton Trust / DSPT",
            "Notices": "Your care",
            "Expires": "2027-02-10",
        },
        {"Document": "Approval 26/CAG/0042", "Agreements": "ISA-0"},
    ],
    "Notices": [{"Notice": "Your care", "Published by": "Brook Council; Crook Hospice", "Flows mentioned": "Onward"}],
}


DPO = "workbook:post:gss:E08000098:ig-dpo"


def fill(path: Path, rows: Rows) -> Path:
    """Write a template and fill it in below its examples, as people do."""
    write_template(path)
    book = load_workbook(path)
    for name, filled in rows.items():
        page = book[name]
        places = {column.heading: number for number, column in enumerate(sheet_of(name).written, start=1)}
        for number, row in enumerate(filled, start=page.max_row + 1):
            for heading, value in row.items():
                page.cell(number, places[heading], value)
    book.save(path)
    return path


def changed(report: LoadReport) -> dict[str, str]:
    """What a load changed of nodes and edges, leaving out what stayed as it was."""
    tallies = {**report.nodes, **report.edges}
    return {n: str(t) for n, t in tallies.items() if t.new or t.changed or t.withdrawn or t.restored or t.removed}


def facts(graph: Mapping[str, list[Any]]) -> list[Any]:
    """The graph without what tells one file from another."""
    kept = {"Source", "Edition", "Record", "Change"}
    nodes = [node for node in graph["nodes"] if node[0] not in kept]
    return [nodes, [edge for edge in graph["edges"] if edge[1] not in kept]]


async def test_filled_in_loaded_exported_and_loaded_again_changes_nothing(registry: Store, tmp_path: Path) -> None:
    report = await load(registry, "workbook", [fill(tmp_path / "ours.xlsx", FILLED)], today=TODAY)
    assert report.rejected == ()
    assert report.rows_taken == sum(map(len, FILLED.values()))
    assert {label: tally.new for label, tally in report.nodes.items()} == {
        "Agreement": 2,
        "AgreementVersion": 2,
        "Assurance": 1,
        "DataCategory": 1,
        "DataElement": 2,
        "DataSubject": 2,
        "Dataset": 1,
        "Document": 2,
        "Dpia": 1,
        "Flow": 3,
        "LegalBasis": 2,
        # Brook Council in two spellings, Ashton Trust, Crook Hospice; Care records.
        "Name": 5,
        "Notice": 1,
        # Crook Hospice has no row of its own.
        "Organisation": 3,
        "Party": 4,
        "Post": 2,
        "Programme": 1,
        "Review": 2,
        "Signature": 3,
    }
    assert [len([t for k, t in report.remarks if k == "example rows"])] == [len(sheets())]
    before = facts(await dump(registry, moments=False))
    await export_workbook(registry, tmp_path / "again.xlsx")
    await export_csv_folder(registry, tmp_path / "again")
    await export_json_lines(registry, tmp_path / "again.jsonl")
    for name in ("again.xlsx", "again", "again.jsonl"):
        again = await load(registry, "workbook", [tmp_path / name], today=TODAY)
        assert (again.rejected, changed(again)) == ((), {}), name
        assert facts(await dump(registry, moments=False)) == before, name
    await _what_became_of_it(registry)
    await _a_row_that_vanishes_is_withdrawn(registry, tmp_path)


async def _what_became_of_it(registry: Store) -> None:
    [agreement] = await registry.rows(
        "MATCH (a:Agreement {reference: 'ISA-1'}) RETURN a.key, a.state, a.visibility, toString(a.startsOn), "
        "toString(a.endsOn), a.endsOnPrecision, a.reviewOnPrecision, a.retention, a.retentionRecording, "
        "a.purposeTextRecording, COUNT { (a)-[:SUPERSEDES]->(:Agreement {reference: 'ISA-0'}) }",
        {},
    )
    assert agreement == [
        *("workbook:isa-1", "UNKNOWN", "PARTIES", "2026-04-01", "2029-01-01", "YEAR", "MONTH", None, "WITHHELD"),
        *("NOT_RECORDED", 1),
    ]
    bodies = await registry.rows("MATCH (o:Organisation) RETURN o.key, o.name ORDER BY o.key", {})
    assert bodies == [
        ["gss:E08000098", "Brook Council"],
        ["ods:RZY", "Ashton Trust"],
        ["workbook:crook-hospice", "Crook Hospice"],
    ]
    signatures = await registry.rows(
        "MATCH (s:Signature)-[:FOR_PARTY]->(p:Party) OPTIONAL MATCH (s)-[:SIGNS]->(v:AgreementVersion) "
        "OPTIONAL MATCH (s)-[:BY]->(post:Post) RETURN p.key, v.key, post.key, s.method ORDER BY s.key",
        {},
    )
    party = "workbook:isa-1:{}:{}"
    assert signatures == [
        [party.format("controller", "gss:E08000098"), "workbook:isa-1:1 / draft", DPO, None],
        [party.format("controller", "gss:E08000098"), "workbook:isa-1:1.0", None, "WET_INK"],
        [party.format("processor", "workbook:crook-hospice"), None, None, None],
    ]
    [attached] = await registry.rows(
        "MATCH (d:Document {kind: 'SECTION_251_APPROVAL'}) "
        "RETURN d.key, COLLECT { MATCH (d)-[:ATTACHED_TO]->(n) WITH labels(n)[0] AS kind ORDER BY kind RETURN kind }",
        {},
    )
    assert attached == [
        "workbook:document:workbook:isa-1:approval-26-cag-0042",
        ["Agreement", "AgreementVersion", "Assurance", "Dpia", "Notice"],
    ]
    laws = await registry.rows(
        "MATCH (f:Flow)-[r:RELIES_ON]->(l:LegalBasis) RETURN l.key, l.kind, r.side ORDER BY l.key", {}
    )
    assert laws == [
        ["ukgdpr-a6-1-e", "ARTICLE_6", "BOTH"],
        ["workbook:our-own-protocol", "STATED", "DISCLOSER"],
    ]


async def _a_row_that_vanishes_is_withdrawn(registry: Store, tmp_path: Path) -> None:
    fewer = {**FILLED, "Flows": FILLED["Flows"][:2]}
    fewer["Flows"] = [{**FILLED["Flows"][0], "Feeds": "Onward"}, FILLED["Flows"][1]]
    report = await load(registry, "workbook", [fill(tmp_path / "fewer.xlsx", fewer)], today=TODAY)
    # What hung on the withdrawn flow stays, to show what it was.
    assert changed(report) == {"Flow": "2 unchanged, 1 withdrawn"}


NO_DATE = (
    "is no date: write 2026-03-31 or 31/03/2026, a month 2026-03, a year 2026, or leave the cell empty where it is "
    "not known"
)
NO_DAY = "is no whole day, which is needed here: write it as 2026-03-31, or leave the cell empty"
NO_CODE = "is none of ISA, ISP, DDA, JCA, DPA, DSPA, MOU, FRAMEWORK and 6 more, see the sheet Codes"
NO_FLAG = "is neither Yes nor No: leave the cell empty where it is not known"
NOT_THERE = "there is no 'ISA-9' on the sheet Agreements: add it there, or write it as it stands there"
NO_PEOPLE = "'martians' is no code of the vocabulary: those there are stand on the sheet Codes"
NO_PARTY = "there is no 'ISA-9 / B' on the sheet Parties: add it there, or write it as agreement / organisation"
WHO = "name the flow that relies on it, or the agreement and the organisation"

REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("Agreements", {"Title": "A", "Starts": "31/02/2026"}, "Starts", NO_DATE),
    ("Agreements", {"Title": "A", "Status as at": "2026"}, "Status as at", NO_DAY),
    ("Agreements", {"Title": "A", "Kind": "Protocol"}, "Kind", NO_CODE),
    ("Agreements", {"Reference": "R"}, "Title", "a row of Agreements needs a value here"),
    ("Agreements", {"Title": "A", "One-off": "perhaps"}, "One-off", NO_FLAG),
    ("Organisations", {"Name": "B", "Stated size": "many"}, "Stated size", "is no whole number"),
    ("Parties", {"Agreement": "ISA-9", "Organisation": "B"}, "Agreement", NOT_THERE),
    ("Datasets", {"Title": "D", "About": "martians"}, "About", NO_PEOPLE),
    ("Signatures", {"Party": "ISA-9 / B"}, "Party", NO_PARTY),
    ("Legal bases", {"Legal basis": "ukgdpr-a6-1-e"}, "Flow", WHO),
]


@pytest.mark.parametrize(("name", "row", "column", "reason"), REFUSED)
def test_a_row_is_refused_for_its_own_reason(
    name: str, row: dict[str, Any], column: str, reason: str, tmp_path: Path
) -> None:
    headings = [c.heading for c in sheet_of(name).written]
    book = write_book(tmp_path / "ours.xlsx", {name: [headings, [row.get(heading) for heading in headings]]})
    assert drafted("workbook", book).refused == [(f"{name}!2", column, str(row.get(column, "")), reason)]


def test_what_refers_to_a_refused_row_is_refused_with_it_and_the_rest_is_taken(tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "ours.xlsx",
        {
            "Organisations": [["Name", "Opened"], ["Brook", "soon"], ["Ashton", "2008"]],
            "Agreements": [["Title", "Led by"], ["One", "Brook"], ["Two", "Ashton"]],
            "Parties": [["Agreement", "Organisation"], ["One", "Ashton"], ["Two", "Ashton"]],
        },
    )
    made = drafted("workbook", book)
    assert [(place, column, value) for place, column, value, _ in made.refused] == [
        ("Organisations!2", "Opened", "soon"),
        ("Agreements!2", "Led by", "Brook"),
        ("Parties!2", "Agreement", "One"),
    ]
    assert made.refused[2][3] == "Agreements!2, which it refers to, was refused; correct that row"
    assert [made.count(label) for label in ("Organisation", "Agreement", "Party")] == [1, 1, 1]


async def test_rows_refused_together_are_corrected_together(registry: Store, tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "ours.xlsx",
        {
            "Organisations": [["Name", "Opened"], ["Brook", "soon"], ["Ashton", "2008"]],
            "Agreements": [["Title", "Led by"], ["One", "Brook"], ["Two", "Ashton"]],
        },
    )
    report = await load(registry, "workbook", [book], today=TODAY, rejects_dir=tmp_path / "rejects")
    assert (report.rows_taken, len(report.rejected)) == (2, 2)
    assert str(report.rejected[0]) == (
        "ours.xlsx, Organisations!2: Opened 'soon': is no date: write 2026-03-31 or 31/03/2026, a month 2026-03, a "
        "year 2026, or leave the cell empty where it is not known"
    )
    [organisations, agreements] = report.rejects_files
    text = organisations.read_text(encoding="utf-8-sig")
    organisations.write_text(text.replace("Brook,soon", "Brook,2001"), encoding="utf-8-sig")
    again = await load(registry, "workbook", [organisations, agreements], today=TODAY)
    assert (again.rows_taken, again.rejected) == (4, ())
    rows = await registry.rows("MATCH (a:Agreement)-[:LED_BY]->(o) RETURN a.title, o.name, toString(o.openedOn)", {})
    assert sorted(rows) == [["One", "Brook", "2001-01-01"], ["Two", "Ashton", "2008-01-01"]]


def test_one_name_of_two_rows_is_never_guessed(tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "ours.xlsx",
        {
            "Organisations": [["Name", "Identifiers"], ["Somerset", "gss:E10000027"], ["Somerset", "gss:E06000066"]],
            "Agreements": [["Title", "Led by"], ["One", "somerset"]],
        },
    )
    made = drafted("workbook", book)
    assert made.refused == [
        (
            "Agreements!2",
            "Led by",
            "somerset",
            "'somerset' may mean gss:E06000066, gss:E10000027: write the key of the one that is meant",
        )
    ]
    assert made.count("Organisation") == 2


def test_a_row_that_stands_twice_is_refused(tmp_path: Path) -> None:
    rows = [["Reference", "Title"], ["ISA-1", "One"], ["isa-1", "Two"]]
    made = drafted("workbook", write_book(tmp_path / "ours.xlsx", {"Agreements": rows}))
    assert made.refused == [
        (
            "Agreements!3",
            "Title",
            "Two",
            "Agreements!2 is the same one (workbook:isa-1): keep one of the two rows, or tell them apart",
        )
    ]


def test_a_column_that_is_not_there_is_not_collected(tmp_path: Path) -> None:
    made = drafted("workbook", write_book(tmp_path / "ours.xlsx", {"Agreements": [["Title", "Ends"], ["One", None]]}))
    values = made.of("Agreement", "workbook:one")
    assert (values["endsOnRecording"], values["reviewOnRecording"]) == ("NOT_RECORDED", "NOT_COLLECTED")


def test_the_examples_of_the_template_can_be_loaded_once_unmarked(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    for sheet in sheets():
        for row in range(2, book[sheet.name].max_row + 1):
            book[sheet.name].cell(row, 1).value = None
    book.save(tmp_path / "unmarked.xlsx")
    made = drafted("workbook", tmp_path / "unmarked.xlsx")
    assert made.refused == []
    assert [made.count(label) for label in ("Organisation", "Agreement", "Party", "Flow")] == [2, 1, 2, 1]
