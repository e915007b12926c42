"""A new source is one folder, as docs/sources.md shows it; a folder that lacks something says what."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.catalogue import load_sources, sources
from ingest.errors import SourceBroken
from ingest.loading.pipeline import load
from tests.ingest.graph_dump import count

TODAY = dt.date(2026, 11, 22)

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"
[PARISHES] = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "made_up_sources"
    (folder / "parishes").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "parishes" / "__init__.py").write_text(PARISHES, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [name for name in sys.modules if name.startswith("made_up_sources")]:
        del sys.modules[name]


async def test_one_folder_is_all_it_takes(registry: Store, package: Path, tmp_path: Path) -> None:
    assert [info.name for info in sources("made_up_sources")] == ["parishes"]
    path = tmp_path / "parishes.csv"
    path.write_text("Parish,District\nAshton,Anytown\n,Anytown\nBrook,ANYTOWN\n", encoding="utf-8")
    report = await load(registry, "parishes", [path], today=TODAY, packages=["made_up_sources"])
    assert (report.rows_taken, [r.reason for r in report.rejected]) == (2, ["a parish needs a name"])
    assert await count(registry, "Organisation") == 3
    parts = await registry.rows("MATCH (a)-[:PART_OF]->(b) RETURN a.name, b.name ORDER BY a.name", {})
    assert parts == [["Ashton", "Anytown"], ["Brook", "Anytown"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "made_up_sources.parishes declares no SOURCE. See docs/sources.md."),
        (
            PARISHES.replace('readers={"councils": read_council}', "readers={}"),
            "made_up_sources.parishes has no reader for its table councils.",
        ),
    ],
)
def test_a_folder_that_lacks_something_says_what(package: Path, text: str, message: str) -> None:
    (package / "parishes" / "__init__.py").write_text(text, encoding="utf-8")
    with pytest.raises(SourceBroken) as broken:
        load_sources("made_up_sources")
    assert str(broken.value) == message


async def test_a_record_the_model_refuses_stops_the_load_before_anything_is_written(
    registry: Store, package: Path, tmp_path: Path
) -> None:
    module = package / "parishes" / "__init__.py"
    module.write_text(PARISHES.replace("LOCAL_AUTHORITY", "PARISH"), encoding="utf-8")
    path = tmp_path / "parishes.csv"
    path.write_text("Parish,District\nAshton,Anytown\n", encoding="utf-8")
    with pytest.raises(SourceBroken) as broken:
        await load(registry, "parishes", [path], today=TODAY, packages=["made_up_sources"])
    assert str(broken.value).startswith(
        "parishes makes a record that the model refuses: Organisation parishes:ashton: kind: Input should be "
    )
    assert await count(registry, "Source") == 0


def test_what_people_are_told_of_our_sources() -> None:
    told = {info.name: info for info in sources()}
    assert list(told) == [
        *("atrs", "dea-register", "dspt", "fire", "gm-seed", "gov-organisations", "hdruk-datasets", "ico-register"),
        *("lga-inventory", "local-authorities", "local-authority-register", "metadata-exchange"),
        *("nhs-digital-register", "nhs-england-register", "ods-practices", "ods-successions", "ods-trusts"),
        *("phe-register", "police", "practice-map", "sub-icb", "uksa-projects", "workbook"),
    ]
    for info in told.values():
        assert info.completeness in {"WHOLE", "EXTRACT", "SELECTION"}
        assert info.credit.endswith(".")
        assert info.licence


def test_every_field_a_source_collects_is_one_of_the_model() -> None:
    from graph.model.registry import registry_model

    model = registry_model()
    for source in load_sources().values():
        for entry in (*source.info.collects, *source.derives):
            label, _, name = entry.partition(".")
            known = {p.name for p in model.properties(label)} | set(model.links(label))
            assert name in known, f"{source.info.name}: {entry}"
