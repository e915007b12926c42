"""What a newer edition changed is recorded once and exactly, and told by GraphQL and the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from graph.access import PUBLIC, Caller, Role
from graph.store.store import Store
from ingest.loading.difference import difference_lines
from ingest.loading.pipeline import load
from ingest.loading.report import LoadReport
from tests.ingest.asking import Ask
from tests.ingest.disturbing import Stopping
from tests.ingest.graph_dump import dump
from tests.ingest.small_register import S261_7, Row, release, write_xlsx
from tests.servers.wipe import wipe_data

TODAY = dt.date(2026, 11, 22)
SOURCE = "nhs-digital-register"
OLD_WORDS = "Anonymised - ICO code compliant"
NEW_WORDS = "Anonymised – ICO Code compliant"
OTHER = release(9, organisation="Othertown Council", reference="DARS-NIC-10009-C3D4E-v1.0")

Load = Callable[..., Awaitable[LoadReport]]


def council(n: int, **changed: str) -> Row:
    return release(n, organisation=f"Council {n}", reference=f"DARS-NIC-1000{n}-A1B2C-v1.0", **changed)


@pytest.fixture
def edition(registry: Store, tmp_path: Path) -> Load:
    async def load_edition(month: str, *rows: Row, **options: Any) -> LoadReport:
        path = write_xlsx(tmp_path / f"register-{month}.xlsx", rows)
        return await load(registry, SOURCE, [path], today=TODAY, **options)

    return load_edition


async def test_a_relabelling_is_one_change_of_all_its_nodes(edition: Load, ask: Ask) -> None:
    await edition("2021-02", *(council(n) for n in range(1, 5)), OTHER)
    relabelled = [council(n, identifiability=NEW_WORDS) for n in range(1, 5)]
    planned = await edition("2021-03", *relabelled, dry_run=True)
    report = await edition("2021-03", *relabelled)
    told = [
        "Relabelled (1):",
        f"  Flow: identifiabilityStated, {OLD_WORDS!r} -> {NEW_WORDS!r} in 4 nodes",
        "Withdrawn (6):",
        "  Agreement dars:DARS-NIC-10009-C3D4E",
        "  AgreementVersion dars:DARS-NIC-10009-C3D4E:v1.0",
        f"  Flow {SOURCE}:DARS-NIC-10009-C3D4E-v1.0:othertown-council:civil-registration-deaths:1",
        f"  Organisation {SOURCE}:othertown-council",
    ]
    assert difference_lines(report.changes)[:7] == told
    assert planned.changes == report.changes
    assert [line for line in planned.lines() if line in told] == told
    found = await ask(
        """{ changes(where: {kind: {eq: RELABELLED}}, first: 5) { totalCount nodes {
          type property before after by edition { title source { key } } of(first: 10) { totalCount } } } }"""
    )
    [change] = found["changes"]["nodes"]
    assert change == {
        "type": "Flow",
        "property": "identifiabilityStated",
        "before": OLD_WORDS,
        "after": NEW_WORDS,
        "by": f"load of {report.edition}",
        "edition": {"title": "2021-03 (register-2021-03.xlsx)", "source": {"key": SOURCE}},
        "of": {"totalCount": 4},
    }


async def test_every_node_has_its_history(edition: Load, ask: Ask) -> None:
    await edition("2021-02", council(1), OTHER)
    second = await edition("2021-03", council(1, law=S261_7, frequency="Ongoing"), council(2))
    third = await edition("2021-04", council(1, law=S261_7, frequency="Ongoing"), council(2), OTHER)
    flow = f"{SOURCE}:DARS-NIC-10001-A1B2C-v1.0:council-1:civil-registration-deaths:1"
    history = """query ($flow: ID!) { flow(id: $flow) {
      history(first: 20, orderBy: [{property: ASC}]) { nodes { kind property before after edition { key } } } } }"""
    found = (await ask(history, flow=flow))["flow"]["history"]["nodes"]
    assert {each["edition"]["key"] for each in found} == {second.edition}
    told = [tuple(each[name] for name in ("kind", "property", "before", "after")) for each in found]
    assert sorted(told, key=str) == [
        ("AMENDED", "frequency", "ONE_OFF", "ONGOING"),
        ("AMENDED", "frequencyStated", "One-Off", "Ongoing"),
        ("AMENDED", "legalBases", "hsca12-s261-2-b-ii", None),
        ("AMENDED", "legalBases", None, "hsca12-s261-7"),
        ("AMENDED", "state", "COMPLETED", "UNKNOWN"),
    ]
    new = (await ask(history, flow=flow.replace("10001", "10002").replace("council-1", "council-2")))["flow"]
    assert [(each["kind"], each["property"]) for each in new["history"]["nodes"]] == [("NEW", None)]
    gone = f"{SOURCE}:DARS-NIC-10009-C3D4E-v1.0:othertown-council:civil-registration-deaths:1"
    by_moment = history.replace("{property: ASC}", "{at: ASC}")
    back = (await ask(by_moment, flow=gone))["flow"]["history"]["nodes"]
    assert [(each["kind"], each["before"], each["after"], each["edition"]["key"]) for each in back] == [
        ("WITHDRAWN", "COMPLETED", "WITHDRAWN", second.edition),
        ("RESTORED", "WITHDRAWN", "COMPLETED", third.edition),
    ]


async def test_changes_are_listed_by_moment_source_and_kind(edition: Load, ask: Ask, registry: Store) -> None:
    await edition("2021-02", council(1))
    await edition("2021-03", council(1, frequency="Ongoing"))
    await registry.write([("MATCH (c:Change {property: 'state'}) SET c.atSort = '2026-01-05T09:30:00.000000Z'", {})])
    text = "query ($since: DateTime) { changes(since: $since) { totalCount nodes { property } } }"
    everything = (await ask(text))["changes"]
    assert everything["totalCount"] == 4
    assert (await ask(text, since="2026-01-05T09:30:00Z"))["changes"]["totalCount"] == 4
    assert (await ask(text, since="2026-01-05T10:00:00Z"))["changes"]["totalCount"] == 3
    assert (await ask(text, since="2026-01-06"))["changes"]["totalCount"] == 3
    assert (await ask(text, since="2999-01-01"))["changes"] == {"totalCount": 0, "nodes": []}
    by_source = "query ($key: ID!) { changes(where: {edition: {source: {key: {eq: $key}}}}) { totalCount } }"
    assert (await ask(by_source, key=SOURCE))["changes"]["totalCount"] == 4
    assert (await ask(by_source, key="dea-register"))["changes"]["totalCount"] == 0
    editions = "{ editions(orderBy: [{title: ASC}]) { nodes { loads changes { totalCount } } } }"
    assert (await ask(editions))["editions"]["nodes"] == [
        {"loads": 1, "changes": {"totalCount": 0}},
        {"loads": 1, "changes": {"totalCount": 4}},
    ]


async def test_a_change_is_seen_by_whoever_sees_what_changed(edition: Load, ask: Ask, registry: Store) -> None:
    await edition("2021-02", council(1), council(2))
    await edition("2021-03", council(1, frequency="Ongoing"), council(2, frequency="Ongoing"))
    await registry.write([("MATCH (a:Agreement {key: 'dars:DARS-NIC-10002-A1B2C'}) SET a.visibility = 'PARTIES'", {})])
    text = (
        '{ changes(where: {property: {eq: "frequency"}}) { totalCount nodes { after of(first: 5) { totalCount } } } }'
    )
    one = {"after": "ONGOING", "of": {"totalCount": 1}}
    assert (await ask(text))["changes"]["totalCount"] == 2
    assert (await ask(text, PUBLIC))["changes"] == {"totalCount": 1, "nodes": [one]}
    party = Caller(Role.MEMBER, (f"{SOURCE}:council-2",))
    assert (await ask(text, party))["changes"]["totalCount"] == 2
    stranger = Caller(Role.MEMBER, (f"{SOURCE}:council-1",))
    assert (await ask(text, stranger))["changes"] == {"totalCount": 1, "nodes": [one]}
    nested = "{ flows { nodes { history { totalCount } } } }"
    assert [each["history"]["totalCount"] for each in (await ask(nested, PUBLIC))["flows"]["nodes"]] == [3]


@pytest.mark.parametrize("share", [0.1, *(pytest.param(n / 10, marks=pytest.mark.proof) for n in (2, 3, 4, 5, 7, 9))])
async def test_changes_of_a_load_cut_short_are_recorded_once(registry: Store, tmp_path: Path, share: float) -> None:
    first = write_xlsx(tmp_path / "register-2021-02.xlsx", [council(n) for n in range(1, 8)])
    relabelled = [council(n, identifiability=NEW_WORDS, law=S261_7) for n in range(2, 9)]
    second = write_xlsx(tmp_path / "register-2021-03.xlsx", relabelled)

    async def changed(stopping: Stopping | None) -> dict[str, list[Any]]:
        await wipe_data(registry)
        await load(registry, SOURCE, [first], today=TODAY)
        if stopping is not None:
            with pytest.raises(_Stopped):
                await load(registry, SOURCE, [second], today=TODAY, progress=stopping)
        await load(registry, SOURCE, [second], today=TODAY)
        kinds = "MATCH (c:Change) RETURN c.kind, count(c) ORDER BY c.kind"
        assert await registry.rows(kinds, {}) == [["AMENDED", 13], ["NEW", 7], ["RELABELLED", 1], ["WITHDRAWN", 6]]
        return await dump(registry, moments=False)

    disturbed, undisturbed = await changed(Stopping(share, _stop)), await changed(None)
    assert disturbed == undisturbed


class _Stopped(Exception):
    """The load was stopped by its test."""


def _stop() -> None:
    raise _Stopped


async def test_loading_an_edition_again_over_something_else_is_a_change_of_its_own(
    registry: Store, tmp_path: Path, ask: Ask
) -> None:
    rows = [council(1, frequency="Ongoing")]
    path = write_xlsx(tmp_path / "register-2021-03.xlsx", rows)
    await load(registry, SOURCE, [path], today=TODAY)
    for _ in range(2):
        await registry.write([("MATCH (f:Flow) SET f.frequency = 'ONE_OFF'", {})])
        await load(registry, SOURCE, [path], today=TODAY)
    found = await ask("{ changes { nodes { property before after } } editions { nodes { loads } } }")
    assert found["changes"]["nodes"] == 2 * [{"property": "frequency", "before": "ONE_OFF", "after": "ONGOING"}]
    assert found["editions"]["nodes"] == [{"loads": 3}]
