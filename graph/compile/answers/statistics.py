"""`statistics`: how many there are by type, state or place, and how many began, ended and held month by month."""

from __future__ import annotations

from dataclasses import dataclass

from graph.compile.cypher.where import where_clause
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Choice, Number
from graph.compile.declared.rows import DAY_ASKED, Column, NodeColumn, RowsField
from graph.compile.declared.scene import Scene
from graph.model.agreement_conditions import UNSIGNED_STATES
from graph.model.partial_days import last_day, over
from graph.model.property import CodeList, Kind

OF = CodeList(
    "StatisticsOf",
    "What is counted.",
    {"AGREEMENTS": "Agreements.", "FLOWS": "Flows of data.", "BODIES": "Bodies."},
)
BY = CodeList(
    "StatisticsBy",
    "What the counted are grouped by.",
    {
        "TYPE": "The kind of an agreement or body; of a flow, how identifiable the data is.",
        "STATE": "The state of an agreement or flow; of a body, whether it is OPEN or CLOSED on the day.",
        "PLACE": "Areas that the body serves, that a party today serves, or that either end of a flow serves. One may "
        "count in several areas.",
    },
)
ONE, VALUE, PLACE, MANY = "counted", "groupValue", "groupPlace", "groupCount"
MONTH, BEGAN, ENDED, HELD = "monthFirst", "monthBegan", "monthEnded", "monthHeld"


@dataclass(frozen=True)
class _Counted:
    """How one sort of thing is counted: type and state as Cypher over the variable, its first and last day."""

    label: str
    type: str
    state: str
    start: str
    end: str


_COUNTED = {
    "AGREEMENTS": _Counted("Agreement", f"{ONE}.kind", f"{ONE}.state", f"{ONE}.startsOn", f"{ONE}.endsOn"),
    "FLOWS": _Counted("Flow", f"{ONE}.identifiability", f"{ONE}.state", f"{ONE}.startedOn", f"{ONE}.ceasedOn"),
    "BODIES": _Counted(
        "Organisation",
        f"{ONE}.kind",
        f"CASE WHEN {over(f'{ONE}.closedOn')} THEN 'CLOSED' ELSE 'OPEN' END",
        f"{ONE}.openedOn",
        f"{ONE}.closedOn",
    ),
}


def _counted(scene: Scene) -> tuple[_Counted, list[str]]:
    counted = _COUNTED[scene.given["of"]]
    return counted, [f"MATCH ({ONE}:{counted.label})", *where_clause(scene.seen(counted.label, ONE))]


def _total(scene: Scene) -> list[str]:
    return _counted(scene)[1]


def _spans(scene: Scene, *holds: str) -> list[str]:
    """Whatever is past drafting, with its first and last day; those of days gone by as well, whatever the day asked."""
    counted = _COUNTED[scene.given["of"]]
    drafted = [f"NOT {UNSIGNED_STATES.replace('this.', f'{ONE}.')}"] if counted.label == "Agreement" else []
    return [
        f"MATCH ({ONE}:{counted.label})",
        *where_clause([*drafted, *scene.context.scoped(counted.label, ONE)]),
        f"WITH {ONE}, {counted.start} AS spanStart, {last_day(counted.end)} AS spanEnd",
        *where_clause([*holds]),
    ]


_PLACED = "spanStart IS NOT NULL AND (spanEnd IS NULL OR spanEnd >= spanStart)"


def _left_out(scene: Scene) -> list[str]:
    return _spans(scene, f"NOT ({_PLACED})")


def _months(scene: Scene) -> list[str]:
    """Days are counted first: there are far fewer of them than of what began or ended on them."""
    lines = []
    for name, day in (("starts", "spanStart"), ("ends", "spanEnd")):
        lines += [
            "CALL () {",
            *_spans(scene, _PLACED, f"{day} IS NOT NULL"),
            f"WITH toString({day}) AS onDay, count({ONE}) AS many",
            f"RETURN collect([onDay, many]) AS {name}",
            "}",
        ]
    last = f"{MONTH} + duration({{months: 1}}) - duration({{days: 1}})"
    since = "each[0] >= toString(monthFirst) AND each[0] <= untilDay"
    return [
        *lines,
        f"UNWIND range(0, {scene.numbers['months']} - 1) AS back",
        f"WITH starts, ends, date.truncate('month', $today) - duration({{months: back}}) AS {MONTH}",
        f"WITH starts, ends, {MONTH}, CASE WHEN {last} > $today THEN toString($today) ELSE toString({last}) END AS "
        "untilDay",
        f"WITH {MONTH}, {_sum('starts', since)} AS {BEGAN}, {_sum('ends', since)} AS {ENDED}, "
        f"{_sum('starts', 'each[0] <= untilDay')} - {_sum('ends', 'each[0] < untilDay')} AS {HELD}",
    ]


def _sum(pairs: str, holds: str) -> str:
    return f"reduce(total = 0, each IN {pairs} | total + CASE WHEN {holds} THEN each[1] ELSE 0 END)"


def _groups(scene: Scene) -> list[str]:
    counted, lines = _counted(scene)
    if scene.given["by"] != "PLACE":
        value = counted.type if scene.given["by"] == "TYPE" else counted.state
        lines.append(f"WITH {value} AS {VALUE}, null AS {PLACE}, count({ONE}) AS {MANY}")
    else:
        party, place = scene.name("p"), scene.name("l")
        current = where_clause(scene.current("Party", party))
        served = f"(:Organisation)-[:IN_PLACE]->({place}:Place)"
        way = {
            "AGREEMENTS": [f"MATCH ({ONE})<-[:IN]-({party}:Party)-[:OF]->{served}", *current],
            "FLOWS": [f"MATCH ({ONE})-[:DISCLOSES|RECEIVED_BY]-{served}"],
            "BODIES": [f"MATCH ({ONE})-[:IN_PLACE]->({place}:Place)"],
        }[scene.given["of"]]
        lines += [
            f"CALL ({ONE}) {{",
            *way,
            f"WITH DISTINCT {place}",
            f"RETURN collect({place}) AS places",
            "}",
            f"UNWIND CASE WHEN size(places) = 0 THEN [null] ELSE places END AS {PLACE}",
            f"WITH {PLACE}, count({ONE}) AS {MANY}",
            f"WITH {PLACE}.key AS {VALUE}, {PLACE}, {MANY}",
        ]
    return [*lines, f"WITH {MANY}, {VALUE}, {PLACE}"]


_DESCENDING = f"toString(9000000000 - {MANY})"

ANSWER = Answer(
    root="statistics",
    type_name="Statistics",
    type_description="How many there are, by what, and month by month.",
    description="How many agreements, flows or bodies there are by type, state or place, and how many began, ended "
    "and held in each of the last months. Months are told by dates alone: of an agreement past drafting its first and "
    "last day, of a flow the days it flowed, of a body the days it existed; what was stopped on a day that nobody "
    "recorded goes on until its last day. A first day known to the month or year alone counts as its first, a last day "
    "as its last. At most 240 months. Everything is listed, a page at a time: pageInfo says whether more follows, and "
    "totalCount how much there is.",
    arguments=(
        Choice("of", OF, "What is counted."),
        Choice("by", BY, "What they are grouped by."),
        Number("months", "How many months back, that of the day asked about included.", 24, 1, 240),
    ),
    fields=(
        DAY_ASKED,
        Column("total", Kind.INTEGER, "How many there are in all.", f"count({ONE})", find=_total),
        Column(
            "leftOut",
            Kind.INTEGER,
            "How many are in no month: no first day is recorded, or a last day before it.",
            f"count({ONE})",
            find=_left_out,
        ),
        RowsField(
            "groups",
            "StatisticsGroup",
            "Those of one type, state or place.",
            "How many there are of each, most first.",
            (MANY, VALUE, PLACE),
            _groups,
            (_DESCENDING, f"coalesce({VALUE}, '')"),
            "-count,value",
            (
                Column(
                    "value",
                    Kind.TEXT,
                    "The code of the type or state, or the key of the place; null where none is recorded.",
                    VALUE,
                    required=False,
                ),
                NodeColumn("place", ("Place",), PLACE, "The place, where they are grouped by it.", required=False),
                Column("count", Kind.INTEGER, "How many.", MANY),
            ),
        ),
        RowsField(
            "months",
            "StatisticsMonth",
            "One month; that of the day asked about is counted up to that day.",
            "The months, the earliest first.",
            (MONTH, BEGAN, ENDED, HELD),
            _months,
            (f"toString({MONTH})",),
            "month",
            (
                Column("month", Kind.DATE, "Its first day.", f"toString({MONTH})"),
                Column("began", Kind.INTEGER, "How many have their first day in it.", BEGAN),
                Column("ended", Kind.INTEGER, "How many have their last day in it.", ENDED),
                Column("held", Kind.INTEGER, "How many held on its last day, or on the day asked about.", HELD),
            ),
        ),
    ),
)
