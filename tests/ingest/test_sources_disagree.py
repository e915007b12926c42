"""Two sources that state different values of one body: both are kept, and the difference is answered by GraphQL."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.access import PUBLIC
from graph.store.store import Store
from ingest.loading.pipeline import load
from ingest.loading.report import LoadReport
from tests.ingest.asking import Ask
from tests.ingest.graph_dump import count, dump

TODAY = dt.date(2026, 11, 22)
_SOURCE = '''
"""A list of bodies."""

from ingest.drafting.draft import RowFacts
from ingest.tables.layout import Column, Table
from ingest.source import Source, SourceInfo

BODIES = Table("bodies", (Column("code", ("Code",)), Column("name", ("Name",)), Column("kind", ("Kind",)),
    Column("law", ("Law",)), Column("status", ("Status",), needed=False)))


def read(facts: RowFacts) -> None:
    """State a body."""
    row = facts.row
    code = "ods:" + row.text("code")
    facts.named("Organisation", row.raw("name"), key=code, identifiers=[code], kind=row.text("kind") or None,
        jurisdiction=row.text("law") or None, statusStated=row.text("status") or None)


SOURCE = Source(
    info=SourceInfo(name="{name}", title="{name}", publisher="P", description="D", licence="L", credit="C", url=None,
        completeness="WHOLE", completeness_note="All.", formats=("csv",),
        collects=("Organisation.kind", "Organisation.jurisdiction")),
    tables=(BODIES,), readers={{"bodies": read}}, authority={{"Organisation": {rank}}})
'''
_HEADINGS = "Code,Name,Kind,Law,Status\n"


class Lists:
    """Two made-up sources, and a way to load an edition of one."""

    def __init__(self, registry: Store, folder: Path) -> None:
        self.registry = registry
        self.folder = folder

    async def load(self, source: str, *rows: str) -> LoadReport:
        path = self.folder / f"{source}.csv"
        path.write_text(_HEADINGS + "\n".join(rows) + "\n", encoding="utf-8")
        return await load(self.registry, source, [path], today=TODAY, packages=["two_lists"])


@pytest.fixture
def lists(registry: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lists]:
    for name, rank in (("first", 5), ("better", 9)):
        folder = tmp_path / "two_lists" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(_SOURCE.format(name=name, rank=rank), encoding="utf-8")
    (tmp_path / "two_lists" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    yield Lists(registry, tmp_path)
    for name in [name for name in sys.modules if name.startswith("two_lists")]:
        del sys.modules[name]


_DISAGREEMENTS = """{ organisation(id: "ods:AAA") { kind jurisdiction
  disagreements { nodes { property stated shown source { key } of { ... on Organisation { name } } } }
  records { nodes { words edition { source { key } } } } } }"""


async def _body(ask: Ask) -> tuple[str | None, list[tuple[Any, ...]]]:
    body = (await ask(_DISAGREEMENTS))["organisation"]
    told = [
        (each["source"]["key"], each["property"], each["stated"], each["shown"])
        for each in body["disagreements"]["nodes"]
    ]
    return body["kind"], told


async def test_the_better_source_is_shown_and_what_the_other_states_is_kept(lists: Lists, ask: Ask) -> None:
    await lists.load("first", "AAA,Anytown Care,VCSE,England,")
    assert await _body(ask) == ("VCSE", [])
    await lists.load("better", "AAA,Anytown Care,COMPANY,England,")
    assert await _body(ask) == ("COMPANY", [("first", "kind", "VCSE", "COMPANY")])
    # The published words of both are there as well.
    records = (await ask(_DISAGREEMENTS))["organisation"]["records"]["nodes"]
    assert sorted(each["edition"]["source"]["key"] for each in records) == ["better", "first"]


async def test_it_is_the_same_whichever_source_comes_first(lists: Lists, ask: Ask) -> None:
    await lists.load("better", "AAA,Anytown Care,COMPANY,England,")
    report = await lists.load("first", "AAA,Anytown Care,VCSE,England,")
    assert await _body(ask) == ("COMPANY", [("first", "kind", "VCSE", "COMPANY")])
    assert [text for kind, text in report.remarks if kind == "differs from other sources"] == [
        "Organisation ods:AAA: kind is 'VCSE' here and stays 'COMPANY', as better has it."
    ]


async def test_a_disagreement_ends_when_a_source_comes_round_or_falls_silent(lists: Lists, ask: Ask) -> None:
    await lists.load("better", "AAA,Anytown Care,COMPANY,England,")
    await lists.load("first", "AAA,Anytown Care,VCSE,Wales,", "BBB,Brook,VCSE,England,")
    assert len((await _body(ask))[1]) == 2
    await lists.load("better", "AAA,Anytown Care,VCSE,Scotland,")
    assert await _body(ask) == ("VCSE", [("first", "jurisdiction", "Wales", "Scotland")])
    await lists.load("first", "AAA,Anytown Care,VCSE,Scotland,", "BBB,Brook,VCSE,England,")
    assert await _body(ask) == ("VCSE", [])
    await lists.load("first", "AAA,Anytown Care,OTHER,Scotland,", "BBB,Brook,VCSE,England,")
    assert len((await _body(ask))[1]) == 1
    await lists.load("first", "BBB,Brook,VCSE,England,")
    assert await _body(ask) == ("VCSE", [])


async def test_loading_the_same_again_leaves_everything_as_it_is(lists: Lists, registry: Store) -> None:
    rows = {"better": "AAA,Anytown Care,COMPANY,England,", "first": "AAA,Anytown Care,VCSE,Wales,"}
    for name, row in rows.items():
        await lists.load(name, row)
    before = await dump(registry)
    for name, row in rows.items():
        assert (await lists.load(name, row)).changes_nothing
    assert await dump(registry) == before
    assert await count(registry, "Disagreement") == 2


async def test_disagreements_are_listed_and_filtered(lists: Lists, ask: Ask, registry: Store) -> None:
    await lists.load("better", "AAA,Anytown Care,COMPANY,England,")
    await lists.load("first", "AAA,Anytown Care,VCSE,Wales,")
    text = """query ($source: ID, $property: String) { disagreements(where: {
      source: {key: {eq: $source}}, property: {eq: $property}}) { totalCount nodes { stated } } }"""
    assert (await ask(text))["disagreements"]["totalCount"] == 2
    assert (await ask(text, source="better"))["disagreements"]["totalCount"] == 0
    assert (await ask(text, property="kind"))["disagreements"] == {"totalCount": 1, "nodes": [{"stated": "VCSE"}]}
    assert (await ask(text, PUBLIC))["disagreements"]["totalCount"] == 2
    await registry.write([("MATCH (s:Source {key: 'first'}) SET s.visibility = 'PARTIES'", {})])
    assert (await ask(text, PUBLIC))["disagreements"]["totalCount"] == 0


async def test_rows_that_contradict_each_other_are_told_and_both_kept(lists: Lists, ask: Ask) -> None:
    report = await lists.load("first", "AAA,Anytown Care,VCSE,England,", "AAA,Anytown Care,COMPANY,England,")
    assert [str(line) for line in report.changes] == ["Organisation ods:AAA: kind is 'VCSE'; another row has 'COMPANY'"]
    found = await ask("{ changes { nodes { kind property before after by edition { fileName } of { totalCount } } } }")
    assert found["changes"]["nodes"] == [
        {
            "kind": "CONTRADICTED",
            "property": "kind",
            "before": "VCSE",
            "after": "COMPANY",
            "by": f"load of {report.edition}",
            "edition": {"fileName": "first.csv"},
            "of": {"totalCount": 1},
        }
    ]
