"""Running rules and keeping what they find.

A rule is one unit: what it found is written in batches, and last the day's tally. A run that was cut short leaves
findings that read as before; the next run completes it, and until a rule has a tally what it finds is its baseline.
Once all rules were run, what stands is counted by body.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.model.registry import Model
from graph.store.store import Statement, Store
from queries.findings.concerned import bodies_concerned
from queries.findings.neighbourhood import run_rules_near, subjects_near
from queries.findings.plan import (
    OPEN,
    RESOLVED,
    RULE_NOT_RUN,
    FindingPlan,
    Kept,
    Move,
    plan_findings,
    rule_of,
    said_of,
    subject_name,
)
from queries.findings.run_values import run_values
from queries.findings.running import RuleResult, results_in_turn
from queries.findings.store import FindingStore, Moment, SignOfLife
from queries.findings.tallies import Tallies
from queries.findings.totals import totals_of_bodies
from queries.gap_rules.catalogue import Rule

_RULES_KEPT = "MATCH (f:Finding) WHERE f.state <> 'RESOLVED' RETURN collect(DISTINCT f.rule)"
_ALL_TO_BASELINE = "MATCH (f:Finding) WHERE f.state <> 'RESOLVED' SET f.baseline = true"

Told = Callable[[str, int, int], None]
"""Hears how far a run is: what is being done, how many of it are done, how many there are."""


def _nobody(_what: str, _done: int, _all: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording changed, in numbers of findings. `cut_short`: a neighbourhood was too large to look at whole."""

    found: int = 0
    new: int = 0
    reopened: int = 0
    waivers_ended: int = 0
    resolved: int = 0
    cut_short: bool = False

    def __add__(self, other: Recorded) -> Recorded:
        return Recorded(
            self.found + other.found,
            self.new + other.new,
            self.reopened + other.reopened,
            self.waivers_ended + other.waivers_ended,
            self.resolved + other.resolved,
            self.cut_short or other.cut_short,
        )

    def __str__(self) -> str:
        changes = {
            "new": self.new,
            "found again": self.reopened,
            "waivers ran out": self.waivers_ended,
            "resolved": self.resolved,
        }
        told = ", ".join(f"{number:,} {what}" for what, number in changes.items() if number)
        return f"{self.found:,} findings stand; {told or 'nothing changed'}."


class Recorder:
    """Runs rules over one store and keeps what they find."""

    def __init__(self, store: Store, model: Model, by: str, sign_of_life: SignOfLife = list) -> None:
        """`by` says in the history who did; `sign_of_life` gives statements to run with every batch."""
        self.store = store
        self.model = model
        self.by = by
        self.sign_of_life = sign_of_life
        self.findings = FindingStore(store, model, sign_of_life)

    async def record_all(
        self, rules: Sequence[Rule], today: dt.date, now: dt.datetime, told: Told = _nobody
    ) -> tuple[list[RuleResult], Recorded]:
        """Run the rules of a registry and keep what they find; findings of other rules are resolved.

        Raises StoreErrors; what was written until then stays, and the same call completes it.
        """
        results, total = await self._run(rules, today, now, told)
        [kept_rules] = await self.store.read(_RULES_KEPT, {})
        for rule in sorted(set(kept_rules) - {rule.id for rule in rules}):
            total += await self._resolve_all(rule, Moment(now, self.by))
        await self._count_by_body(today)
        return results, total

    async def record(
        self, rules: Sequence[Rule], today: dt.date, now: dt.datetime, told: Told = _nobody
    ) -> tuple[list[RuleResult], Recorded]:
        """Run some rules and keep what they find, as `record_all` does; findings of other rules stay as they are."""
        results, total = await self._run(rules, today, now, told)
        await self._count_by_body(today)
        return results, total

    async def _run(
        self, rules: Sequence[Rule], today: dt.date, now: dt.datetime, told: Told
    ) -> tuple[list[RuleResult], Recorded]:
        tallies = Tallies(self.store, self.model)
        settled = await tallies.with_a_baseline(rules)
        results: list[RuleResult] = []
        total = Recorded()
        values = await run_values(self.store, today)
        async with results_in_turn(self.store, rules, values) as found:
            told("Running rules", 0, len(rules))
            async for result in found:
                bodies = await self._bodies(result.rule.subject.label, [result])
                kept = await self.findings.kept(result.rule.id)
                total += await self._keep(_plan(result, bodies, kept, settled, today), now)
                for statements in await tallies.statements(result, bodies, values):
                    await self._write(statements)
                results.append(result)
                told("Running rules", len(results), len(rules))
        return results, total

    async def record_around(
        self, rules: Sequence[Rule], label: str, key: str, today: dt.date, now: dt.datetime
    ) -> Recorded:
        """Run rules over the neighbourhood of a node that was changed, and keep what they find there.

        The numbers by day and by body stay: they are of whole runs. Raises StoreErrors.
        """
        near = await subjects_near(self.store, self.model, label, key)
        settled = await Tallies(self.store, self.model).with_a_baseline(rules)
        results = await run_rules_near(self.store, rules, near, today)
        kept: dict[str, list[Kept]] = {}
        for each in await self.findings.kept_about({subject_name(*node) for node in near}):
            kept.setdefault(rule_of(each.key), []).append(each)
        plan = FindingPlan()
        for about in sorted({result.rule.subject.label for result in results}):
            some = [result for result in results if result.rule.subject.label == about]
            bodies = await self._bodies(about, some)
            for result in some:
                plan += _plan(result, bodies, kept.get(result.rule.id, []), settled, today)
        return await self._keep(plan, now) + Recorded(cut_short=near.cut_short)

    async def draw_baseline(self) -> None:
        """Mark everything that stands now as having stood at go-live. Raises StoreErrors."""
        await self._write([(_ALL_TO_BASELINE, {})])

    async def _count_by_body(self, today: dt.date) -> None:
        for statements in await totals_of_bodies(self.store, self.model, today):
            await self._write(statements)

    async def _bodies(self, label: str, results: Sequence[RuleResult]) -> dict[str, list[str]]:
        keys = {each.subject.key for result in results for each in result.findings}
        return await bodies_concerned(self.store, self.model, label, keys)

    async def _keep(self, plan: FindingPlan, now: dt.datetime) -> Recorded:
        await self.findings.write(plan, Moment(now, self.by))
        after = Counter(move.after for move in plan.moves)
        reopened = sum(move.before == RESOLVED for move in plan.moves)
        found = len(plan.new) + len(plan.seen)
        return Recorded(found, len(plan.new), reopened, after[OPEN] - reopened, after[RESOLVED])

    async def _resolve_all(self, rule: str, moment: Moment) -> Recorded:
        kept = await self.findings.kept(rule)
        moves = tuple(Move(each.key, each.state, RESOLVED, RULE_NOT_RUN) for each in kept if each.state != RESOLVED)
        await self.findings.write(FindingPlan(moves=moves), moment)
        await self._write([Tallies.none_of_bodies(rule)])
        return Recorded(resolved=len(moves))

    async def _write(self, statements: Sequence[Statement]) -> None:
        await self.store.write([*statements, *self.sign_of_life()])


def _plan(
    result: RuleResult,
    bodies: Mapping[str, Collection[str]],
    kept: Sequence[Kept],
    settled: Collection[str],
    today: dt.date,
) -> FindingPlan:
    """What to write of what a rule found. `settled` are the rules whose baseline is drawn."""
    rule, label = result.rule, result.rule.subject.label
    found = {
        each.key: (
            subject_name(label, each.subject.key),
            said_of(each, rule.text, bodies.get(each.subject.key, ())),
        )
        for each in result.findings
    }
    return plan_findings(found, kept, today, baseline=rule.id not in settled)
