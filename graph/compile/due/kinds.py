"""The kinds of date that fall due, and the Cypher that finds what falls due of each kind.

Every date is judged by the last day it may stand for. A day that has passed counts only where something still rests
on it: a live flow, or for a review an agreement in force.

Neo4j plans every subquery anew wherever it stands, so each stands once: a kind is one search, before and after the
day, and what the items of all kinds but agreements must rest on is asked of them together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from graph.compile.cypher.either import either
from graph.compile.cypher.where import where_clause
from graph.compile.declared.scene import Scene
from graph.compile.due.resting import ITEM, LABELS, flow_ways, live, programmed
from graph.model.agreement_conditions import (
    BETWEEN_ITS_DATES,
    LIVE_FLOW,
    NO_LATER_VERSION,
    NOT_REVIEWED,
    STOPPED,
    UNSIGNED_STATES,
)
from graph.model.partial_days import last_day
from graph.model.property import CodeList
from graph.model.registry import SORT_SUFFIX
from graph.model.this import bind_this

KIND, DAY, PRECISION = "dueKind", "dueDay", "duePrecision"
"""The variables of a row beside the item: as what it is due, the last day that may mean, how exact its date is."""
ROW = f"{ITEM}, {KIND}, {DAY}, {PRECISION}"

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

# Where items of a label are looked for: a line, and what it asks of them.
Start = Callable[[Scene, str], tuple[str, list[str]]]

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


def due_ways(scene: Scene, kinds: Collection[str], start: Start, imports: str = "") -> Iterator[list[str]]:
    """Return the lines of each way to fall due as one of some kinds, which bind the variables of a row.

    `imports` are what the lines of `start` read. Whether the caller may see an agreement is left to who asks, once.
    """
    wanted = [kind for kind in DUE if kind in kinds]
    elsewhere = [kind for kind in wanted if LABELS[kind] != "Agreement"]
    for kind in wanted:
        if kind not in elsewhere:
            yield _dated(scene, kind, start)
    if elsewhere:
        found = either(imports, ROW, *(_dated(scene, kind, start) for kind in elsewhere))
        yield [*found, *_where_something_rests(scene, elsewhere)]


def _dated(scene: Scene, kind: str, start: Start) -> list[str]:
    """What has its day as a kind, however long ago or at most so far ahead, and counts by what is recorded of it."""
    label, name = LABELS[kind], _DATES[kind]
    declared = next(p for p in scene.context.model.properties(label) if p.name == name)
    date = f"{ITEM}.{name}"
    day = last_day(date) if declared.precision else date
    precision = f"coalesce({date}Precision, 'DAY')" if declared.precision else "'DAY'"
    until = f"$today + duration({{days: {scene.numbers['within']}}})"
    line, asked = start(scene, label)
    # The index is on the sort key; the exact day is asked below.
    near = [f"{date}{SORT_SUFFIX} <= toString({until})"] if declared.order else []
    holds = [bind_this(each, ITEM) for each in _HOLDS.get(kind, ())]
    return [
        line,
        *where_clause([*asked, *near, f"{date} IS NOT NULL"]),
        f"WITH {ITEM}, '{kind}' AS {KIND}, {day} AS {DAY}, {precision} AS {PRECISION}",
        *where_clause([f"{DAY} <= {until}", *holds, *(scene.context.scoped(label, ITEM) if label in _SCOPED else [])]),
    ]


def _where_something_rests(scene: Scene, kinds: Collection[str]) -> list[str]:
    """Keep the rows on which something rests, of those that need it: whose day has passed, laws, approvals."""
    flow = scene.name("f")
    ahead = [kind for kind in kinds if kind in ("ASSURANCE_LAPSES", "DPIA_REVIEW")]
    settled = f"{DAY} >= $today AND {KIND} IN [{', '.join(map(repr, ahead))}]"
    passed = f"WITH {ITEM} WHERE NOT ({settled})" if ahead else f"WITH {ITEM}"
    ways = [[f"WITH {ITEM} WHERE {settled}"]] if ahead else []
    if flow_of := flow_ways(flow, [LABELS[kind] for kind in kinds]):
        found = [*either(ITEM, flow, *flow_of), f"WITH DISTINCT {flow}"]
        ways.append([passed, *found, *where_clause([*live(flow), *scene.seen("Flow", flow)])])
    if by_agreement := _agreements_that_need_it(scene, kinds, passed):
        agreement = scene.name("a")
        found = either(f"{ITEM}, {KIND}, {DAY}", agreement, *(way(agreement) for way in by_agreement))
        ways.append([*found, f"WITH {agreement}", *where_clause(scene.seen("Agreement", agreement))])
    return either(f"{ITEM}, {KIND}, {DAY}", "rests", *([*way, "WITH 1 AS rests"] for way in ways))


def _agreements_that_need_it(scene: Scene, kinds: Collection[str], passed: str) -> list[Callable[[str], list[str]]]:
    """Return the ways to agreements that need a law, an approval or an assessment that fell due.

    Whether the caller may see them is asked once of them all.
    """
    party, flow = scene.name("p"), scene.name("f")

    def by_law(agreement: str) -> list[str]:
        relying = f"MATCH ({ITEM})<-[:PARTY_RELIES_ON]-({party}:Party)-[:IN]->({agreement}:Agreement)"
        in_force = bind_this(f"NOT ({STOPPED} OR {UNSIGNED_STATES}) AND {BETWEEN_ITS_DATES}", agreement)
        return [relying, *where_clause([in_force, *scene.on_the_day("Party", party)])]

    def by_approval(agreement: str) -> list[str]:
        approved = [f"{KIND} = 'SECTION_251_ENDS'", bind_this(_NO_LATER_APPROVAL.format(agreement=agreement), ITEM)]
        approved.append(f"({DAY} >= $today OR {bind_this(LIVE_FLOW, agreement)})")
        return [f"MATCH ({ITEM})-[:ATTACHED_TO]->({agreement}:Agreement)", *where_clause(approved)]

    def by_assessment(agreement: str) -> list[str]:
        assessed = either(
            ITEM, agreement, [f"MATCH ({ITEM})-[:ASSESSES]->({agreement}:Agreement)"], programmed(agreement)
        )
        lasting = " AND ".join([*live(flow), *scene.held("Flow", flow)])
        still = f"EXISTS {{ ({agreement})<-[:GOVERNED_BY]-({flow}:Flow) WHERE {lasting} }}"
        return [passed, *assessed, f"WITH {agreement} WHERE {still}"]

    ways = {"LAW_ENDS": by_law, "SECTION_251_ENDS": by_approval, "DPIA_REVIEW": by_assessment}
    return [way for kind, way in ways.items() if kind in kinds]


_SCOPED = ("Assurance", "Dpia", "LegalBasis")
"""Types that are asked here whether the caller may see them: a document that counts supports an agreement that they
may see."""
_NO_LATER_APPROVAL = (
    "NOT EXISTS {{ ({agreement})<-[:ATTACHED_TO]-(later:Document {{kind: 'SECTION_251_APPROVAL'}}) "
    "WHERE later.expiresOn IS NULL OR later.expiresOn > this.expiresOn }}"
)
_LAST_ASSURANCE = (
    "NOT EXISTS { (this)-[:HELD_BY]->(:Organisation)<-[:HELD_BY]-(later:Assurance) WHERE later.standard = "
    "this.standard AND (later.expiresOn > this.expiresOn OR later.issuedOn > this.expiresOn) }"
)
_HOLDS = {
    "AGREEMENT_ENDS": (
        f"({DAY} < $today OR NOT ({STOPPED} OR {UNSIGNED_STATES}))",
        f"({DAY} >= $today OR {NO_LATER_VERSION})",
        f"({DAY} >= $today OR {LIVE_FLOW})",
    ),
    "AGREEMENT_REVIEW": (
        f"NOT {STOPPED}",
        f"NOT {UNSIGNED_STATES}",
        f"({DAY} >= $today OR ({BETWEEN_ITS_DATES}) OR {LIVE_FLOW})",
        f"({DAY} >= $today OR {NOT_REVIEWED})",
    ),
    "ASSURANCE_LAPSES": (_LAST_ASSURANCE,),
    "SECTION_251_ENDS": ("this.kind = 'SECTION_251_APPROVAL'",),
    "DPIA_REVIEW": ("NOT coalesce(this.status, 'DRAFT') IN ['SUPERSEDED', 'REJECTED', 'NOT_REQUIRED']",),
}
"""What must hold of an item beside its day, of each kind."""
