"""Inventories of datasets: what they state, and XML that is refused before it can do anything."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.errors import FileRefused, LayoutRefused
from ingest.limits import Limits
from ingest.loading.pipeline import load
from ingest.reading.files import read_file
from ingest.sources.lga_inventory import as_at
from tests.ingest.drafting import Drafted, drafted

TODAY = dt.date(2026, 11, 22)
SOURCE = "lga-inventory"

CARE = """
<inv:Dataset Modified="2024-03-01" Active="Yes">
  <inv:Identifier>social-care-clients</inv:Identifier>
  <inv:Title>Adult social care clients</inv:Title>
  <inv:Description>People who receive care &amp; support.</inv:Description>
  <inv:Rights>http://www.nationalarchives.gov.uk/doc/open-government-licence/</inv:Rights>
  <inv:Protected>Yes</inv:Protected>
  <inv:Subjects>
    <inv:Subject Scheme="LGSL"><inv:Service>http://id.esd.org.uk/service/190</inv:Service></inv:Subject>
    <inv:Subject><inv:Function>http://id.esd.org.uk/function/7</inv:Function></inv:Subject>
  </inv:Subjects>
  <inv:Resources>
    <inv:Resource Type="Data" Active="Yes">
      <inv:Identifier>clients.csv</inv:Identifier>
      <inv:Title>Clients by ward</inv:Title>
      <inv:Renditions><inv:Rendition><inv:Identifier>https://anytown.gov.uk/c.csv</inv:Identifier></inv:Rendition></inv:Renditions>
    </inv:Resource>
  </inv:Resources>
</inv:Dataset>"""


def dataset(identifier: str, title: str, **attributes: str) -> str:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f"<inv:Dataset{given}><inv:Identifier>{identifier}</inv:Identifier><inv:Title>{title}</inv:Title></inv:Dataset>"
    )


def inventory(*datasets: str, publisher: str = "http://opendatacommunities.org/id/district/anytown") -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Made up -->
<inv:Inventory xmlns:inv="http://schemas.esd.org.uk/inventory" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://schemas.esd.org.uk/inventory inventory.xsd" Modified="2024-04-01" Language="en">
  <inv:Metadata>
    <inv:Publisher>{publisher}</inv:Publisher>
    <inv:Title>Anytown datasets</inv:Title>
    <inv:Coverage><inv:Spatial>http://statistics.data.gov.uk/id/statistical-geography/E07000999</inv:Spatial></inv:Coverage>
  </inv:Metadata>
  <inv:Datasets>{"".join(datasets)}</inv:Datasets>
</inv:Inventory>"""


def put(folder: Path, text: str, name: str = "anytown.xml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def taken(folder: Path, *datasets: str) -> Drafted:
    return drafted(SOURCE, put(folder, inventory(*datasets)))


KEY = "lga-inventory:opendatacommunities-org-id-district-anytown"


def test_a_dataset_and_everything_that_was_said_of_it(tmp_path: Path) -> None:
    found = taken(tmp_path, CARE, dataset("parks", "Parks"), dataset("old", "Old list", Active="No"))
    assert (found.refused, len(found.found.rows), found.count("Dataset")) == ([], 3, 2)
    assert found.of("Dataset", f"{KEY}:social-care-clients") == {
        "title": "Adult social care clients",
        "description": "People who receive care & support.",
        "identifiers": [f"{KEY}:social-care-clients"],
    }
    words = found.found.rows[0].words
    assert (words["Protected"], words["Inventory.Title"], words["Inventory.Modified"]) == (
        *("Yes", "Anytown datasets", "2024-04-01"),
    )
    assert words["Inventory.Coverage"] == ["http://statistics.data.gov.uk/id/statistical-geography/E07000999"]
    assert [json.loads(subject) for subject in words["Subjects"]] == [
        {"Scheme": "LGSL", "Service": "http://id.esd.org.uk/service/190"},
        {"Function": "http://id.esd.org.uk/function/7"},
    ]
    [resource] = [json.loads(each) for each in words["Resources"]]
    assert resource["Renditions"]["Rendition"]["Identifier"] == "https://anytown.gov.uk/c.csv"
    assert found.remarks("no longer active") == ["anytown.xml!3: 'Old list'"]
    assert found.remarks("unknown columns") == []


def test_what_cannot_be_taken(tmp_path: Path) -> None:
    found = taken(
        tmp_path, dataset("parks", "Parks"), dataset("parks", "Parking"), dataset("", "Nothing"), dataset("x", " ")
    )
    both = "a dataset needs both an identifier and a title"
    assert found.refused == [
        ("anytown.xml!2", "Identifier", "parks", "anytown.xml!1 of the same inventory has this identifier"),
        ("anytown.xml!3", "Identifier", "", both),
        ("anytown.xml!4", "Title", "", both),
    ]
    nobody = drafted(SOURCE, put(tmp_path, inventory(dataset("parks", "Parks"), publisher="")))
    assert nobody.refused == [
        (
            *("anytown.xml!1", "Inventory.Publisher", ""),
            "an inventory needs a publisher or an identifier, which say whose it is",
        )
    ]


def test_an_element_nobody_declared_is_told_and_kept(tmp_path: Path) -> None:
    found = taken(tmp_path, CARE.replace("inv:Protected>", "inv:Sensitivity>"))
    assert found.remarks("unknown columns") == ["anytown.xml: kept with the rows and not understood: Sensitivity."]
    assert found.found.rows[0].words["Sensitivity"] == "Yes"


def test_an_inventory_without_the_element_for_identifiers_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(LayoutRefused) as refused:
        taken(tmp_path, dataset("parks", "Parks").replace("Identifier", "Id"))
    assert str(refused.value).startswith(
        "anytown.xml has no value called 'Identifier'. Its entries have: Id, Inventory."
    )


def test_under_no_namespace_it_says_the_same(tmp_path: Path) -> None:
    plain = inventory(CARE).replace("inv:", "").replace("xmlns:inv", "xmlns:other")
    bare = drafted(SOURCE, put(tmp_path, plain.replace(' xmlns="http://schemas.esd.org.uk/inventory"', "")))
    assert bare.draft.nodes == taken(tmp_path, CARE).draft.nodes


def test_the_day_an_inventory_describes_is_the_one_it_states(tmp_path: Path) -> None:
    found = as_at([read_file(put(tmp_path, inventory(CARE), "anytown-2020-01-01.xml"), Limits())])
    assert found is not None
    assert found.day == dt.date(2024, 4, 1)


BOMB = '<!DOCTYPE Inventory [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE Inventory [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
DECLARES = (
    "anytown.xml declares a document type (DOCTYPE), which may name other files or grow without end, so it was not "
    "read. Remove that line if you trust the file; an inventory needs none."
)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (inventory(dataset("x", "&b;")).replace("<!-- Made up -->", BOMB), DECLARES),
        (inventory(dataset("x", "&secret;")).replace("<!-- Made up -->", OUTSIDE), DECLARES),
        (
            inventory(CARE).replace("<!-- Made up -->", '<!DOCTYPE Inventory SYSTEM "http://example.com/i.dtd">'),
            DECLARES,
        ),
        (
            inventory("<a>" * 100_000 + "</a>" * 100_000),
            "anytown.xml is nested too deeply for an inventory. Check that it is the right file.",
        ),
        (
            inventory(CARE)[:-20],
            "anytown.xml, line 28: this is no valid XML (unclosed token). Fetch the file again.",
        ),
        (
            inventory(dataset("x", "&nbsp;")),
            "anytown.xml, line 10: this is no valid XML (undefined entity). Fetch the file again.",
        ),
        (
            '<?xml version="1.0"?><rss><channel/></rss>',
            "anytown.xml is an XML document that begins with 'rss'; of XML only inventories of datasets (Inventory) "
            "are read. Check that it is the right file.",
        ),
        (inventory(), "anytown.xml is an inventory without datasets. Check that it is the right file."),
    ],
    ids=["entities that grow", "a file named outside", "a schema outside", "depth", "cut", "entity", "other", "empty"],
)
def test_xml_that_is_not_read(tmp_path: Path, text: str, refusal: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_file(put(tmp_path, text), Limits())
    assert str(refused.value) == refusal


async def test_inventories_load_and_two_councils_keep_their_own(registry: Store, tmp_path: Path) -> None:
    """Two datasets of one title and identifier in two inventories are two."""
    put(tmp_path, inventory(CARE, dataset("parks", "Parks")))
    other = inventory(dataset("parks", "Parks"), publisher="http://opendatacommunities.org/id/district/othertown")
    put(tmp_path, other, "othertown.xml")
    report = await load(registry, SOURCE, [tmp_path], today=TODAY)
    assert (report.rows_taken, report.rejected) == (3, ())
    assert await registry.rows("MATCH (d:Dataset) RETURN d.key ORDER BY d.key", {}) == [
        [f"{KEY}:parks"],
        [f"{KEY}:social-care-clients"],
        ["lga-inventory:opendatacommunities-org-id-district-othertown:parks"],
    ]
    assert (await load(registry, SOURCE, [tmp_path], today=TODAY)).changes_nothing
