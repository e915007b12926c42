"""`expiring`: what ends, needs review or runs out within so many days, or has done so while data still flows."""

from __future__ import annotations

from graph.compile.cypher.either import either
from graph.compile.cypher.where import where_clause
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Choice, Number
from graph.compile.declared.fields import ListField
from graph.compile.declared.rows import DAY_ASKED, Column, NodeColumn, RowsField
from graph.compile.declared.scene import Scene
from graph.compile.due import resting
from graph.compile.due.kinds import DAY, DUE, KIND, PRECISION, ROW, due_kinds, due_ways
from graph.compile.due.resting import ITEM, LABELS, PAPERS, RELYING
from graph.model.property import PRECISION as PRECISIONS
from graph.model.property import Kind

EXPIRING = due_kinds("ExpiringKind", "What falls due on a day.")
MOST_DAYS = 3660

WITHIN = Number("within", "How many days ahead, counted from the day asked about; that day is 0.", 90, 0, MOST_DAYS)
DAYS_LEFT = f"duration.inDays($today, {DAY}).days"

_LABELS = tuple(dict.fromkeys(LABELS[kind] for kind in DUE))


def _everywhere(scene: Scene, label: str) -> tuple[str, list[str]]:
    return f"MATCH ({ITEM}:{label})", []


def _items(scene: Scene) -> list[str]:
    ways = due_ways(scene, set(scene.given.get("kinds") or DUE), _everywhere)
    seen = [f"(NOT {ITEM}:Agreement OR {each})" for each in scene.context.scoped("Agreement", ITEM)]
    return [*either("", ROW, *ways), f"WITH {ROW}", *where_clause(seen)]


ANSWER = Answer(
    root="expiring",
    type_name="Expiring",
    type_description="What falls due within some days, or has fallen due while data still flows.",
    description="What ends, needs review, or loses its assurance, section 251 support or law within so many days; and "
    "what has done so while data still flows. A last day is inclusive; a date known to the month or year alone counts "
    f"as the last day it may stand for. At most {MOST_DAYS:,} days ahead, and any time back. Everything is listed, a "
    "page at a time: pageInfo says whether more follows, and totalCount how much there is.",
    arguments=(
        WITHIN,
        Choice("kinds", EXPIRING, "What kinds are wanted; all where nothing is said.", several=True, optional=True),
    ),
    fields=(
        DAY_ASKED,
        RowsField(
            "items",
            "ExpiringItem",
            "Something that falls due on a day, and what rests on it. One thing may fall due as several kinds.",
            "What falls due, the earliest first.",
            (ITEM, KIND, DAY, PRECISION),
            _items,
            (f"toString({DAY})", KIND, f"{ITEM}.key"),
            "on,kind",
            (
                Column("kind", Kind.CODE, "As what it falls due.", KIND, EXPIRING),
                Column("on", Kind.DATE, "Its last day, or the last it may mean.", f"toString({DAY})"),
                Column("onPrecision", Kind.CODE, "How exact that day is.", PRECISION, PRECISIONS),
                Column("daysLeft", Kind.INTEGER, "Days from the day asked about; negative once it passed.", DAYS_LEFT),
                NodeColumn(
                    "about", _LABELS, ITEM, "What falls due: the agreement, assurance, document, assessment, law."
                ),
                resting.AGREEMENTS,
                resting.FLOWS,
                ListField(
                    "bodies",
                    "Organisation",
                    "Bodies it concerns: who is party today; of an assurance the body it speaks for; of an assessment "
                    "or a law also both ends of the flows.",
                    resting.bodies,
                    (PAPERS, RELYING),
                ),
                ListField(
                    "leads",
                    "Organisation",
                    "Bodies that lead on the agreement; of an assurance the body it speaks for. A law has none.",
                    resting.leads,
                    (PAPERS,),
                ),
                ListField(
                    "posts",
                    "Post",
                    "Posts to ask, filled today: those that lead on the agreement, and the information governance "
                    "leads and data protection officers of the bodies that lead.",
                    resting.posts,
                    (PAPERS,),
                ),
            ),
            resting.PREPARED,
        ),
    ),
)
