"""A spreadsheet with headings of its own: what is proposed and why, what a person decides, what is kept and loaded."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.application import app
from api.cli.mapping import chosen, kept, shown
from api.settings import Settings
from graph.store.store import Store
from ingest.errors import MappingRefused
from ingest.loading.pipeline import load
from ingest.sheets.mapping import FOLDER, adapted, kept_mapping
from ingest.who.bodies import Directory
from tests.ingest.drafting import write_book

TODAY = dt.date(2026, 11, 24)

COUNCIL = [
    ["Anytown Council: information sharing register"],
    [],
    [
        *("Ref no.", "Name of agreement", "Partner agencies", "Signed on", "Date for review", "Lawful basis", "Status"),
        *("Lead officer dept", "Storage location"),
    ],
    [
        "IG001",
        "Families",
        "Brook Council; Ashton Police",
        "12/03/2019",
        "12/03/2020",
        "s.10",
        "Live",
        "Children",
        "Shelf 4",
    ],
    ["IG002", "Safety", "Brook Council", "01/07/2021", "", "s.115", "Draft", "Adults", "Shelf 2"],
    ["IG003", "Welfare", "Ashton Police", "2022", "2024-05", "", "Old", "Benefits", "Shelf 2"],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_book(tmp_path / "council.xlsx", {"ISA register": COUNCIL, "Notes": [["Do not delete"]]})


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", _env_file=None)


@pytest.fixture
def bodies() -> Directory:
    directory = Directory()
    directory.add("gss:E1", ["Brook Council"])
    directory.add("police-force:A", ["Ashton Police"])
    return directory


def test_columns_are_proposed_by_heading_and_content_with_reasons(
    file: Path, here: Settings, bodies: Directory
) -> None:
    lines = list(shown(chosen(file, here, bodies, [], [], ask=False)))
    assert lines == [
        "ISA register -> Agreements",
        "  Ref no.            Reference                 the heading is 'Ref no' (such as IG001)",
        "  Name of agreement  Title                     the heading is 'Name of agreement' (such as Families)",
        "  Partner agencies   Parties                   the heading is 'Partner agencies'; 3 of 3 values name bodies "
        "that the registry knows (such as Brook Council; Ashton Police)",
        "  Signed on          Starts                    3 of 3 values are dates (such as 12/03/2019)",
        "  Date for review    Review due                the heading is like 'Date of review'; 2 of 2 values are dates "
        "(such as 12/03/2020)",
        "  Lawful basis       Legal basis in words      the heading is 'Lawful basis' (such as s.10)",
        # Not every value is a code of ours, so the words are kept.
        "  Status             Status stated             the heading is 'Status' (such as Live)",
        "  Lead officer dept  -                         nothing speaks for one of ours (such as Children)",
        "  Storage location   -                         nothing speaks for one of ours (such as Shelf 4)",
    ]


def test_the_same_in_csv(tmp_path: Path, here: Settings, bodies: Directory) -> None:
    path = tmp_path / "partners.csv"
    path.write_text("With whom,ISA title,Ends on\nBrook Council,Families,31/03/2026\n", encoding="utf-8")
    [proposal] = chosen(path, here, bodies, [], [], ask=False)
    assert proposal.sheet.name == "Agreements"
    fields = {s.heading: s.column.field if s.column else None for s in proposal.suggestions}
    assert fields == {"With whom": "parties", "ISA title": "title", "Ends on": "endsOn"}


@pytest.mark.parametrize(
    ("sheets", "changes", "message"),
    [
        ([], ["Signed on"], "--set 'Signed on': write COLUMN=FIELD, or COLUMN=- to leave a column out."),
        (
            [],
            ["Signed=Starts"],
            "There is no column 'Signed' in the file. Columns: Ref no., Name of agreement, Partner ",
        ),
        ([], ["Signed on=Begins"], "The sheet Agreements has no column 'Begins'. It has: Reference, Title, Kind, "),
        (["Register=Agreements"], [], "--sheet 'Register=Agreements': write SHEET=OURS with a sheet of the file: ISA "),
        (["Notes=Papers"], [], "There is no sheet 'Papers' to map to. Sheets: Organisations, Datasets, Data items, "),
    ],
)
def test_what_cannot_be_decided_is_told(
    file: Path, here: Settings, bodies: Directory, sheets: list[str], changes: list[str], message: str
) -> None:
    with pytest.raises(Exception, match=r".") as told:
        chosen(file, here, bodies, sheets, changes, ask=False)
    assert str(told.value).startswith(message)


def test_what_could_not_be_loaded_is_not_kept(file: Path, here: Settings, bodies: Directory) -> None:
    proposals = chosen(file, here, bodies, [], ["Name of agreement=-"], ask=False)
    with pytest.raises(MappingRefused) as refused:
        kept(here, file, proposals, "council", "IG lead")
    assert str(refused.value) == "ISA register: Agreements needs Title. Map a column to it: --set 'COLUMN=Title'."
    with pytest.raises(MappingRefused) as refused:
        kept(here, file, chosen(file, here, bodies, [], [], ask=False), "../council", None)
    assert str(refused.value) == "'../council' is no name for a mapping: use small letters, digits and hyphens."
    with pytest.raises(MappingRefused) as refused:
        kept_mapping(here.data_dir / FOLDER, "council")
    assert str(refused.value) == "There is no mapping 'council'. Mappings: none yet; make one with isa map FILE."


async def test_what_was_decided_is_kept_with_who_and_when_and_loaded(
    registry: Store, file: Path, here: Settings, bodies: Directory, tmp_path: Path
) -> None:
    changes = ["Lead officer dept=Contact", "ISA register!Signed on=Starts"]
    kept(here, file, chosen(file, here, bodies, [], changes, ask=False), "council", "IG lead")
    mapping = kept_mapping(here.data_dir / FOLDER, "council")
    assert (mapping.made_by, mapping.file) == ("IG lead", "council.xlsx")
    assert dt.datetime.now(tz=dt.UTC) - mapping.made_at < dt.timedelta(minutes=1)
    report = await load(registry, "workbook", [file], today=TODAY, adapt=adapted(mapping), rejects_dir=tmp_path)
    assert (report.rows_taken, report.rejected) == (3, ())
    rows = await registry.rows(
        "MATCH (a:Agreement) RETURN a.key, a.title, toString(a.startsOn), a.startsOnPrecision, a.statusStated, "
        "a.contact, a.reviewOnRecording, a.endsOnRecording, COUNT { (a)<-[:IN]-(:Party) } ORDER BY a.key",
        {},
    )
    # The file has no column for the end: not collected, which is no gap.
    assert rows == [
        ["workbook:ig001", "Families", "2019-03-12", None, "Live", "Children", None, "NOT_COLLECTED", 2],
        ["workbook:ig002", "Safety", "2021-07-01", None, "Draft", "Adults", "NOT_RECORDED", "NOT_COLLECTED", 1],
        ["workbook:ig003", "Welfare", "2022-01-01", "YEAR", "Old", "Benefits", None, "NOT_COLLECTED", 1],
    ]
    again = await load(registry, "workbook", [file], today=TODAY, adapt=adapted(mapping))
    assert again.changes_nothing


def test_each_column_is_asked_about(file: Path, here: Settings, bodies: Directory) -> None:
    answers = ["", "", "", "-", *[""] * 5]
    asked: list[str] = []

    import typer

    command = typer.Typer()

    @command.command()
    def ask() -> None:
        [proposal] = chosen(file, here, bodies, [], [], ask=True)
        asked.extend(s.column.field for s in proposal.suggestions if s.column is not None)

    ended = CliRunner().invoke(command, input="\n".join(answers) + "\n")
    assert ended.exit_code == 0, ended.output
    assert asked == ["reference", "title", "parties", "reviewOn", "legalBasisText", "statusStated"]
    assert "Signed on (such as 12/03/2019): 3 of 3 values are dates [Starts]:" in ended.output


def test_a_mapping_is_for_the_workbook_alone(file: Path) -> None:
    ended = CliRunner().invoke(app, ["load", "gm-seed", str(file), "--mapping", "council"])
    assert str(ended.exception) == ("--mapping is for isa load workbook alone; gm-seed knows its own headings.")
