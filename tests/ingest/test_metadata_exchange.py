"""Records of the cross-government model: each valid one taken, each invalid one refused for its own reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.errors import FileRefused
from ingest.limits import Limits
from ingest.loading.pipeline import load
from ingest.reading.files import read_file
from tests.ingest.drafting import Drafted, drafted
from tests.ingest.graph_dump import count

TODAY = dt.date(2026, 11, 22)
SOURCE = "metadata-exchange"
FOLDER = "dataset-catalogue/uk-cross-government-metadata-exchange"
POSTCODES = "https://www.data.gov.uk/dataset/2dfb82b4-741a-4b93-807e-11abb4bb0875/os-postcodes-data"


@pytest.fixture(scope="module")
def examples(registers: Path) -> Path:
    return registers / FOLDER


VALID = {
    "ContactPoint/valid/ContactPoint-fsa-minimal.yaml": 0,
    "DataService/valid/DataService-dwp-address-lookup.yaml": 0,
    "DataService/valid/DataService-fsa-food-alertsservice.yaml": 0,
    "DataService/valid/DataService-hmrc-irr-api.yaml": 0,
    "DataService/valid/DataService-nhs-os-places-api.yaml": 0,
    "DataService/valid/DataService-nhs-vaccination-events.yaml": 0,
    "Dataset/valid/Dataset-minimal-datset.yaml": 1,
    "Distribution/valid/Distribution-os-postcodes-csv-distribution-minimal.yaml": 0,
    "Distribution/valid/Distribution-os-postcodes-csv-distribution.yaml": 0,
    "Distribution/valid/Distribution-os-postcodes-geopackage-distribution.yaml": 0,
}
"""Every valid record, and how many datasets it states."""

LIVES = "DISCOVERY, ALPHA, BETA, PRIVATE_BETA, PUBLIC_BETA, LIVE, DEPRECATED, WITHDRAWN"
DAY = "a day is written year, month and day and without a time, such as 2023-01-30"
EMAIL = "this must be an e-mail address, such as data@food.gov.uk"
MEDIA = "this must be a media type of the IANA list, such as text/csv"
OLD_CONTACT = (
    "; contactPoint 'integration.technologyplatforms@dwp.gsi.gov.uk': the model has a contactName and an email here, "
    "not an address alone"
)
OLD_TYPE = "; type 'DataService': the model writes dcat:DataService"
OLD = OLD_CONTACT + OLD_TYPE
"""Two faults that all examples of data services share: they are in the form of an older model."""

INVALID = {
    "ContactPoint/invalid/invalid-contact-email.yaml": ("email", "data at food.gov.uk", EMAIL),
    "ContactPoint/invalid/missing-contact-name.yaml": ("contactName", "", "a record needs this"),
    "DataService/invalid/dwp-address-lookup.yaml": (
        "contactPoint",
        "integration.technologyplatforms@dwp.gsi.gov.uk",
        "the model has a contactName and an email here, not an address alone" + OLD_TYPE,
    ),
    "DataService/invalid/invalid-access-right.yaml": (
        "accessRights",
        "SENSITIVE",
        "the model has INTERNAL, OPEN, COMMERCIAL" + OLD,
    ),
    "DataService/invalid/invalid-date-format.yaml": ("modified", "2023-01", DAY + OLD),
    "DataService/invalid/invalid-datetime-format.yaml": ("modified", "2023-01-30T12:12:12", DAY + OLD),
    "DataService/invalid/invalid-email.yaml": (
        "contactPoint",
        "integration.technologyplatforms at dwp.gsi.gov.uk",
        EMAIL + OLD_TYPE,
    ),
    "DataService/invalid/invalid-security-classification.yaml": (
        "securityClassification",
        "OFFICIAL_SENSITIVE",
        "the model has OFFICIAL, SECRET, TOP_SECRET, NOT_APPLICABLE" + OLD,
    ),
    "DataService/invalid/invalid-serviceStatus.yaml": ("serviceStatus", "PRODUCTION", f"the model has {LIVES}{OLD}"),
    "DataService/invalid/licence-attribute-misspelled.yaml": (
        "licence",
        "",
        "a record needs this; 'license' may be meant for it" + OLD,
    ),
    "DataService/invalid/missing-security-classification.yaml": (
        "securityClassification",
        "",
        "a record needs this; serviceStatus: a record needs this" + OLD_TYPE,
    ),
    "Dataset/invalid/invalid-frequency.yaml": (
        "updateFrequency",
        "freq:madeUp",
        "the model has freq:triennial, freq:biennial, freq:annual, freq:semiannual, freq:threeTimesAYear, "
        "freq:quarterly, freq:bimonthly, freq:monthly, freq:semimonthly, freq:biweekly, freq:threeTimesAMonth, "
        "freq:weekly, freq:semiweekly, freq:threeTimesAWeek, freq:daily, freq:continuous, freq:irregular",
    ),
    "Dataset/invalid/missing-frequency.yaml": ("updateFrequency", "", "a record needs this"),
    "Dataset/invalid/multiple-frequency.yaml": (
        "updateFrequency",
        "freq:quarterly; freq:monthly",
        "the model has one value here",
    ),
    "Distribution/invalid/invalid-mediatype-csv.yaml": ("mediaType", "CSV", MEDIA),
    "Distribution/invalid/invalid-mediatype-uri.yaml": (
        "mediaType",
        "https://w3id.org/uri4uri/mime/text/csv",
        MEDIA,
    ),
    "Distribution/invalid/multiple-mediatype.yaml": (
        "mediaType",
        "text/csv; application/geopackage+sqlite3",
        "the model has one value here",
    ),
}


@pytest.mark.registers
def test_every_example_is_looked_at(examples: Path) -> None:
    assert {str(path.relative_to(examples)) for path in examples.rglob("*.yaml")} == VALID.keys() | INVALID.keys()
    assert (len(VALID), len(INVALID)) == (10, 17)


@pytest.mark.registers
@pytest.mark.parametrize("name", VALID)
def test_a_valid_record_is_taken(examples: Path, name: str) -> None:
    found = drafted(SOURCE, examples / name)
    assert (found.refused, len(found.draft.stated), found.count("Dataset")) == ([], 1, VALID[name])
    assert found.remarks("unknown columns") == []


@pytest.mark.registers
@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_record_is_refused_for_its_own_reason(examples: Path, name: str) -> None:
    found = drafted(SOURCE, examples / name)
    column, value, reason = INVALID[name]
    assert found.refused == [(f"{Path(name).name}!1", column, value, reason)]
    assert (dict(found.draft.nodes), dict(found.draft.stated)) == ({}, {})


@pytest.mark.registers
def test_a_dataset_says_what_it_is(examples: Path) -> None:
    found = drafted(SOURCE, examples / "Dataset/valid/Dataset-minimal-datset.yaml")
    dataset = found.of("Dataset", f"metadata-exchange:{POSTCODES}")
    assert (dataset["title"], dataset["classification"]) == ("OS Postcodes Data", "OFFICIAL")
    assert dataset["identifiers"] == [f"metadata-exchange:{POSTCODES}"]
    # Publisher and creator are no controllers, so no body is stated.
    assert found.count("Organisation") == 0
    [row] = found.found.rows
    assert row.words["contactPoint.email"] == "customerservices@os.uk"
    assert (row.words["creator"], row.words["version"]) == (["ordnance-survey"], "2023-02")


@pytest.mark.registers
def test_a_share_agreement_is_told(examples: Path) -> None:
    found = drafted(SOURCE, examples / "DataService/valid/DataService-dwp-address-lookup.yaml")
    assert found.remarks("under a data share agreement") == [
        "DataService-dwp-address-lookup.yaml!1: 'Address Lookup': the record does not say which"
    ]
    assert len(found.remarks("data that no record describes")) == 3


@pytest.mark.registers
async def test_records_load_together_and_again_change_nothing(registry: Store, examples: Path) -> None:
    folders = [examples / kind / "valid" for kind in ("ContactPoint", "DataService", "Dataset", "Distribution")]
    report = await load(registry, SOURCE, folders, today=TODAY)
    assert (report.rows_read, report.rows_taken, report.rejected) == (10, 10, ())
    assert await count(registry, "Dataset") == 1
    # The record of the service that gives the postcodes leads to them, though it is read first.
    records = await registry.rows("MATCH (r:Record)-[:STATES]->(d:Dataset) RETURN r.row, d.title ORDER BY r.row", {})
    assert records == [
        ["DataService-dwp-address-lookup.yaml!1", "OS Postcodes Data"],
        ["Dataset-minimal-datset.yaml!1", "OS Postcodes Data"],
    ]
    assert (await load(registry, SOURCE, folders, today=TODAY)).changes_nothing


def taken(folder: Path, text: str) -> Drafted:
    path = folder / "record.yaml"
    path.write_text(text, encoding="utf-8")
    return drafted(SOURCE, path)


def test_several_records_in_one_file(tmp_path: Path) -> None:
    found = taken(
        tmp_path, "---\ncontactName: A team\nemail: a@b.uk\n---\ntype: dcat:Catalog\nidentifier: x\ncolour: red\n"
    )
    assert found.refused == [
        (
            *("record.yaml!2", "type", "dcat:Catalog"),
            "a type is one of dcat:Dataset, dcat:DataService, dcat:Distribution",
        )
    ]
    assert found.remarks("unknown columns") == ["record.yaml: kept with the rows and not understood: colour."]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            "---\na: &x [1]\nb: *x\n",
            "record.yaml, line 3: this is no valid YAML (a reference to another place (*) is not ",
        ),
        ("---\na: 1\na: 2\n", "record.yaml, line 3: this is no valid YAML ('a' stands twice). "),
        ("---\na: [1\n", "record.yaml, line 3: this is no valid YAML (expected ',' or ']', but got '<stream end>'). "),
        ("---\njust a text\n", "record.yaml holds no entries of named values. "),
        ("---\n" + "[" * 5000, "record.yaml is nested too deeply for a register. "),
    ],
)
def test_yaml_that_cannot_be_read(tmp_path: Path, text: str, refusal: str) -> None:
    path = tmp_path / "record.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_file(path, Limits())
    assert str(refused.value).startswith(refusal)
