"""The NHS Digital register of February 2021: exact counts, worked out here from the sheets by plain counting."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.graph_dump import count, digest, edge_count
from tests.ingest.register_rows import texts

TODAY = dt.date(2026, 11, 22)
SOURCE = "nhs-digital-register"
FILE = "nhs-digital-data-release-register/nhs-digital-data-release-register-2021-02.xlsx"

pytestmark = pytest.mark.registers


@dataclass(frozen=True)
class Sheets:
    releases: list[list[str]]
    purposes: list[list[str]]


@pytest.fixture(scope="module")
def register(registers: Path) -> Path:
    return registers / FILE


@pytest.fixture(scope="module")
def sheets(register: Path) -> Sheets:
    book = CalamineWorkbook.from_path(str(register))
    return Sheets(
        texts(book, "DataReleases")[1:],
        texts(book, "PurposeStatements")[1:],
    )


ROW_ID, ORGANISATION, DATASET, LAW, FREQUENCY, REFERENCE, OPT_OUT, CONFIDENTIALITY = 0, 1, 2, 5, 7, 8, 10, 11
FORM = re.compile(r"(DARS-NIC-\d+-[A-Z0-9]+)-(v\d+\.\d+)")


def stem(reference: str) -> str:
    match = FORM.fullmatch(reference)
    return match[1] if match else reference


async def test_the_whole_register_loads_with_exact_counts_and_again_changes_nothing(
    registry: Store, register: Path, sheets: Sheets
) -> None:
    rows = sheets.releases
    references = {row[REFERENCE] for row in rows} | {row[0] for row in sheets.purposes}
    # Nothing but case differs between spellings of one body: MONITOR and Monitor, NHS ENGLAND (QUARRY HOUSE).
    spellings = {row[ORGANISATION] for row in rows} | {row[1] for row in sheets.purposes}
    recipients = {name.casefold() for name in spellings}
    datasets = {row[DATASET] for row in rows}
    keys = {(row[REFERENCE], row[ORGANISATION].casefold(), row[DATASET]) for row in rows}
    distinct = {tuple(row[1:]) for row in rows}  # the row id numbers files sent and says nothing else

    report = await load(registry, SOURCE, [register], today=TODAY)
    assert (report.rows_read, report.rows_taken, report.rejected) == (3570 + 399, 3570 + 399, ())

    # 393 stems of references written DARS-NIC-nnnnnn-AAAAA-vX.Y, and five references of another form.
    assert await count(registry, "Agreement") == len({stem(r) for r in references}) == 398
    # One for each reference with a version; one agreement, DARS-NIC-420105-M8Y5X, is live in two: v0.3 and v1.1.
    assert await count(registry, "AgreementVersion") == sum(FORM.fullmatch(r) is not None for r in references) == 394
    # 76 names, none of which is another spelling of one of the rest.
    assert await count(registry, "Dataset") == len(datasets) == 76
    # 270 recipients (272 spellings, two of which differ only in case) and NHS Digital, which discloses.
    assert await count(registry, "Organisation") == len(recipients) + 1 == 271
    # 3,570 rows are 3,013 distinct ones over 2,942 keys: 71 keys have two rows that differ.
    assert (len(rows), len(keys), len(distinct)) == (3570, 2942, 3013)
    assert await count(registry, "Flow") == len(distinct) == 3013
    # 12 texts: two name section 251 of the NHS Act 2006, the other ten one provision or own words each. The notices for
    # COVID-19 stand under regulation 3, which no text names by itself.
    assert len({row[LAW] for row in rows}) == 12
    assert await count(registry, "LegalBasis") == 11 + 1
    # Every row of either sheet is kept, repeated or not.
    assert await count(registry, "Record") == len(rows) + len(sheets.purposes) == 3969
    # Each spelling of a body or dataset, and "NHS Digital".
    assert await count(registry, "Name") == len(spellings) + len(datasets) + 1 == 349
    # Two places in each agreement: no agreement has a second recipient.
    assert await count(registry, "Party") == 2 * 398
    assert (await count(registry, "Source"), await count(registry, "Edition")) == (1, 1)

    await _every_flow_is_whole(registry)
    await _what_agreements_cover(registry, rows)
    await _codes(registry, rows, distinct)
    await _one_off_agreements(registry, rows)
    await _no_dates_invented(registry)
    await _two_live_versions(registry)
    _what_is_reported(report.remarks)

    before = await digest(registry)
    again = await load(registry, SOURCE, [register], today=TODAY)
    assert again.changes_nothing
    assert await digest(registry) == before


async def _every_flow_is_whole(registry: Store) -> None:
    for kind, number in {
        "DISCLOSES": 3013,
        "RECEIVED_BY": 3013,
        "CARRIES": 3013,
        "GOVERNED_BY": 3013,
        "RELIES_ON": 3013,
        # Ten flows stand under the five references that have no version.
        "UNDER_VERSION": 3003,
        "VERSION_OF": 394,
        "IN_EDITION": 3969,
    }.items():
        assert (kind, await edge_count(registry, kind)) == (kind, number)
    [unstated] = await registry.read(
        "MATCH (f:Flow) WHERE NOT EXISTS { (:Record)-[:STATES]->(f) } RETURN count(f)", {}, timeout=60
    )
    assert unstated == 0
    # A flow has as many records as the register has rows that say it.
    [rows_of_flows] = await registry.read("MATCH (:Record)-[s:STATES]->(:Flow) RETURN count(s)", {}, timeout=60)
    assert rows_of_flows == 3570


async def _what_agreements_cover(registry: Store, rows: list[list[str]]) -> None:
    pairs = {(stem(row[REFERENCE]), row[DATASET]) for row in rows}
    assert await edge_count(registry, "COVERS") == len(pairs) == 2941


async def _codes(registry: Store, rows: list[list[str]], distinct: set[tuple[str, ...]]) -> None:
    async def counted(name: str) -> dict[str | None, int]:
        found = await registry.rows(f"MATCH (f:Flow) RETURN f.{name}, count(f)", {}, timeout=60)
        return dict(found)

    of_distinct = {i: Counter(row[i - 1] for row in distinct) for i in (3, 4, FREQUENCY, OPT_OUT, CONFIDENTIALITY)}
    assert await counted("identifiability") == {
        "IDENTIFIABLE": of_distinct[3]["Identifiable"],
        "DE_PERSONALISED": of_distinct[3]["Anonymised - ICO code compliant"],
    }
    assert await counted("sensitivity") == {
        "SENSITIVE": of_distinct[4]["Sensitive"],
        "NOT_SENSITIVE": of_distinct[4]["Non Sensitive"],
    }
    assert await counted("frequency") == {
        "ONE_OFF": of_distinct[FREQUENCY]["One-Off"],
        "ONGOING": of_distinct[FREQUENCY]["Ongoing"],
        "SYSTEM_ACCESS": of_distinct[FREQUENCY]["System Access"],
    }
    # A one-off row is a file that was sent. Of the others the register says no more than that data flowed once.
    assert await counted("state") == {
        "COMPLETED": of_distinct[FREQUENCY]["One-Off"],
        "UNKNOWN": of_distinct[FREQUENCY]["Ongoing"] + of_distinct[FREQUENCY]["System Access"],
    }
    assert sum(of_distinct[OPT_OUT].values()) == sum((await counted("optOut")).values()) == 3013
    # Eight texts, two of which are exemptions granted to one body or flow.
    assert set(await counted("optOut")) == {
        *("NOT_IDENTIFIABLE", "STATUTORY_EXEMPTION", "APPLIED", "DECEASED", "CONSENT", "SPECIFIC_EXEMPTION"),
        "NOT_ABOUT_PATIENTS",
    }
    stated = Counter(row[CONFIDENTIALITY - 1] for row in distinct)
    assert await counted("confidentiality") == {
        "NOT_CONFIDENTIAL": stated["Does not include the flow of confidential data"],
        "SECTION_251_IN_PART": stated[
            "Mixture of confidential data flow(s) with support under section 251 NHS Act 2006 and non-confidential "
            "data flow(s)"
        ],
        "SECTION_251": stated["Section 251 NHS Act 2006"]
        + stated["Section 251 approval is in place for the flow of identifiable data"],
        "STATUTORY_EXEMPTION": stated["Statutory exemption to flow confidential data without consent"],
        "SECTION_251_AND_CONSENT": stated[
            "Mixture of confidential data flow(s) with consent and flow(s) with support under section 251 NHS Act 2006"
        ],
        "CONSENT": stated["Consent (Reasonable Expectation)"],
        "CONSENT_IN_PART": stated[
            "Mixture of confidential data flow(s) with consent and non-confidential data flow(s)"
        ],
        None: stated[""],
    }
    # The register asks for it: five blank cells, and those flows say that it was not recorded.
    assert sum(row[CONFIDENTIALITY] == "" for row in rows) == 5
    assert await counted("confidentialityRecording") == {"NOT_RECORDED": stated[""], None: 3013 - stated[""]}
    assert set(await counted("confidentialityStated")) == set(stated) - {""} | {None}


async def _one_off_agreements(registry: Store, rows: list[list[str]]) -> None:
    frequencies: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        frequencies[stem(row[REFERENCE])].add(row[FREQUENCY])
    expected = sorted(reference for reference, found in frequencies.items() if found == {"One-Off"})
    [marked] = await registry.read("MATCH (a:Agreement) WHERE a.oneOff RETURN collect(a.reference)", {})
    assert sorted(marked) == expected


async def _no_dates_invented(registry: Store) -> None:
    [dated] = await registry.read(
        "MATCH (a:Agreement) WHERE a.startsOn IS NOT NULL OR a.endsOn IS NOT NULL OR a.reviewOn IS NOT NULL "
        "OR a.state <> 'UNKNOWN' OR a.endsOnRecording IS NOT NULL RETURN count(a)",
        {},
    )
    [flowed] = await registry.read("MATCH (f:Flow) WHERE f.startedOn IS NOT NULL RETURN count(f)", {})
    assert (dated, flowed) == (0, 0)


async def _two_live_versions(registry: Store) -> None:
    [versions] = await registry.read(
        "MATCH (a:Agreement {key: 'dars:DARS-NIC-420105-M8Y5X'})<-[:VERSION_OF]-(v:AgreementVersion) "
        "WITH a, v ORDER BY v.version RETURN collect([v.version, v.purposeText = a.purposeText, a.version])",
        {},
    )
    # Both are kept; the agreement shows the terms of the later one.
    assert [(version, shown) for version, _, shown in versions] == [("v0.3", "v1.1"), ("v1.1", "v1.1")]
    assert versions[1][1] is True


def _what_is_reported(remarks: tuple[tuple[str, str], ...]) -> None:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, text in remarks:
        by_kind[kind].append(text)
    assert by_kind["spellings taken as one"] == [
        "'MONITOR' = 'Monitor'",
        "'NHS ENGLAND (QUARRY HOUSE)' = 'NHS England (Quarry House)'",
    ]
    assert by_kind["several versions live"] == [
        "dars:DARS-NIC-420105-M8Y5X: v0.3, v1.1; the terms shown are those of v1.1"
    ]
    # Three purpose statements are as long as a cell can be.
    assert [text.split(": ")[1] for text in by_kind["texts cut"]] == [
        "DARS-NIC-139035-X4B7K-v7.2",
        "DARS-NIC-175120-W5G2X-v6.4",
        "DARS-NIC-343380-H5Q9K-v9.3",
    ]
    # Two rows on the Digital Economy Act, one on the COPI notice.
    assert len(by_kind["legal bases kept in their own words"]) == 3
    assert not by_kind["agreements without releases"]
    assert not by_kind["releases without purpose"]


async def test_a_row_keeps_its_words_and_speaks_of_what_it_states(registry: Store, tmp_path: Path) -> None:
    from tests.ingest.small_register import HEADINGS, release, write_xlsx

    path = write_xlsx(tmp_path / "register-2021-02.xlsx", [release(1, law="Other - Some Order 1999, article 3 ")])
    await load(registry, SOURCE, [path], today=TODAY)
    import json

    [record] = await registry.rows(
        "MATCH (r:Record)-[:IN_EDITION]->(e:Edition)-[:OF_SOURCE]->(s:Source) "
        "RETURN r.row, r.words, toString(e.asAt), e.asAtPrecision, s.key",
        {},
    )
    assert record[0] == "DataReleases!2"
    words = release(1, law="Other - Some Order 1999, article 3 ")
    assert json.loads(record[1]) == dict(zip(HEADINGS, words, strict=True))
    assert record[2:] == ["2021-02-01", "MONTH", SOURCE]
    states = await registry.rows("MATCH (:Record)-[:STATES]->(n) RETURN head(labels(n)), n.key", {})
    law = f"{SOURCE}:other-some-order-1999-article-3"
    assert sorted(map(tuple, states)) == [
        ("Agreement", "dars:DARS-NIC-10001-A1B2C"),
        ("AgreementVersion", "dars:DARS-NIC-10001-A1B2C:v1.0"),
        ("Dataset", f"{SOURCE}:civil-registration-deaths"),
        ("Flow", f"{SOURCE}:DARS-NIC-10001-A1B2C-v1.0:anytown-council:civil-registration-deaths:1"),
        ("LegalBasis", law),
        ("Name", f"{SOURCE}:dataset:Civil Registration - Deaths"),
        ("Name", f"{SOURCE}:organisation:Anytown Council"),
        ("Name", f"{SOURCE}:organisation:NHS Digital"),
        ("Organisation", "gm:nhs-digital"),
        ("Organisation", f"{SOURCE}:anytown-council"),
        ("Party", "dars:DARS-NIC-10001-A1B2C:other:gm:nhs-digital"),
        ("Party", f"dars:DARS-NIC-10001-A1B2C:recipient:{SOURCE}:anytown-council"),
    ]
    basis = await registry.rows("MATCH (l:LegalBasis {key: $key}) RETURN l.kind, l.title, l.description", {"key": law})
    assert basis == [["STATED", "Other - Some Order 1999, article 3", "Other - Some Order 1999, article 3 "]]
