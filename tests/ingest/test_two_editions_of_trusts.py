"""The seventh of the ten questions: what changed between two editions of a real register, apart from relabelling.

The ordinary run asks the embedded engine, the proof every engine.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.opening import open_store
from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.asking import TODAY, Ask, asker
from tests.ingest.asking_by_name import rows_of
from tests.servers.pool import EMBEDDED, EnginePool
from tests.servers.wipe import wipe_data

pytestmark = pytest.mark.registers

OLD, NEW = "etr-circa-2016-patched-2021-01.csv", "etr-2022-03.csv"
CODE, NAME, OPENED, CLOSED = 0, 1, 10, 11


def trusts(path: Path) -> dict[str, list[str]]:
    """The rows of an edition by the code of the trust; there are no headings."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row[CODE]: row for row in csv.reader(file)}


def day(text: str) -> str | None:
    """A day written yyyymmdd, as answers write it."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if text else None


async def load_both(store: Store, registers: Path) -> None:
    """Load both editions, one after the other, into a store that is emptied before."""
    await wipe_data(store)
    await ensure_schema(store, registry_model().schema_plan)
    for name in (OLD, NEW):
        await load(store, "ods-trusts", [registers / "nhs-ods" / name], today=TODAY)


async def test_what_changed_between_two_editions_of_the_trusts(engine_pool: EnginePool, registers: Path) -> None:
    async with open_store(engine_pool.get(EMBEDDED).settings) as store:
        await load_both(store, registers)
        await what_changed(asker(store), registers)


@pytest.mark.proof
async def test_what_changed_on_every_engine(store: Store, registers: Path) -> None:
    await load_both(store, registers)
    await what_changed(asker(store), registers)


async def what_changed(both: Ask, registers: Path) -> None:
    """Hold what the question answers to what the two files say."""
    old, new = (trusts(registers / "nhs-ods" / name) for name in (OLD, NEW))
    fresh = new.keys() - old.keys()
    expected: set[tuple[object, ...]] = {("NEW", new[code][NAME], None, None, None) for code in fresh}
    for code in old.keys() & new.keys():
        before, after, named = old[code], new[code], new[code][NAME]
        if before[NAME] != after[NAME]:
            expected.add(("AMENDED", named, "name", before[NAME], after[NAME]))
        for column, name in ((OPENED, "openedOn"), (CLOSED, "closedOn")):
            if before[column] != after[column]:
                expected.add(("AMENDED", named, name, day(before[column]), day(after[column])))
    gone = old.keys() - new.keys()
    expected |= {("WITHDRAWN", old[code][NAME], None, None, None) for code in gone}
    rows = await rows_of(both, "changes-of-an-edition", source="ods-trusts")
    found = [(r["kind"], r["of"], r["property"], r["before"], r["after"]) for r in rows]
    assert set(found) == expected
    # Two trusts are new, 37 have another name, six closed, and two were written in by hand without their first day. 25
    # are no longer listed: a trust leaves the list two years after it closed.
    assert len(found) == len(expected) == 2 + 37 + 6 + 2 + 25
    assert {row["edition"] for row in rows} == {rows[0]["edition"]}
    marked = await both(
        """{ editions { nodes { asAt withdraws(first: 200) { nodes { __typename key caption } } } } }"""
    )
    told = {each["asAt"]: each["withdraws"]["nodes"] for each in marked["editions"]["nodes"]}
    assert told["2016-01-01"] == []
    bodies = {each["key"] for each in told["2022-03-01"] if each["__typename"] == "Organisation"}
    assert bodies == {f"ods:{code}" for code in gone}
    # Their names went with them, and so did the names of old of the 37 that are called otherwise.
    spelt = sorted(each["caption"] for each in told["2022-03-01"] if each["__typename"] == "Name")
    renamed = {code for code in old.keys() & new.keys() if old[code][NAME] != new[code][NAME]}
    assert spelt == sorted(old[code][NAME] for code in gone | renamed)
