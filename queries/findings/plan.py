"""What a run of a rule makes of the findings kept before: which are new, stand, come back or are resolved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from queries.findings.evidence import chain_text
from queries.findings.naming import names_of
from queries.findings.running import Finding
from queries.gap_rules.rule import RuleText, Severity

OPEN: Final = "OPEN"
ACKNOWLEDGED: Final = "ACKNOWLEDGED"
WAIVED: Final = "WAIVED"
RESOLVED: Final = "RESOLVED"

FOUND_AGAIN: Final = "Found again."
WAIVER_RAN_OUT: Final = "The waiver ran out."
NO_LONGER_FOUND: Final = "No longer found."
RULE_NOT_RUN: Final = "Its rule is no longer run."


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says in a finding; kept with it, and changed as the rule says otherwise."""

    severity: str
    message: str
    brief: str
    path: tuple[str, ...]
    names: tuple[str, ...]
    bodies: tuple[str, ...]

    @property
    def gravity(self) -> int:
        """The severity as a number, from 1 for the gravest."""
        return Severity(self.severity.lower()).rank + 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A finding as the graph keeps it."""

    key: str
    subject: str
    state: str
    waived_until: dt.date | None
    baseline: bool
    said: Said


@dataclass(frozen=True, slots=True)
class New:
    """A finding that was not there before."""

    key: str
    subject: str
    said: Said
    baseline: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A finding that goes from one state to another, and why."""

    key: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """A finding of which the rule says something else than before."""

    key: str
    said: Said
    severity_before: str | None


@dataclass(frozen=True, slots=True)
class FindingPlan:
    """What to write of the findings of some rules."""

    new: tuple[New, ...] = ()
    seen: tuple[str, ...] = ()
    reworded: tuple[Reworded, ...] = ()
    moves: tuple[Move, ...] = ()

    def __add__(self, other: FindingPlan) -> FindingPlan:
        return FindingPlan(
            self.new + other.new, self.seen + other.seen, self.reworded + other.reworded, self.moves + other.moves
        )


def said_of(finding: Finding, rule: RuleText, bodies: Collection[str]) -> Said:
    """Return what is kept of what a rule found. `bodies` are the keys of the bodies that it concerns."""
    return Said(
        severity=rule.severity.value.upper(),
        message=finding.message,
        brief=f"{rule.title}. It names something that you may not see.",
        path=tuple(map(chain_text, finding.path)),
        names=names_of(finding),
        bodies=tuple(sorted(bodies)),
    )


def rule_of(finding: str) -> str:
    """Return the rule of a finding by its key, which is `rule:Type:key of the node`."""
    return finding.partition(":")[0]


def subject_name(label: str, key: str) -> str:
    """Return the subject of a finding as it is kept, such as `Flow:f:1`."""
    return f"{label}:{key}"


def plan_findings(
    found: Mapping[str, tuple[str, Said]],
    kept: Sequence[Kept],
    today: dt.date,
    *,
    baseline: bool,
) -> FindingPlan:
    """Hold what a rule found, by key (subject and what is said of it), against what is kept about all it looked at.

    `baseline` marks what is new as having stood at go-live.
    """
    held = {each.key: each for each in kept}
    moves: list[Move] = []
    reworded: list[Reworded] = []
    for key, (_, said) in found.items():
        before = held.get(key)
        if before is None:
            continue
        moves += _moved(before, today)
        if before.said != said:
            changed = before.said.severity if before.said.severity != said.severity else None
            reworded.append(Reworded(key, said, changed))
    for before in kept:
        if before.key not in found and before.state != RESOLVED:
            moves.append(Move(before.key, before.state, RESOLVED, NO_LONGER_FOUND))
    return FindingPlan(
        new=tuple(New(key, subject, said, baseline) for key, (subject, said) in found.items() if key not in held),
        seen=tuple(key for key in found if key in held),
        reworded=tuple(reworded),
        moves=tuple(moves),
    )


def _moved(kept: Kept, today: dt.date) -> list[Move]:
    """The move of a finding that was found again."""
    if kept.state == RESOLVED:
        return [Move(kept.key, RESOLVED, OPEN, FOUND_AGAIN)]
    if kept.state == WAIVED and kept.waived_until is not None and kept.waived_until < today:
        return [Move(kept.key, WAIVED, OPEN, WAIVER_RAN_OUT)]
    return []
