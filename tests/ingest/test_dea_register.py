"""The Digital Economy Act register in its three shapes, which state the same agreements."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.errors import LayoutRefused
from ingest.loading.pipeline import load
from tests.ingest.drafting import drafted
from tests.ingest.graph_dump import count, digest

TODAY = dt.date(2026, 11, 22)
SOURCE = "dea-register"


@pytest.fixture(scope="module")
def log(demo_data: Path) -> Path:
    return demo_data / "dea-register" / "information-sharing-agreement-0001.rsf"


@pytest.fixture(scope="module")
def table(demo_data: Path) -> Path:
    return demo_data / "dea-register" / "2019-02-07_update_isa-main.part.tsv"


AGREEMENTS = (
    "MATCH (a:Agreement) RETURN a.key, a.title, toString(a.startsOn), toString(a.endsOn), toString(a.reviewOn), "
    "a.retention, a.kind, a.state ORDER BY a.key"
)
PARTIES = (
    "MATCH (p:Party)-[:IN]->(a:Agreement) MATCH (p)-[:OF]->(o) RETURN a.reference, o.key, o.name, p.role, p.direction, "
    "p.nameStated ORDER BY a.reference, p.role, o.key"
)
EXPECTED_PARTIES = [
    [
        "1",
        "government-organisation:D25",
        "HM Revenue & Customs",
        "CONTROLLER",
        "PROVIDES",
        "government-organisation:D25",
    ],
    ["1", "government-organisation:EA26", "Companies House", "CONTROLLER", "PROVIDES", "government-organisation:EA26"],
    ["2", "dea-register:homes-england", "Homes England", "CONTROLLER", "PROVIDES", "Homes England"],
    [
        "2",
        "government-organisation:D25",
        "HM Revenue & Customs",
        "CONTROLLER",
        "PROVIDES",
        "government-organisation:D25",
    ],
    ["3", "government-organisation:D2", "Cabinet Office", "CONTROLLER", "PROVIDES", "government-organisation:D2"],
    [
        "3",
        "government-organisation:D25",
        "HM Revenue & Customs",
        "RECIPIENT",
        "RECEIVES",
        "government-organisation:D25",
    ],
]


async def test_log_and_table_state_the_same_three_agreements(registry: Store, log: Path, table: Path) -> None:
    report = await load(registry, SOURCE, [log, table], today=TODAY)
    # Three entries of the log and two rows of the table; the table's are entries 2 and 3 again.
    assert (report.rows_read, report.rows_taken) == (5, 5)
    assert await registry.rows(AGREEMENTS, {}) == [
        [
            *("dea-register:1", "Exploring differences in company accounts filed between Companies House and HMRC"),
            *("2018-09-06", "2019-03-31", "2019-03-21", "P11M", "ISA", "UNKNOWN"),
        ],
        [
            *("dea-register:2", "Exploring Potential Fraud in the Help to Buy Scheme"),
            *("2018-09-06", "2019-03-31", "2019-01-17", "P3M", "ISA", "UNKNOWN"),
        ],
        [
            *("dea-register:3", "National Fraud Initiative - HMRC and Local Authority Counter Fraud Pilot"),
            *("2018-12-01", "2020-12-31", "2019-12-01", "P2Y", "ISA", "UNKNOWN"),
        ],
    ]
    assert await registry.rows(PARTIES, {}) == EXPECTED_PARTIES
    # Two rows of two files speak of agreement 2; nothing is doubled.
    [records] = await registry.read("MATCH (r:Record)-[:STATES]->(:Agreement {reference: '2'}) RETURN count(r)", {})
    assert records == 2
    assert [text for kind, text in report.remarks if kind == "contradictions"] == []
    edition = await registry.rows("MATCH (e:Edition) RETURN e.title, toString(e.asAt), e.rowsRead", {})
    assert edition == [["2019-02-25 (2019-02-07_update_isa-main.part.tsv and 1 more)", "2019-02-25", 5]]
    before = await digest(registry)
    assert (await load(registry, SOURCE, [table, log], today=TODAY)).changes_nothing
    assert await digest(registry) == before


async def test_power_seven_stays_what_the_register_calls_it(registry: Store, log: Path) -> None:
    await load(registry, SOURCE, [log], today=TODAY)
    bases = await registry.rows("MATCH (l:LegalBasis) RETURN l.title, l.kind, l.evidence, l.citation", {})
    assert bases == [["information-sharing-agreement-powers-and-objectives-0001:7", "STATED", "UNVERIFIED", None]]
    [relying] = await registry.read("MATCH (p:Party)-[:PARTY_RELIES_ON]->(:LegalBasis) RETURN count(p)", {})
    assert relying == 5  # the five controllers


async def test_a_flow_only_where_one_body_discloses(registry: Store, log: Path) -> None:
    await load(registry, SOURCE, [log], today=TODAY)
    flows = await registry.rows(
        "MATCH (a)-[:DISCLOSES]->(f:Flow)-[:RECEIVED_BY]->(b) RETURN a.key, b.key, f.channel, f.channelStated, f.state",
        {},
    )
    # Agreements 1 and 2 name several disclosers and no receiver.
    assert flows == [
        [
            *("government-organisation:D2", "government-organisation:D25", "SECURE_TRANSFER"),
            *("Secure File Transfer (batch basis)", "UNKNOWN"),
        ]
    ]


async def test_a_code_resolves_to_the_body_that_carries_it(registry: Store, log: Path, demo_data: Path) -> None:
    await load(registry, "gm-seed", [demo_data / "gm-seed"], today=TODAY)
    await load(registry, SOURCE, [log], today=TODAY)
    keys = await registry.rows(
        "MATCH (p:Party)-[:IN]->(:Agreement {key: 'dea-register:3'}) MATCH (p)-[:OF]->(o) RETURN o.key ORDER BY o.key",
        {},
    )
    assert keys == [["gm:cabinet-office"], ["gm:hmrc"]]


@pytest.fixture
def newer(table: Path, tmp_path: Path) -> Path:
    """The editors' table as if it were of a month later."""
    return Path(shutil.copy(table, tmp_path / "2019-03-07_update.tsv"))


async def test_an_editors_table_alone_withdraws_nothing(registry: Store, log: Path, newer: Path) -> None:
    await load(registry, SOURCE, [log], today=TODAY)
    report = await load(registry, SOURCE, [newer], today=TODAY)
    assert report.nodes["Agreement"].withdrawn == 0
    assert await registry.rows("MATCH (a:Agreement {state: 'WITHDRAWN'}) RETURN a.key", {}) == []


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two entries in the shape of the current site's JSON, made up from its list of fields."""
    entries = [
        {
            "id": 2,
            "agreement_name": "Exploring Potential Fraud in the Help to Buy Scheme",
            "purpose": "To identify whether there is potential fraud.",
            "information_sharing_benefits": "Assess compliance.",
            "disclosed_information": "Data on earnings.",
            "information_sharing_method": "Government Secure Email",
            "contact": "DPO@homesengland.gov.uk",
            "start_date": "2018-09-06",
            "end_date": "2019-03-31",
            "review_date": None,
            "retention_period": "P3M",
            "isa_status": "Complete",
            "notes": None,
            "controllers": [{"name": "HM Revenue & Customs"}],
            "powers": [{"name": "Section 56: Fraud against a public authority"}],
            "processors": [{"name": "Homes England"}],
        },
        {
            "id": 531,
            "agreement_name": "Council tax debt, Anytown",
            "purpose": "Debt.",
            "benefits": "Less debt.",
            "method": "API",
            "start_date": "2024-04-01",
            "end_date": "2026-03-31",
            "review_date": "2025-04-01",
            "retention_period": "12 months after the end",
            "isa_status": "Active",
            "controllers": [{"name": "HM Revenue & Customs"}, {"name": "Anytown Council"}],
            "powers": [{"name": "Section 48: Debt owed to the public sector"}],
            "processors": [],
        },
    ]
    path = tmp_path / "dea-register-2024-09-30.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


async def test_the_current_sites_json_is_a_newer_edition_of_the_same_register(
    registry: Store, log: Path, site: Path
) -> None:
    await load(registry, SOURCE, [log], today=TODAY)
    report = await load(registry, SOURCE, [site], today=TODAY)
    assert (report.rows_taken, report.rejected) == (2, ())
    found = await registry.rows(
        "MATCH (a:Agreement) RETURN a.reference, a.state, a.statusStated, a.retention, a.retentionRecording, "
        "toString(a.reviewOn), a.reviewOnRecording ORDER BY a.reference",
        {},
    )
    assert found == [
        ["1", "WITHDRAWN", None, "P11M", None, "2019-03-21", None],
        ["2", "UNKNOWN", "Complete", "P3M", None, None, "NOT_RECORDED"],
        ["3", "WITHDRAWN", None, "P2Y", None, "2019-12-01", None],
        ["531", "UNKNOWN", "Active", None, "NOT_RECORDED", "2025-04-01", None],
    ]
    assert (
        "retention in words",
        "dea-register-2024-09-30.json!2: '12 months after the end' is no ISO 8601 duration "
        "and is kept in the row's words alone",
    ) in report.remarks
    # HMRC was known by its code and its name, so the name alone finds it.
    assert await count(registry, "Organisation") == 5
    flow = await registry.rows(
        "MATCH (a)-[:DISCLOSES]->(f:Flow)-[:RECEIVED_BY]->(b) WHERE f.state <> 'WITHDRAWN' RETURN a.key, b.key", {}
    )
    assert flow == [["government-organisation:D25", "dea-register:homes-england"]]


LINKS = {"index": "https://www.digital-economy-act-register.data.gov.uk/agreements.json"}


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_page_of_the_site_is_the_entry_without_what_stands_around_it(site: Path, wrapped: bool) -> None:
    """The site gives each agreement on a page of its own: values under `data`, bodies and powers wrapped, and links."""
    plain = drafted(SOURCE, site)
    [entry, _] = json.loads(site.read_text(encoding="utf-8"))
    lists = {
        kind: [{name: {"data": each}} if wrapped else {"data": each} for each in entry.pop(kind)]
        for kind, name in (("controllers", "control_person"), ("powers", "power"), ("processors", "processor"))
    }
    page: dict[str, object] = {"data": entry, "links": LINKS, **lists}
    site.write_text(json.dumps({"agreement": page} if wrapped else page), encoding="utf-8")
    found = drafted(SOURCE, site)
    assert (found.refused, found.count("Agreement")) == ([], 1)
    assert found.draft.nodes == {ref: plain.draft.nodes[ref] for ref in found.draft.nodes}
    assert found.ends("IN", "dea-register:2:controller:dea-register:hm-revenue-and-customs") == ["dea-register:2"]
    # The links are kept, and told.
    assert found.remarks("unknown columns") == [
        "dea-register-2024-09-30.json: kept with the rows and not understood: links."
    ]


def test_a_list_of_the_site_alone_says_what_it_lacks(site: Path) -> None:
    """Its pages of titles name no bodies: each agreement's own page must be fetched."""
    pages = {"agreements": [{"data": {"id": 2, "name": "Exploring"}, "link": "x"}], "links": {"page_size": 25}}
    site.write_text(json.dumps(pages), encoding="utf-8")
    with pytest.raises(LayoutRefused) as refused:
        drafted(SOURCE, site)
    assert str(refused.value) == (
        "dea-register-2024-09-30.json has no value called 'purpose'. Its entries have: id, link, name. "
        "Check that it is a file of this source."
    )


def test_values_are_parted_with_and_without_spaces_and_ends(table: Path, tmp_path: Path) -> None:
    """Editors part values by semicolons, with spaces, at the end, twice; a body named twice is one."""
    headings, second, _ = table.read_text(encoding="utf-8").splitlines()
    cells = second.split("\t")
    cells[6], cells[7] = "government-organisation:D25 ;government-organisation:D2;", "Homes England;; Homes England ; "
    path = tmp_path / "2019-03-07.tsv"
    path.write_text("\n".join([headings, "\t".join(cells)]), encoding="utf-8")
    found = drafted(SOURCE, path)
    places = sorted(str(place["nameStated"]) for _, place in found.draft.of_label("Party"))
    assert places == ["Homes England", "government-organisation:D2", "government-organisation:D25"]


@pytest.fixture
def odd_date(site: Path) -> Path:
    """The same with a date in words."""
    site.write_text(site.read_text(encoding="utf-8").replace("2026-03-31", "31 March 2026"), encoding="utf-8")
    return site


async def test_a_date_that_is_none_refuses_the_entry(registry: Store, odd_date: Path) -> None:
    report = await load(registry, SOURCE, [odd_date], today=TODAY)
    assert [str(row) for row in report.rejected] == [
        "dea-register-2024-09-30.json, dea-register-2024-09-30.json!2: end_date '31 March 2026': '31 March 2026' is "
        "not a date written as 2018-05-17, 2018-05 or 2018"
    ]
    assert report.rows_taken == 1
