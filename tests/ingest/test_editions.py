"""A newer edition of a register: what changed, what is gone, what came back, and what may not be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.errors import EditionOlder, TooMuchLost
from ingest.loading.pipeline import load
from ingest.loading.report import LoadReport
from ingest.loading.tally import Tally
from tests.ingest.graph_dump import count, digest
from tests.ingest.small_register import S261_7, Row, release, write_xlsx

TODAY = dt.date(2026, 11, 22)
SOURCE = "nhs-digital-register"
FLOW = f"{SOURCE}:DARS-NIC-10001-A1B2C-v1.0:anytown-council:civil-registration-deaths"
OTHER = release(2, organisation="Othertown Council", reference="DARS-NIC-10002-C3D4E-v1.0")


Edition = Callable[..., Awaitable[LoadReport]]


@pytest.fixture
def edition(registry: Store, tmp_path: Path) -> Edition:
    async def load_edition(month: str, *rows: Row, **options: object) -> LoadReport:
        path = write_xlsx(tmp_path / f"register-{month}.xlsx", rows)
        return await load(registry, SOURCE, [path], today=TODAY, **options)  # type: ignore[arg-type]

    return load_edition


async def flow(registry: Store, key: str) -> list[object]:
    [found] = await registry.rows(
        "MATCH (f:Flow {key: $key}) OPTIONAL MATCH (f)-[r:RELIES_ON]->(l:LegalBasis) "
        "RETURN f.state, f.frequency, f.identifiability, collect(l.code)",
        {"key": key},
    )
    return found


async def test_a_row_that_vanished_is_withdrawn_and_never_deleted(
    registry: Store, edition: Edition, tmp_path: Path
) -> None:
    await edition("2021-02", release(1), OTHER)
    report = await edition("2021-03", release(1))
    assert report.nodes["Flow"] == Tally(unchanged=1, withdrawn=1)
    assert report.nodes["Agreement"] == Tally(unchanged=1, withdrawn=1)
    states = await registry.rows("MATCH (a:Agreement) RETURN a.reference, a.state ORDER BY a.reference", {})
    assert states == [["DARS-NIC-10001-A1B2C", "UNKNOWN"], ["DARS-NIC-10002-C3D4E", "WITHDRAWN"]]
    # What was withdrawn still tells what it was.
    key = f"{SOURCE}:DARS-NIC-10002-C3D4E-v1.0:othertown-council:civil-registration-deaths:1"
    assert await flow(registry, key) == ["WITHDRAWN", "ONE_OFF", "DE_PERSONALISED", ["hsca12-s261-2-b-ii"]]
    assert (await count(registry, "Organisation"), await count(registry, "Record")) == (3, 3)
    changes = await registry.rows(
        "MATCH (c:Change)-[:OF_NODE]->(n) RETURN c.kind, head(labels(n)), c.property, c.before, c.after "
        "ORDER BY c.kind, head(labels(n)), n.key",
        {},
    )
    assert changes == [
        ["WITHDRAWN", "Agreement", "state", "UNKNOWN", "WITHDRAWN"],
        # A version has no state, and neither has the body that no other agreement names.
        ["WITHDRAWN", "AgreementVersion", None, None, None],
        ["WITHDRAWN", "Flow", "state", "COMPLETED", "WITHDRAWN"],
        ["WITHDRAWN", "Organisation", None, None, None],
        ["WITHDRAWN", "Party", "state", "STATED", "WITHDRAWN"],
        ["WITHDRAWN", "Party", "state", "STATED", "WITHDRAWN"],
    ]
    before = await digest(registry)
    newest = tmp_path / "register-2021-03.xlsx"
    assert (await load(registry, SOURCE, [newest], today=TODAY)).changes_nothing
    assert await digest(registry) == before


async def test_what_came_back_is_restored(registry: Store, edition: Edition) -> None:
    await edition("2021-02", release(1), OTHER)
    await edition("2021-03", release(1))
    report = await edition("2021-04", release(1), OTHER)
    assert report.nodes["Flow"] == Tally(unchanged=1, restored=1)
    assert await count(registry, "Flow") == 2
    [kinds] = await registry.read("MATCH (c:Change {kind: 'RESTORED'})-[:OF_NODE]->(n:Flow) RETURN count(c)", {})
    assert kinds == 1


async def test_an_amended_row_stays_the_same_flow_and_its_law_is_replaced(registry: Store, edition: Edition) -> None:
    await edition("2021-02", release(1))
    report = await edition("2021-03", release(1, law=S261_7, frequency="Ongoing"))
    assert report.nodes["Flow"] == Tally(changed=1)
    assert report.edges["RELIES_ON"] == Tally(new=1, removed=1)
    assert await flow(registry, f"{FLOW}:1") == ["UNKNOWN", "ONGOING", "DE_PERSONALISED", ["hsca12-s261-7"]]
    changes = await registry.rows(
        "MATCH (c:Change)-[:OF_NODE]->(:Flow) RETURN c.property, c.before, c.after "
        "ORDER BY c.property, coalesce(c.before, '')",
        {},
    )
    assert changes == [
        ["frequency", "ONE_OFF", "ONGOING"],
        ["frequencyStated", "One-Off", "Ongoing"],
        ["legalBases", None, "hsca12-s261-7"],
        ["legalBases", "hsca12-s261-2-b-ii", None],
        ["state", "COMPLETED", "UNKNOWN"],
    ]
    # The agreement was wholly one-off and is no longer.
    assert await registry.rows("MATCH (a:Agreement) RETURN a.oneOff", {}) == [[None]]


async def test_two_rows_of_one_key_keep_their_ordinals(registry: Store, edition: Edition) -> None:
    identifiable = release(2, identifiability="Identifiable", opt_out="Yes - patient objections upheld")
    await edition("2021-02", release(1), identifiable, release(3))
    # Rows 1 and 3 say the same: one flow, two records.
    assert await count(registry, "Flow") == 2
    keys = await registry.rows("MATCH (f:Flow) RETURN f.key, f.identifiability ORDER BY f.key", {})
    number = {code: key for key, code in keys}
    assert sorted(number.values()) == [f"{FLOW}:1", f"{FLOW}:2"]
    [stated] = await registry.read(
        "MATCH (:Record)-[s:STATES]->(f:Flow {key: $key}) RETURN count(s)", {"key": number["DE_PERSONALISED"]}
    )
    assert stated == 2
    await edition("2021-03", release(2, identifiability="Identifiable"), release(1))
    again = await registry.rows("MATCH (f:Flow) RETURN f.key, f.identifiability ORDER BY f.key", {})
    assert {code: key for key, code in again} == number


async def test_an_older_edition_may_not_undo_a_newer(registry: Store, edition: Edition) -> None:
    await edition("2021-03", release(1))
    before = await digest(registry)
    with pytest.raises(EditionOlder) as refused:
        await edition("2021-02", release(1, frequency="Ongoing"))
    assert str(refused.value) == (
        "These files describe 2021-02-01; the registry already holds nhs-digital-register as at 2021-03-01. An older "
        "edition would undo newer facts, so nothing was loaded."
    )
    assert await digest(registry) == before


async def test_a_part_taken_for_the_whole_is_refused(registry: Store, edition: Edition) -> None:
    rows = [release(n, reference=f"DARS-NIC-{10000 + n}-A1B2C-v1.0") for n in range(1, 13)]
    await edition("2021-02", *rows)
    before = await digest(registry)
    with pytest.raises(TooMuchLost) as refused:
        await edition("2021-03", rows[0])
    # Of 12 agreements, 12 flows and 24 parties all but those of one agreement.
    assert str(refused.value) == (
        "This would withdraw 44 of the 48 agreements, flows and parties that nhs-digital-register stated until now, so "
        "nothing was loaded. If the files are a part of the register, say which with --extract; if all the rest is "
        "really gone, use --allow-loss."
    )
    assert await digest(registry) == before
    extract = await edition("2021-03", rows[0], extract="Anytown alone.")
    assert extract.nodes["Flow"] == Tally(unchanged=1)
    # The whole was loaded before, so the source is not called an extract now.
    assert await registry.rows("MATCH (s:Source) RETURN s.completeness", {}) == [["WHOLE"]]
    gone = await edition("2021-04", rows[0], allow_loss=True)
    assert gone.nodes["Flow"] == Tally(unchanged=1, withdrawn=11)


async def test_an_extract_says_so_until_the_whole_comes(registry: Store, edition: Edition) -> None:
    await edition("2021-02", release(1), extract="Anytown alone.")
    note = "MATCH (s:Source) RETURN s.completeness, s.completenessNote"
    assert await registry.rows(note, {}) == [["EXTRACT", "Anytown alone."]]
    await edition("2021-02", release(1), OTHER)
    [[completeness, _]] = await registry.rows(note, {})
    assert completeness == "WHOLE"


async def test_a_dry_run_says_what_would_change_and_writes_nothing(registry: Store, edition: Edition) -> None:
    empty = await digest(registry)
    first = await edition("2021-02", release(1), OTHER, dry_run=True)
    assert first.nodes["Flow"] == Tally(new=2)
    assert await digest(registry) == empty
    await edition("2021-02", release(1), OTHER)
    before = await digest(registry)
    second = await edition("2021-03", release(1, frequency="Ongoing"), dry_run=True)
    assert second.nodes["Flow"] == Tally(changed=1, withdrawn=1)
    assert second.lines()[-1] == "Dry run: nothing was written."
    assert await digest(registry) == before


async def test_a_value_people_gave_is_not_taken_away_by_a_source_that_does_not_state_it(
    registry: Store,
    edition: Edition,
) -> None:
    await edition("2021-02", release(1))
    await registry.write([("MATCH (a:Agreement) SET a.contact = 'ig.lead@anytown.example'", {})])
    await edition("2021-03", release(1, frequency="Ongoing"))
    assert await registry.rows("MATCH (a:Agreement) RETURN a.contact", {}) == [["ig.lead@anytown.example"]]


async def test_an_edge_people_made_is_never_removed(registry: Store, edition: Edition) -> None:
    await edition("2021-02", release(1))
    await registry.write(
        [
            ("MERGE (l:LegalBasis {key: 'hsca12-s261-7'}) SET l.code = 'hsca12-s261-7', l.title = 's261(7)'", {}),
            (
                "MATCH (f:Flow {key: $key}) MATCH (l:LegalBasis {key: 'hsca12-s261-7'}) "
                "MERGE (f)-[:RELIES_ON {side: 'DISCLOSER'}]->(l)",
                {"key": f"{FLOW}:1"},
            ),
        ]
    )
    # The register comes to state the very edge that people made, and later states it no longer.
    await edition("2021-03", release(1, law=S261_7))
    assert (await flow(registry, f"{FLOW}:1"))[3] == ["hsca12-s261-7"]
    await edition("2021-04", release(1))
    assert sorted((await flow(registry, f"{FLOW}:1"))[3]) == ["hsca12-s261-2-b-ii", "hsca12-s261-7"]  # type: ignore[call-overload]
