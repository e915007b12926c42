"""The kinds of date that fall due, and the Cypher that finds what falls due of each kind.

Every date is judged by the last day it may stand for. A day that has passed counts only where something still rests
on it: a live flow, or for a review an agreement in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from graph.access import bind_this
from graph.compile.declared import Scene
from graph.compile.due.resting import ITEM, LABELS, live
from graph.compile.emit import where_clause
from graph.model.agreement_conditions import AGREEMENT_CONDITIONS, EXPIRED, LIVE_FLOW, STOPPED, UNSIGNED_STATES
from graph.model.declaration import CodeList
from graph.model.partial_days import last_day
from graph.model.registry import SORT_SUFFIX

KIND, DAY, PRECISION = "dueKind", "dueDay", "duePrecision"
"""The variables of a row beside the item: as what it is due, the last day that may mean, how exact its date is."""

DUE = {
    "AGREEMENT_ENDS": "An agreement that was not stopped ends; or it has ended, no later version is known, and data "
    "still flows under it.",
    "AGREEMENT_REVIEW": "An agreement that was not stopped is due for review; or its review is overdue, and it is in "
    "force or data still flows under it.",
    "ASSURANCE_LAPSES": "A body's assurance runs out that no later one of the same standard replaces; or it has run "
    "out, and the body still receives data or passes it on.",
    "SECTION_251_ENDS": "Support under section 251 for an agreement ends that no later one replaces; or it has ended, "
    "and data still flows under the agreement.",
    "DPIA_REVIEW": "An impact assessment is due for review; or its review is overdue, and what it assesses still "
    "flows. One that was replaced, rejected or found not to be required is left out.",
    "LAW_ENDS": "A provision of law ends on which a live flow or a party rests; or it has ended, and a flow still "
    "rests on it. A repeal of which no day is recorded is not here: see the condition LAW_REPEALED.",
}

# Where what may fall due of a label is looked for: lines that bind the item.
Start = Callable[[Scene, str], list[str]]
# Lines from the item to what must be there; they begin and end in a WITH of it.
Way = Callable[[Scene], list[str]]

_DATES = {
    "AGREEMENT_ENDS": "endsOn",
    "AGREEMENT_REVIEW": "reviewOn",
    "ASSURANCE_LAPSES": "expiresOn",
    "SECTION_251_ENDS": "expiresOn",
    "DPIA_REVIEW": "reviewOn",
    "LAW_ENDS": "validTo",
}


def due_kinds(name: str, description: str, **more: str) -> CodeList:
    """Return the code list of what falls due, with more kinds where a question has them."""
    return CodeList(name, description, {**DUE, **more})


@dataclass(frozen=True)
class _Branch:
    """A way to be due, before or after the day: what must hold of the item beside its day, and what must be met on
    one of some ways from it."""

    passed: bool
    holds: Sequence[str] = ()
    ways: Sequence[Way] = ()


def due_branches(scene: Scene, kind: str, start: Start) -> Iterator[list[str]]:
    """Return the lines of each way to be due as a kind, each ending in a RETURN of the row's variables."""
    label, name = LABELS[kind], _DATES[kind]
    declared = next(p for p in scene.context.model.properties(label) if p.name == name)
    date = f"{ITEM}.{name}"
    day = last_day(date) if declared.precision else date
    precision = f"coalesce({date}Precision, 'DAY')" if declared.precision else "'DAY'"
    until = f"$today + duration({{days: {scene.numbers['within']}}})"
    for branch in _BRANCHES[kind]:
        near = []
        if declared.order:
            # The index is on the sort key; the exact day is asked below.
            key = f"{date}{SORT_SUFFIX}"
            earliest = "$today - duration({years: 1})" if declared.precision else "$today"
            near = [f"{key} < toString($today)"] if branch.passed else [f"{key} >= toString({earliest})"]
            near += [] if branch.passed else [f"{key} <= toString({until})"]
        within = f"{day} < $today" if branch.passed else f"{day} >= $today AND {day} <= {until}"
        holds = [bind_this(each, ITEM) for each in branch.holds]
        where = [*near, f"{date} IS NOT NULL", within, *holds, *scene.context.scoped(label, ITEM)]
        for way in branch.ways or (_nowhere,):
            yield [
                *start(scene, label),
                *where_clause(where),
                *way(scene),
                f"RETURN {ITEM}, '{kind}' AS {KIND}, {day} AS {DAY}, {precision} AS {PRECISION}",
            ]


def _nowhere(scene: Scene) -> list[str]:
    return []


def _holds(code: str) -> str:
    """A condition of agreements over `this`."""
    found = next(each for each in AGREEMENT_CONDITIONS if each.code == code)
    return f"coalesce({found.cypher}, false)"


def _to_live_flow(*patterns: str) -> tuple[Way, ...]:
    """A way for each pattern to a live flow; `{agreement}` in it is an agreement that the caller may see."""

    def way(pattern: str) -> Way:
        def lines(scene: Scene) -> list[str]:
            flow, agreement = scene.name("f"), scene.name("a")
            matched = pattern.format(item=ITEM, flow=f"({flow}:Flow)", agreement=f"({agreement}:Agreement)")
            seen = scene.seen("Agreement", agreement) if "{agreement}" in pattern else []
            holds = [*live(flow), *scene.seen("Flow", flow), *seen]
            return [f"WITH {ITEM}", f"MATCH {matched}", *where_clause(holds), f"WITH DISTINCT {ITEM}"]

        return lines

    return tuple(way(pattern) for pattern in patterns)


def _to_agreement(scene: Scene) -> list[str]:
    """An agreement that an approval is for, and no other approval for it counts for longer."""
    agreement = scene.name("a")
    holds = [bind_this(_NO_LATER_APPROVAL.format(agreement=agreement), ITEM), *scene.seen("Agreement", agreement)]
    matched = f"MATCH ({ITEM})-[:ATTACHED_TO]->({agreement}:Agreement)"
    return [f"WITH {ITEM}", matched, *where_clause(holds), f"WITH DISTINCT {ITEM}"]


def _to_flow_of_agreement(scene: Scene) -> list[str]:
    agreement, flow = scene.name("a"), scene.name("f")
    later = bind_this(_NO_LATER_APPROVAL.format(agreement=agreement), ITEM)
    return [
        f"WITH {ITEM}",
        f"MATCH ({ITEM})-[:ATTACHED_TO]->({agreement}:Agreement)<-[:GOVERNED_BY]-({flow}:Flow)",
        *where_clause([later, *live(flow), *scene.seen("Agreement", agreement)]),
        f"WITH DISTINCT {ITEM}",
    ]


def _to_party(scene: Scene) -> list[str]:
    """A party today, of an agreement in force, that relies on a law."""
    party, agreement = scene.name("p"), scene.name("a")
    in_force = " OR ".join(_holds(code) for code in ("IN_FORCE", "IN_FORCE_NO_END"))
    return [
        f"WITH {ITEM}",
        f"MATCH ({ITEM})<-[:PARTY_RELIES_ON]-({party}:Party)-[:IN]->({agreement}:Agreement)",
        *where_clause([bind_this(f"({in_force})", agreement), *scene.current("Party", party)]),
        f"WITH DISTINCT {ITEM}",
    ]


_NO_LATER_APPROVAL = (
    "NOT EXISTS {{ ({agreement})<-[:ATTACHED_TO]-(later:Document {{kind: 'SECTION_251_APPROVAL'}}) "
    "WHERE later.expiresOn IS NULL OR later.expiresOn > this.expiresOn }}"
)
_LAST_ASSURANCE = (
    "NOT EXISTS { (this)-[:HELD_BY]->(:Organisation)<-[:HELD_BY]-(later:Assurance) WHERE later.standard = "
    "this.standard AND (later.expiresOn > this.expiresOn OR later.issuedOn > this.expiresOn) }"
)
_APPROVAL = "this.kind = 'SECTION_251_APPROVAL'"
_OPEN = "NOT coalesce(this.status, 'DRAFT') IN ['SUPERSEDED', 'REJECTED', 'NOT_REQUIRED']"
_TO_LAW = (*_to_live_flow("({item})<-[:RELIES_ON]-{flow}"), _to_party)
_BRANCHES = {
    "AGREEMENT_ENDS": (
        _Branch(passed=False, holds=(f"NOT {STOPPED}", f"NOT {UNSIGNED_STATES}")),
        _Branch(passed=True, holds=(EXPIRED, LIVE_FLOW)),
    ),
    "AGREEMENT_REVIEW": (
        _Branch(passed=False, holds=(f"NOT {STOPPED}", f"NOT {UNSIGNED_STATES}")),
        _Branch(
            passed=True,
            holds=(
                _holds("REVIEW_OVERDUE"),
                f"NOT {UNSIGNED_STATES}",
                f"({_holds('IN_FORCE')} OR {_holds('IN_FORCE_NO_END')} OR {LIVE_FLOW})",
            ),
        ),
    ),
    "ASSURANCE_LAPSES": (
        _Branch(passed=False, holds=(_LAST_ASSURANCE,)),
        _Branch(
            passed=True,
            holds=(_LAST_ASSURANCE,),
            ways=_to_live_flow("({item})-[:HELD_BY]->(:Organisation)<-[:RECEIVED_BY|VIA]-{flow}"),
        ),
    ),
    "SECTION_251_ENDS": (
        _Branch(passed=False, holds=(_APPROVAL,), ways=(_to_agreement,)),
        _Branch(passed=True, holds=(_APPROVAL,), ways=(_to_flow_of_agreement,)),
    ),
    "DPIA_REVIEW": (
        _Branch(passed=False, holds=(_OPEN,)),
        _Branch(
            passed=True,
            holds=(_OPEN,),
            ways=_to_live_flow(
                "({item})-[:ASSESSES]->{agreement}<-[:GOVERNED_BY]-{flow}",
                "({item})-[:ASSESSES]->{flow}",
                "({item})-[:ASSESSES]->(:Dataset)<-[:CARRIES]-{flow}",
                "({item})-[:ASSESSES]->(:Programme)<-[:IN_PROGRAMME]-{agreement}<-[:GOVERNED_BY]-{flow}",
            ),
        ),
    ),
    "LAW_ENDS": (_Branch(passed=False, ways=_TO_LAW), _Branch(passed=True, ways=_TO_LAW)),
}
