"""What a person decides on a name: listed, kept with who and when, followed by the next load, and undone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from graph.model.records import Records
from graph.model.registry import registry_model
from graph.model.spelling import normal_name
from graph.store.store import Store
from ingest.errors import DecisionRefused
from ingest.loading.ownership import STATED_BY
from ingest.loading.pipeline import load
from ingest.loading.report import LoadReport
from ingest.who.awaiting import Awaiting, awaiting, read_bodies
from ingest.who.decision import Decision
from ingest.who.directories import read_directory
from ingest.who.resolutions import Resolutions
from tests.ingest.graph_dump import count, digest
from tests.ingest.small_register import release, write_csv

TODAY = dt.date(2026, 11, 22)
AT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)

KNOWN = {
    "gss:E10000027": ("Somerset", "Somerset County Council"),
    "gss:E06000066": ("Somerset", "Somerset Council"),
    "gss:E08000010": ("Wigan Metropolitan Borough Council",),
    "gm:tfgm": ("Transport for Greater Manchester",),
}
NAMES = ("Somerset", "Wigan Council", "Anytown Council")
REGISTER = "nhs-digital-register"


@pytest_asyncio.fixture(loop_scope="session")
async def known(registry: Store) -> Store:
    """A registry that knows four bodies, three of them by a code, from a source called other."""
    make = Records(registry_model())
    statements = []
    for key, names in KNOWN.items():
        codes = [key] if key.startswith("gss:") else []
        node = make.node("Organisation", key, name=names[-1], identifiers=codes)
        statements.append(
            (
                "CREATE (o:Organisation {key: $key}) SET o += $values",
                {"key": key, "values": {**node.properties, STATED_BY: ["other"]}},
            )
        )
        for name in names:
            spelling = make.node("Name", f"{key}:{name}", text=name, normal=normal_name(name), source="other")
            statements.append(
                (
                    "MATCH (o:Organisation {key: $of}) CREATE (n:Name {key: $key})-[:NAMES]->(o) SET n += $values",
                    {"of": key, "key": spelling.key, "values": dict(spelling.properties)},
                )
            )
    await registry.write(statements)
    return registry


@pytest.fixture
def register(tmp_path: Path) -> Path:
    rows = [
        release(number, organisation=name, reference=f"DARS-NIC-1000{number}-A1B2C-v1.0")
        for number, name in enumerate(NAMES)
    ]
    return write_csv(tmp_path / "nhs-digital-data-release-register-2021-02-DataReleases.csv", rows)


async def loaded(store: Store, register: Path) -> LoadReport:
    return await load(store, REGISTER, [register], today=TODAY)


async def receives(store: Store, key: str) -> int:
    """How many flows that the register states today a body receives."""
    [number] = await store.read(
        "MATCH (f:Flow)-[:RECEIVED_BY]->(:Organisation {key: $key}) WHERE f.state <> 'WITHDRAWN' RETURN count(f)",
        {"key": key},
    )
    return int(number)


async def waiting(store: Store) -> dict[str, Awaiting]:
    directory = await read_directory(store, "Organisation")
    return {each.name: each for each in awaiting(await read_bodies(store), directory)}


async def written(store: Store) -> dict[str, str]:
    """The body that each name of the register stands for."""
    rows = await store.rows(
        "MATCH (n:Name {source: $source})-[:NAMES]->(o:Organisation) RETURN n.text, o.key", {"source": REGISTER}
    )
    return {name: key for name, key in rows if name in NAMES}


def told(each: Awaiting) -> tuple[Any, ...]:
    return each.why.value, each.sources, each.kept_as, [(c.key, c.reason) for c in each.candidates]


async def test_what_awaits_a_decision_is_listed_with_its_reasons(known: Store, register: Path) -> None:
    await loaded(known, register)
    found = await waiting(known)
    assert list(found) == ["Somerset", "Wigan Council", "Anytown Council"]
    assert told(found["Somerset"]) == (
        "several bodies",
        ("nhs-digital-register", "other"),
        "nhs-digital-register:somerset",
        [("gss:E06000066", "written so by other"), ("gss:E10000027", "written so by other")],
    )
    assert told(found["Wigan Council"]) == (
        "may be another",
        ("nhs-digital-register",),
        "nhs-digital-register:wigan-council",
        [("gss:E08000010", "the same words, whatever their order and small ones such as NHS left out")],
    )
    assert told(found["Anytown Council"]) == (
        "matches none",
        ("nhs-digital-register",),
        "nhs-digital-register:anytown-council",
        [],
    )


async def test_a_decision_is_followed_by_the_next_load_and_outlives_it(known: Store, register: Path) -> None:
    await loaded(known, register)
    decisions = Resolutions(known, registry_model())
    wigan = await decisions.decide("wigan council", "IS", ["E08000010"], by="IG lead", at=AT, reason="Its site says so")
    assert wigan.sources == (REGISTER,)
    somerset = await decisions.decide("Somerset", "IS", ["Somerset Council"], by="IG lead", at=AT)
    assert somerset.decision.bodies == ("gss:E06000066",)
    assert list(await waiting(known)) == ["Anytown Council"]
    # Facts follow when the source is loaded again.
    assert (await written(known))["Wigan Council"] == "nhs-digital-register:wigan-council"
    report = await loaded(known, register)
    expected = {
        "Somerset": "gss:E06000066",
        "Wigan Council": "gss:E08000010",
        "Anytown Council": "nhs-digital-register:anytown-council",
    }
    assert await written(known) == expected
    assert await receives(known, "gss:E08000010") == 1
    assert await receives(known, "nhs-digital-register:wigan-council") == 0
    assert report.proposals == ()
    before = await digest(known)
    again = await loaded(known, register)
    assert again.changes_nothing
    assert await digest(known) == before
    assert list(await waiting(known)) == ["Anytown Council"]
    assert await decisions.all() == (
        Decision("Somerset", "IS", ("gss:E06000066",), "IG lead", AT),
        Decision("wigan council", "IS", ("gss:E08000010",), "IG lead", AT, "Its site says so"),
    )


async def test_before_anything_is_loaded_a_decision_settles_the_name(known: Store, register: Path) -> None:
    await Resolutions(known, registry_model()).decide("SOMERSET", "IS", ["gss:E06000066"], by="IG lead", at=AT)
    await loaded(known, register)
    assert (await written(known))["Somerset"] == "gss:E06000066"
    [left] = await known.read("MATCH (o:Organisation {key: $key}) RETURN count(o)", {"key": f"{REGISTER}:somerset"})
    assert left == 0


async def test_none_of_those_proposed_keeps_the_body_of_the_name(known: Store, register: Path) -> None:
    await loaded(known, register)
    decisions = Resolutions(known, registry_model())
    one = await decisions.decide("Somerset", "NONE_OF", ["gss:E10000027"], by="IG lead", at=AT)
    assert one.decision.bodies == ("gss:E10000027",)
    assert [c.key for c in (await waiting(known))["Somerset"].candidates] == ["gss:E06000066"]
    later = await decisions.decide("Somerset", "NONE_OF", by="IG lead", at=AT + dt.timedelta(hours=1))
    assert later.decision.bodies == ("gss:E06000066",)
    await decisions.decide("Wigan Council", "NONE_OF", by="IG lead", at=AT)
    assert {name: told(each)[0] for name, each in (await waiting(known)).items()} == {
        "Anytown Council": "matches none",
        "Somerset": "matches none",
        "Wigan Council": "matches none",
    }
    assert (await loaded(known, register)).changes_nothing
    assert (await written(known))["Somerset"] == "nhs-digital-register:somerset"


async def test_a_new_body_is_kept_apart_from_all(known: Store, register: Path) -> None:
    decisions = Resolutions(known, registry_model())
    # Nothing of the name is there but two councils, so a body is made.
    made = await decisions.decide("Somerset", "NEW", by="IG lead", at=AT)
    assert made.decision.bodies == ("registry:somerset",)
    await loaded(known, register)
    kept = await decisions.decide("Wigan Council", "NEW", by="IG lead", at=AT)
    assert kept.decision.bodies == ("nhs-digital-register:wigan-council",)
    assert await written(known) == {
        "Somerset": "registry:somerset",
        "Wigan Council": "nhs-digital-register:wigan-council",
        "Anytown Council": "nhs-digital-register:anytown-council",
    }
    assert list(await waiting(known)) == ["Anytown Council"]
    assert (await loaded(known, register)).changes_nothing


async def test_what_is_undone_stays_and_is_no_longer_followed(known: Store, register: Path) -> None:
    decisions = Resolutions(known, registry_model())
    await decisions.decide("Wigan Council", "IS", ["gss:E08000010"], by="IG lead", at=AT)
    await loaded(known, register)
    later = AT + dt.timedelta(days=1)
    [undone] = await decisions.undo("WIGAN council", by="DPO", at=later)
    assert undone.bodies == ("gss:E08000010",)
    assert await decisions.all() == (
        Decision("Wigan Council", "IS", ("gss:E08000010",), "IG lead", AT, undone_by="DPO", undone_at=later),
    )
    # The spelling stood for the body only since the decision; that of the other source was there before and stays.
    assert "Wigan Council" not in await written(known)
    await loaded(known, register)
    assert (await written(known))["Wigan Council"] == "nhs-digital-register:wigan-council"
    assert await receives(known, "gss:E08000010") == 0
    assert [c.key for c in (await waiting(known))["Wigan Council"].candidates] == ["gss:E08000010"]
    with pytest.raises(DecisionRefused, match="No decision on Wigan Council is in force"):
        await decisions.undo("Wigan Council", by="DPO", at=later)


async def test_undoing_leaves_the_spellings_that_were_there_before(known: Store) -> None:
    decisions = Resolutions(known, registry_model())
    await decisions.decide("Somerset Council", "IS", ["gss:E06000066"], by="IG lead", at=AT)
    await decisions.undo("Somerset Council", by="IG lead", at=AT)
    names = await known.rows("MATCH (n:Name)-[:NAMES]->(:Organisation {key: 'gss:E06000066'}) RETURN n.text", {})
    assert sorted(names) == [["Somerset"], ["Somerset Council"]]


@pytest.mark.parametrize(
    ("name", "kind", "bodies", "by", "told"),
    [
        ("Wigan Council", "IS", ["nobody"], "IG lead", "nobody is no body of this registry"),
        ("Wigan Council", "IS", ["Somerset"], "IG lead", "Somerset names several bodies: gss:E06000066, gss:E10000027"),
        ("Wigan Council", "IS", [], "IG lead", "A name stands for one body"),
        ("Wigan Council", "NONE_OF", [], "IG lead", "No body is proposed for this name"),
        ("Wigan Council", "IS", ["gss:E08000010"], " ", "who decides"),
        (" ", "IS", ["gss:E08000010"], "IG lead", "A decision needs a name"),
        ("Wigan Council", "NEW", ["gss:E08000010"], "IG lead", "A body of its own is none of those that are known"),
        (
            "Decided",
            "NEW",
            [],
            "IG lead",
            r"It is decided already that decided is gss:E08000010 \(IG lead, 2026-11-20 09:30 UTC\). Undo that first.",
        ),
    ],
)
async def test_what_is_not_clear_is_refused(
    known: Store, name: str, kind: Any, bodies: list[str], by: str, told: str
) -> None:
    decisions = Resolutions(known, registry_model())
    await decisions.decide("decided", "IS", ["gss:E08000010"], by="IG lead", at=AT)
    with pytest.raises(DecisionRefused, match=told):
        await decisions.decide(name, kind, bodies, by=by, at=AT)
    assert await count(known, "Resolution") == 1
