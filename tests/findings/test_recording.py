"""Findings are kept: the same run changes nothing, what goes is resolved, what comes back is open again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from graph.access import ADMINISTRATOR
from graph.model.registry import registry_model
from graph.store.errors import EngineUnavailable
from graph.store.revision import revision
from graph.store.store import Statement, Store, WriteCounts
from queries.findings.answers import Came, FindingAnswers
from queries.findings.recording import Recorded
from queries.gap_rules.catalogue import Rule
from tests.findings.conftest import NOW, TODAY, history, recorder, set_state, standing, trend

DAY = dt.timedelta(days=1)
BACK, THERE = "suspended-flow:Flow:f:back", "suspended-flow:Flow:f:there"
Rules = tuple[Rule, ...]


async def everything_but_times(store: Store) -> list[Any]:
    """Every finding with what it says, whom it concerns and what it is about, and every tally."""
    [findings] = await store.read(
        "MATCH (f:Finding)-[:ABOUT_NODE]->(n) "
        "CALL (f) { MATCH (f)-[:CONCERNS]->(b:Organisation) WITH b ORDER BY b.key RETURN collect(b.key) AS bodies } "
        "WITH f, n, bodies ORDER BY f.key RETURN collect([f.key, n.key, f.state, f.severity, f.gravity, f.message, "
        "f.path, f.baseline, f.firstSeen.epochMillis, bodies])",
        {},
    )
    [of_bodies] = await store.read(
        "MATCH (t:BodyTally)-[:TALLIED_FOR]->(b:Organisation) WITH t, b ORDER BY t.key "
        "RETURN collect([b.key, t.rule, t.unit, t.found, t.lookedAt])",
        {},
    )
    [by_day] = await store.read(
        "MATCH (t:Tally) WITH t ORDER BY t.key RETURN collect([t.key, t.found, t.lookedAt])", {}
    )
    return [findings, of_bodies, by_day, await trend(store)]


async def test_the_first_run_is_the_baseline_and_the_same_run_changes_nothing(registry: Store, rules: Rules) -> None:
    facts = await revision(registry)
    results, recorded = await recorder(registry).record_all(rules, TODAY, NOW)
    assert recorded == Recorded(found=2, new=2)
    assert [len(result.findings) for result in results] == [2]
    first = await everything_but_times(registry)
    millis = int(NOW.timestamp() * 1000)
    said = ["WARNING", 3]
    assert first == [
        [
            [BACK, "f:back", "OPEN", *said, "Back from Beta is suspended.",
             ['[["Organisation","o:beta","Beta"],["DISCLOSES",true],["Flow","f:back","Back"]]'], True, millis,
             ["o:alpha", "o:beta"]],
            # Gamma leads on the agreement of this one.
            [THERE, "f:there", "OPEN", *said, "There from Alpha is suspended.",
             ['[["Organisation","o:alpha","Alpha"],["DISCLOSES",true],["Flow","f:there","There"]]'], True, millis,
             ["o:alpha", "o:beta", "o:gamma"]],
        ],
        [["o:alpha", "suspended-flow", "Flow", 2, 2], ["o:beta", "suspended-flow", "Flow", 2, 2],
         ["o:gamma", "suspended-flow", "Flow", 1, 1]],
        [["suspended-flow:2026-04-01", 2, 2]],
        [["o:alpha", "2026-04-01", 2, [0, 0, 2, 0]], ["o:beta", "2026-04-01", 2, [0, 0, 2, 0]],
         ["o:gamma", "2026-04-01", 1, [0, 0, 1, 0]]],
    ]  # fmt: skip
    _, recorded = await recorder(registry).record_all(rules, TODAY, NOW + DAY / 4)
    assert recorded == Recorded(found=2)
    assert await everything_but_times(registry) == first
    # What rules make of the facts is none of them.
    assert await revision(registry) == facts


async def test_what_goes_is_resolved_and_what_comes_back_is_open_again(registry: Store, rules: Rules) -> None:
    await set_state(registry, "f:back", "LIVE")
    await recorder(registry).record_all(rules, TODAY, NOW)
    await set_state(registry, "f:there", "LIVE")
    _, recorded = await recorder(registry).record_all(rules, TODAY + DAY, NOW + DAY)
    assert recorded == Recorded(resolved=1)
    assert await standing(registry) == [[THERE, "RESOLVED", True, 0]]
    for flow in ("f:there", "f:back"):
        await set_state(registry, flow, "SUSPENDED")
    _, recorded = await recorder(registry).record_all(rules, TODAY + 2 * DAY, NOW + 2 * DAY)
    assert recorded == Recorded(found=2, new=1, reopened=1)
    # Neither stood at go-live, as it stands now.
    assert await standing(registry) == [[BACK, "OPEN", False, 0], [THERE, "OPEN", False, 1]]
    assert await history(registry, THERE) == [
        ["state", "OPEN", "RESOLVED", "No longer found.", "a test"],
        ["state", "RESOLVED", "OPEN", "Found again.", "a test"],
    ]
    await recorder(registry).draw_baseline()
    assert await standing(registry) == [[BACK, "OPEN", True, 0], [THERE, "OPEN", True, 1]]
    # A rule that is no longer run.
    _, recorded = await recorder(registry).record_all((), TODAY + 2 * DAY, NOW + 3 * DAY)
    assert recorded == Recorded(resolved=2)
    assert (await history(registry, BACK))[-1][3] == "Its rule is no longer run."


async def test_a_waiver_holds_to_its_last_day(registry: Store, rules: Rules) -> None:
    await set_state(registry, "f:back", "LIVE")
    await recorder(registry).record_all(rules, TODAY, NOW)
    answers = FindingAnswers(registry, registry_model(), ADMINISTRATOR, TODAY, NOW + DAY / 24)
    outcome = await answers.waive(THERE, TODAY + 2 * DAY, " The supplier moves house. ")
    assert (outcome.came, outcome.changed) == (Came.ANSWERED, True)
    for after, expected in ((2, Recorded(found=1)), (3, Recorded(found=1, waivers_ended=1))):
        _, recorded = await recorder(registry).record_all(rules, TODAY + after * DAY, NOW + after * DAY)
        assert recorded == expected
    assert await history(registry, THERE) == [
        ["state", "OPEN", "WAIVED", "Until 2026-04-03: The supplier moves house.", "an administrator"],
        ["state", "WAIVED", "OPEN", "The waiver ran out.", "a test"],
    ]
    [left] = await registry.read("MATCH (f:Finding) RETURN collect([f.waivedUntil, f.reason])", {})
    assert left == [[None, None]]


class Cut:
    """A store whose engine goes away at one of its writes."""

    def __init__(self, store: Store, writes: int) -> None:
        self.store = store
        self.writes = writes
        self.read = store.read

    async def write(self, statements: Sequence[Statement], **options: Any) -> WriteCounts:
        self.writes -= 1
        if self.writes < 0:
            raise EngineUnavailable("cut")
        return await self.store.write(statements, **options)


async def test_a_run_cut_short_anywhere_is_completed_by_the_next(registry: Store, rules: Rules) -> None:
    await recorder(registry).record_all(rules, TODAY, NOW)
    whole = await everything_but_times(registry)
    for writes in range(5):
        labels = ("Finding", "Tally", "BodyTally", "BodyTotal")
        await registry.write([(f"MATCH (n:{label}) DETACH DELETE n", {}) for label in labels])
        with pytest.raises(EngineUnavailable):
            await recorder(Cut(registry, writes)).record_all(rules, TODAY, NOW)  # type: ignore[arg-type]
        # What is there reads as it should: each finding with what it is about, and whom it concerns.
        cut = await everything_but_times(registry)
        assert cut[0] == (whole[0] if writes else [])
        await recorder(registry).record_all(rules, TODAY, NOW)
        assert await everything_but_times(registry) == whole
