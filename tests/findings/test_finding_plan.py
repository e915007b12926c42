"""What runs of a rule make of the findings kept, without an engine: runs and answers in any order end as they must."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from queries.findings.plan import (
    ACKNOWLEDGED,
    FOUND_AGAIN,
    NO_LONGER_FOUND,
    OPEN,
    RESOLVED,
    WAIVED,
    WAIVER_RAN_OUT,
    FindingPlan,
    Kept,
    Move,
    New,
    Reworded,
    Said,
    plan_findings,
)

DAY = dt.date(2026, 4, 1)
SAID = Said("WARNING", "Something is amiss.", brief="Amiss.", path=(), names=("Flow:f1",), bodies=("o:alpha",))
SUBJECTS = ("Flow:f1", "Flow:f2", "Flow:f3")


def kept(state: str, until: dt.date | None = None) -> Kept:
    return Kept("r:Flow:f1", "Flow:f1", state, until, baseline=True, said=SAID)


def planned(before: Kept | None, *, found: bool, said: Said = SAID) -> FindingPlan:
    finds = {"r:Flow:f1": ("Flow:f1", said)} if found else {}
    return plan_findings(finds, [before] if before else [], DAY, baseline=False)


def moves(before: Kept, *, found: bool) -> list[tuple[str, str]]:
    return [(move.after, move.reason) for move in planned(before, found=found).moves]


def test_a_finding_goes_from_state_to_state_as_it_is_found_and_as_waivers_end() -> None:
    assert planned(None, found=True) == FindingPlan(new=(New("r:Flow:f1", "Flow:f1", SAID, baseline=False),))
    for state in (OPEN, ACKNOWLEDGED):
        assert planned(kept(state), found=True) == FindingPlan(seen=("r:Flow:f1",))
        assert moves(kept(state), found=False) == [(RESOLVED, NO_LONGER_FOUND)]
    assert moves(kept(RESOLVED), found=True) == [(OPEN, FOUND_AGAIN)]
    assert moves(kept(RESOLVED), found=False) == []
    # The day a waiver names is its last.
    assert moves(kept(WAIVED, DAY), found=True) == []
    assert moves(kept(WAIVED, DAY - dt.timedelta(days=1)), found=True) == [(OPEN, WAIVER_RAN_OUT)]
    assert moves(kept(WAIVED, DAY), found=False) == [(RESOLVED, NO_LONGER_FOUND)]


def test_what_a_rule_says_otherwise_is_written_and_only_a_change_of_severity_is_history() -> None:
    other = replace(SAID, message="Something else is amiss.")
    assert planned(kept(OPEN), found=True, said=other).reworded == (Reworded("r:Flow:f1", other, None),)
    graver = replace(SAID, severity="ERROR")
    assert planned(kept(OPEN), found=True, said=graver).reworded == (Reworded("r:Flow:f1", graver, "WARNING"),)
    assert [SAID.gravity, graver.gravity] == [3, 2]


class Keeping:
    """A registry's findings in memory, to which plans are applied."""

    def __init__(self) -> None:
        self.held: dict[str, Kept] = {}

    def run(self, found: set[str], today: dt.date) -> FindingPlan:
        finds = {f"r:{subject}": (subject, SAID) for subject in found}
        plan = plan_findings(finds, list(self.held.values()), today, baseline=False)
        for new in plan.new:
            self.held[new.key] = Kept(new.key, new.subject, OPEN, None, new.baseline, new.said)
        for move in plan.moves:
            self.move(move)
        return plan

    def move(self, move: Move, until: dt.date | None = None) -> None:
        assert self.held[move.key].state == move.before
        self.held[move.key] = replace(self.held[move.key], state=move.after, waived_until=until)


STEP = st.tuples(
    st.sampled_from(("run", "acknowledge", "waive")), st.sets(st.sampled_from(SUBJECTS)), st.integers(0, 9)
)


@given(st.lists(STEP, max_size=12))
def test_runs_are_idempotent_and_states_follow_what_was_found_last(steps: list[tuple[str, set[str], int]]) -> None:
    keeping, today = Keeping(), DAY
    for kind, subjects, days in steps:
        if kind == "run":
            today += dt.timedelta(days=days)
            keeping.run(subjects, today)
            again = keeping.run(subjects, today)
            assert (again.new, again.moves, again.reworded) == ((), (), ())
            assert {each.subject for each in keeping.held.values() if each.state != RESOLVED} == subjects
            waived = [each for each in keeping.held.values() if each.state == WAIVED]
            assert all(each.waived_until is not None and each.waived_until >= today for each in waived)
        for subject in subjects:
            held = keeping.held.get(f"r:{subject}")
            if kind != "run" and held is not None and held.state != RESOLVED:
                waives = kind == "waive"
                until = today + dt.timedelta(days=days) if waives else None
                keeping.move(Move(held.key, held.state, WAIVED if waives else ACKNOWLEDGED, ""), until)
