"""The later register of three sheets, constructed here: no edition of it is at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.drafting import drafted, write_book
from tests.ingest.graph_dump import count, digest
from tests.ingest.small_register import release, write_xlsx

TODAY = dt.date(2026, 11, 22)
SOURCE = "nhs-england-register"
S261 = "Health and Social Care Act 2012 \u2013 s261(1) and s261(2)(b)(ii)"
COUNCIL, HOSPITAL = "DARS-NIC-10001-A1B2C-v2.0", "DARS-NIC-20002-D3E4F-v1.1"

AGREEMENTS = (
    *("Reference Number", "Application Title", "Applicant Organisation", "Applicant Organisation Type"),
    *("Data Controller(s)", "Sole/Joint Data Controller", "DSA Start Date", "DSA End Date"),
    *("Does Sublicensing Apply", "For Commercial Purposes", "Objective for Processing", "Processing Activities"),
    *("Expected Output", "Expected Measurable Benefits", "Yielded Benefits"),
)
DATASETS = (
    *("Reference Number", "Dataset", "Type of Data", "Sensitive or Non-Sensitive", "Frequency"),
    *("Legal Basis for Provision of Data", "Common Law Duty of Confidentiality"),
)
RELEASES = ("Reference Number", "Dataset", "Month File Released", "Patient Opt-Outs Applied")

Rows = Sequence[Sequence[object]]


def agreement(reference: str = COUNCIL, **changed: object) -> tuple[object, ...]:
    values: dict[str, object] = {
        "reference": reference,
        "title": "Deaths in Anytown",
        "applicant": "Anytown Council",
        "kind": "Local Authority",
        "controllers": "Anytown Council",
        "joint": "Sole Data Controller",
        "starts": dt.date(2022, 4, 1),
        "ends": dt.date(2025, 3, 31),
        "sublicensing": "No",
        "commercial": "No",
        "objective": "To plan services.",
        "processing": "Linked.",
        "output": "A report.",
        "benefits": "Better plans.",
        "yielded": "",
    }
    assert changed.keys() <= values.keys()
    return tuple((values | changed).values())


def dataset(reference: str = COUNCIL, **changed: str) -> tuple[object, ...]:
    values = {
        "reference": reference,
        "dataset": "Civil Registration - Deaths",
        "type": "Anonymised - ICO Code Compliant",
        "sensitivity": "Sensitive",
        "frequency": "Ongoing",
        "law": S261,
        "confidentiality": "Does not include the flow of confidential data",
    }
    assert changed.keys() <= values.keys()
    return tuple((values | changed).values())


def released(month: object, reference: str = COUNCIL, name: str = "Civil Registration - Deaths") -> tuple[object, ...]:
    return (reference, name, month, "No - data flow is not identifiable")


def workbook(path: Path, agreements: Rows, datasets: Rows, releases: Rows) -> Path:
    return write_book(
        path,
        {
            "README": [("Data Uses Register",)],
            "Agreements": [AGREEMENTS, *agreements],
            "Datasets": [DATASETS, *datasets],
            "DataReleases": [RELEASES, *releases],
        },
    )


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "data-uses-register-2023-05.xlsx",
        [
            agreement(),
            agreement("DARS-NIC-10001-A1B2C-v1.3", title="Deaths in Anytown, as it was", ends=dt.date(2023, 3, 31)),
            agreement(
                HOSPITAL,
                title="Outcomes",
                applicant="University of Anytown",
                kind="Academic",
                controllers="NHS Bedfordshire, Luton and Milton Keynes ICB - M1J4Y, NHS ENGLAND - X26\n"
                "University of Anytown, Othertown Hospitals NHS Trust",
                joint="Joint Data Controller",
                sublicensing="Yes",
            ),
        ],
        [
            dataset(),
            dataset(HOSPITAL, dataset="Hospital Episodes", frequency="One-Off", type="Identifiable"),
            # The same dataset under the same reference, once identifiable and once not: two flows.
            dataset(HOSPITAL, dataset="Hospital Episodes", frequency="Ongoing"),
            dataset("DARS-NIC-10001-A1B2C-v1.3", dataset="Births", frequency="One-Off"),
        ],
        [
            released("Jul-19"),
            released("Aug-19"),
            released(dt.date(2019, 8, 1)),
            released("May 2023", HOSPITAL, "Hospital Episodes"),
            released("May-22", "DARS-NIC-10001-A1B2C-v1.3", "Births"),
        ],
    )


def test_exact_counts(register: Path) -> None:
    found = drafted(SOURCE, register)
    assert (len(found.found.rows), found.refused) == (3 + 4 + 5, [])
    # Two stems; three versions, two of them of one agreement; four rows of datasets that all differ.
    assert (found.count("Agreement"), found.count("AgreementVersion"), found.count("Flow")) == (2, 3, 4)
    # Anytown Council, NHS England, the University, the ICB, the Trust: NHS England is known by its code.
    assert sorted(key for key, _ in found.draft.of_label("Organisation")) == [
        "nhs-england-register:anytown-council",
        "nhs-england-register:othertown-hospitals-nhs-trust",
        "nhs-england-register:university-of-anytown",
        "ods:M1J4Y",
        "ods:X26",
    ]
    # Deaths, births, episodes; one provision and the broader one it is a case of.
    assert (found.count("Dataset"), found.count("LegalBasis")) == (3, 2)
    assert found.remarks("several versions live") == [
        "dars:DARS-NIC-10001-A1B2C: v1.3, v2.0; the terms shown are those of v2.0"
    ]
    # A comma inside a name stays, the one after a code parts, and the one between two bodies parts and is reported.
    assert found.remarks("names parted at commas") == [
        "Agreements!4: 'University of Anytown, Othertown Hospitals NHS Trust' is taken for 2 bodies"
    ]


def test_single_facts(register: Path) -> None:
    found = drafted(SOURCE, register)
    council = found.of("Agreement", "dars:DARS-NIC-10001-A1B2C")
    # The terms of v2.0, which ends later than v1.3 did.
    assert (council["title"], council["version"], council["endsOn"]) == (
        "Deaths in Anytown",
        "v2.0",
        dt.date(2025, 3, 31),
    )
    # No sub-licensing says nothing on other ways of passing data on.
    assert council.get("onwardSharing") is None
    hospital = found.of("Agreement", "dars:DARS-NIC-20002-D3E4F")
    assert hospital["onwardSharing"] == "PERMITTED"
    roles = {
        place["nameStated"]: place["role"]
        for key, place in found.draft.of_label("Party")
        if key.startswith("dars:DARS-NIC-20002") and "controller" in key
    }
    assert roles == dict.fromkeys(
        (
            "NHS Bedfordshire, Luton and Milton Keynes ICB - M1J4Y",
            "NHS ENGLAND - X26",
            "University of Anytown",
            "Othertown Hospitals NHS Trust",
        ),
        "JOINT_CONTROLLER",
    )
    flow = found.of("Flow", f"{SOURCE}:{COUNCIL}:civil-registration-deaths:1")
    # Three files in two months. When data first flowed is not said of a flow that goes on.
    assert (flow["note"], flow.get("startedOn"), flow["state"]) == (
        "Files released: 2019-07, 2019-08.",
        None,
        "UNKNOWN",
    )
    assert (flow["optOut"], flow["identifiability"]) == ("NOT_IDENTIFIABLE", "DE_PERSONALISED")
    # The one-off flow was made in its one month.
    once = found.of("Flow", f"{SOURCE}:DARS-NIC-10001-A1B2C-v1.3:births:1")
    assert (once["state"], once["startedOn"], once["startedOnPrecision"]) == (
        "COMPLETED",
        dt.date(2022, 5, 1),
        "MONTH",
    )
    # Of a dataset listed twice it is not said which flow was released, so neither is said to be completed.
    both = [values for key, values in found.draft.of_label("Flow") if "hospital-episodes" in key]
    assert [(f["state"], f["note"], f.get("optOut")) for f in both] == [
        ("UNKNOWN", "Files released: 2023-05.", None)
    ] * 2
    assert found.remarks("releases of a dataset listed twice") == [
        f"{SOURCE}:{HOSPITAL}:hospital-episodes: the register does not say which of the flows they are"
    ]


async def test_it_loads_beside_the_register_before_it_and_again_changes_nothing(
    registry: Store, register: Path, tmp_path: Path
) -> None:
    before_it = write_xlsx(tmp_path / "register-2021-02.xlsx", [release(1)])
    await load(registry, "nhs-digital-register", [before_it], today=TODAY)
    report = await load(registry, SOURCE, [register], today=TODAY)
    assert (report.rows_taken, report.rejected) == (12, ())
    # Both registers speak of DARS-NIC-10001-A1B2C: one agreement, with v1.0 of the one and v1.3 and v2.0 of the other.
    assert (await count(registry, "Agreement"), await count(registry, "AgreementVersion")) == (2, 4)
    shown = await registry.rows(
        "MATCH (a:Agreement {key: 'dars:DARS-NIC-10001-A1B2C'}) RETURN a.title, toString(a.startsOn)", {}
    )
    assert shown == [["Deaths in Anytown", "2022-04-01"]]
    # The dataset and the council are the ones the register before it named.
    assert await count(registry, "Dataset") == 3
    digested = await digest(registry)
    again = await load(registry, SOURCE, [register], today=TODAY)
    assert again.changes_nothing
    assert await digest(registry) == digested


def test_a_drifted_edition_loads_right(tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "register.xlsx",
        {
            "DSAs": [
                ("Notice: this register replaces the one of April",),
                ("DSA Start Date", "Data Controllers", "Applicant", "Title", "Reference", "Sector"),
                ("01/04/2022", "Anytown Council", "Anytown Council", "Deaths", COUNCIL.lower(), "Public"),
            ],
            "Data": [
                ("Legal Basis", "Data Type", "Dataset Name", "DSA Reference Number"),
                (S261.replace("\u2013", "\u2014"), "Synthetic", "Deaths", COUNCIL),
            ],
            "Files": [("Release Month", "Dataset Name", "Reference"), ("2019-07", "Deaths", COUNCIL)],
        },
    )
    found = drafted(SOURCE, path)
    assert (len(found.found.rows), found.refused) == (3, [])
    # A reference in small letters is the same reference.
    assert found.of("Agreement", "dars:DARS-NIC-10001-A1B2C")["startsOn"] == dt.date(2022, 4, 1)
    flow = found.of("Flow", f"{SOURCE}:{COUNCIL}:deaths:1")
    # A type nobody has seen keeps its words; another dash is the same law.
    assert (flow.get("identifiability"), flow["identifiabilityStated"]) == (None, "Synthetic")
    assert found.ends("RELIES_ON", f"{SOURCE}:{COUNCIL}:deaths:1") == ["hsca12-s261-2-b-ii"]
    assert flow["note"] == "Files released: 2019-07."
    assert found.remarks("unknown columns") == [
        "register.xlsx, sheet DSAs: kept with the rows and not understood: Sector."
    ]


def test_bad_rows_are_refused_with_column_value_and_reason(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "register.xlsx",
        [agreement(), agreement(""), agreement(HOSPITAL, applicant=""), agreement(HOSPITAL, ends="in spring")],
        [dataset(), dataset(HOSPITAL), dataset(dataset="")],
        [released("2019"), released("Jul-19", name="Births")],
    )
    assert drafted(SOURCE, path).refused == [
        ("Agreements!3", "Reference Number", "", "there is no reference, so the row belongs to no agreement"),
        ("Agreements!4", "Applicant Organisation", "", "there is no applicant, so nobody is known to receive the data"),
        (
            "Agreements!5",
            "DSA End Date",
            "in spring",
            "'in spring' is not a date written as 2018-05-17, 17/05/2018, 17 May 2018 or May-18",
        ),
        ("Datasets!3", "Reference Number", HOSPITAL, "the sheet Agreements has no agreement of this reference"),
        ("Datasets!4", "Dataset", "", "there is no dataset, so it is not known what is given"),
        ("DataReleases!2", "Month File Released", "2019", "this is no month written as Jul-19, July 2019 or 2019-07"),
        ("DataReleases!3", "Dataset", "Births", "the sheet Datasets does not list it under this reference"),
    ]
