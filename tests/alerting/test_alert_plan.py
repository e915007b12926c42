"""What stood when alerts began and what came up since, on the very day too. No engine."""

from __future__ import annotations

import datetime as dt

import pytest

from alerts.arrangements import Arrangements
from alerts.item import Item
from alerts.kind import load_kinds
from alerts.people import IG_LEAD, People, Recipient
from alerts.planning import Day, Plan, audiences, make_plan, sights, sights_of_names
from alerts.sight import Sight

KINDS = {kind.id: kind for kind in load_kinds()}
GO_LIVE = dt.date(2026, 6, 1)
BEGAN = dt.datetime(2026, 6, 1, 5, 30, tzinfo=dt.UTC)
ALPHA = "o:alpha"


def planned(item: Item, today: dt.date, hidden: frozenset[Sight] = frozenset()) -> Plan:
    people = People(roles={(ALPHA, IG_LEAD): [Recipient("ig@alpha.example", ALPHA, "it is IG lead")]})
    arranged = Arrangements(send=("post",))
    told = audiences([item], people, KINDS, arranged)
    seen = {*sights(item, ALPHA), *sights_of_names(item, ALPHA)} - hidden
    return make_plan(told, seen, KINDS, arranged, Day(today, GO_LIVE, BEGAN))


@pytest.mark.parametrize(
    ("hidden", "told"),
    [
        (frozenset(), ["Hushed plans is live under Secret."]),
        (frozenset({("Agreement", "a:1", ALPHA)}), ["A live flow. It names something that you may not see."]),
        (frozenset({("Flow", "f:1", ALPHA)}), ["A live flow. It names something that you may not see."]),
        (frozenset({("Finding", "r:1", ALPHA)}), []),
    ],
    ids=["nothing", "an agreement that is named", "a flow that is named", "the finding"],
)
def test_a_body_is_told_by_name_of_what_it_may_see_alone(hidden: frozenset[Sight], told: list[str]) -> None:
    item = Item(
        *("finding", "Finding", "r:1", GO_LIVE, "Hushed plans is live under Secret."),
        bodies=(ALPHA,),
        came_up=dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC),
        names=(("Agreement", "a:1"), ("Flow", "f:1")),
        brief="A live flow. It names something that you may not see.",
    )
    plan = planned(item, GO_LIVE, hidden)
    assert [each.line for each in plan.alerts.values()] == told
    assert plan.withheld == (not told)


@pytest.mark.parametrize(
    ("came_up", "stood"),
    [
        (dt.datetime(2026, 1, 5, 2, tzinfo=dt.UTC), 1),
        (BEGAN, 1),
        # By the check at noon of the same day: it did not stand, and is told.
        (dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC), 0),
    ],
)
def test_a_finding_stood_if_it_had_come_up_when_alerts_began(came_up: dt.datetime, stood: int) -> None:
    item = Item("finding", "Finding", "r:1", came_up.date(), "Nobody leads.", bodies=(ALPHA,), came_up=came_up)
    for today in (GO_LIVE, GO_LIVE + dt.timedelta(days=1)):
        plan = planned(item, today)
        assert plan.standing["ig@alpha.example", ALPHA, "finding"] == stood
        assert [each.line for each in plan.alerts.values()] == ["Nobody leads."] * (1 - stood)


@pytest.mark.parametrize(
    ("expires", "counted"),
    [(dt.date(2020, 1, 31), 1), (dt.date(2026, 5, 31), 1), (GO_LIVE, 0), (dt.date(2027, 1, 1), 0)],
)
def test_an_assurance_stood_if_it_had_run_out_however_long_ago(expires: dt.date, counted: int) -> None:
    item = Item("assurance", "Assurance", "as:1", expires, "DSPT of Alpha", bodies=(ALPHA,))
    plan = planned(item, GO_LIVE)
    assert (plan.standing["ig@alpha.example", ALPHA, "assurance"], plan.alerts) == (counted, {})
    # That it has run out the day after is told.
    later = planned(item, GO_LIVE + dt.timedelta(days=1))
    assert [each.level for each in later.alerts.values()] == ([-1] if expires == GO_LIVE else [])
