"""`worklist`: what one body has to see to within so many days, and which of its posts to ask."""

from __future__ import annotations

from graph.compile.answers.expiring import DAYS_LEFT, MOST_DAYS
from graph.compile.cypher.either import either
from graph.compile.cypher.where import where_clause
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Choice, Named, Number
from graph.compile.declared.fields import ListField, NodeField
from graph.compile.declared.rows import DAY_ASKED, Column, NodeColumn, RowsField
from graph.compile.declared.scene import Scene
from graph.compile.due import resting
from graph.compile.due.kinds import DAY, KIND, PRECISION, ROW, due_kinds, due_ways
from graph.compile.due.of_body import BODY, FOUND, of_body
from graph.compile.due.resting import ITEM, LABELS, PAPERS
from graph.model.agreement_conditions import AGREEMENT_CONDITIONS, SIGNATORY
from graph.model.property import PRECISION as PRECISIONS
from graph.model.property import Kind
from graph.model.this import bind_this

WORK = due_kinds(
    "WorkKind",
    "What a body has to see to.",
    AWAITS_SIGNATURE="An agreement of the body's should be signed, and a signing party has not signed it.",
    FINDING_OPEN="A finding concerns the body, and nobody has taken it up.",
)
PLACE = "duePlace"
_UNSIGNED = next(each for each in AGREEMENT_CONDITIONS if each.code == "NOT_FULLY_SIGNED").cypher

_LABELS = tuple(dict.fromkeys(LABELS[kind] for kind in WORK.values))


def _items(scene: Scene) -> list[str]:
    kinds = set(scene.given.get("kinds") or WORK.values)
    ways = list(due_ways(scene, kinds, _found, FOUND))
    if "AWAITS_SIGNATURE" in kinds:
        ways.append(_undated(scene, "AWAITS_SIGNATURE", _UNSIGNED))
    if "FINDING_OPEN" in kinds:
        unanswered = next(c for c in scene.context.model.nodes["Finding"].conditions if c.code == "UNANSWERED")
        ways.append(_undated(scene, "FINDING_OPEN", f"({unanswered.cypher})", *scene.seen("Finding", ITEM)))
    place = f"coalesce(toString({DAY}), '~' + coalesce(toString({ITEM}.gravity), '')) AS {PLACE}"
    found = of_body(scene, [LABELS[kind] for kind in kinds])
    return [*found, *either(FOUND, ROW, *ways), f"WITH {ROW}, {place}"]


def _found(scene: Scene, label: str) -> tuple[str, list[str]]:
    return f"WITH {FOUND} AS {ITEM}", [f"{ITEM}:{label}"]


def _undated(scene: Scene, kind: str, *holds: str) -> list[str]:
    line, asked = _found(scene, LABELS[kind])
    where = where_clause([*asked, *(bind_this(each, ITEM) for each in holds)])
    return [line, *where, f"WITH {ITEM}, '{kind}' AS {KIND}, null AS {DAY}, null AS {PRECISION}"]


def _to_sign(scene: Scene, this: str) -> list[str]:
    party = scene.name("p")
    unsigned = (
        f"{SIGNATORY.replace('party.', f'{party}.')} AND {party}.leftOn IS NULL AND NOT EXISTS {{ "
        f"({party})<-[:FOR_PARTY]-(given:Signature) WHERE given.signedOn IS NULL OR given.signedOn <= $today }}"
    )
    return [
        f"WITH {ITEM} WHERE {KIND} = 'AWAITS_SIGNATURE'",
        f"MATCH ({ITEM})<-[:IN]-({party}:Party)-[:OF]->({this}:Organisation)",
        f"WHERE {unsigned}",
    ]


def _posts(scene: Scene, this: str) -> list[str]:
    """Posts of the body that lead on the agreement or have the finding; where there is none, its offices."""
    post, agreement = scene.name("o"), scene.name("a")
    return [
        f"MATCH ({BODY})<-[:AT]-({post}:Post)",
        *where_clause(scene.current("Post", post)),
        f"OPTIONAL MATCH ({post})-[:LEADS]->({agreement}:Agreement)",
        f"WHERE {agreement} IN {PAPERS}",
        f"WITH {ITEM}, {post}, count({agreement}) AS led",
        f"OPTIONAL MATCH ({post})<-[has:ASSIGNED_TO]-({ITEM})",
        f"WITH {post}, led, count(has) AS given",
        f"WITH collect(CASE WHEN led + given > 0 THEN {post} END) AS named, "
        f"collect(CASE WHEN {post}.role IN {resting.OFFICES} THEN {post} END) AS offices",
        f"UNWIND CASE WHEN size(named) > 0 THEN named ELSE offices END AS {this}",
    ]


ANSWER = Answer(
    root="worklist",
    type_name="Worklist",
    type_description="What one body has to see to.",
    description="A body's month, or as many days as are asked for: what of its agreements, assurances, assessments "
    "and laws ends, needs review or runs out, or has done so while data still flows (as in expiring); which of its "
    "agreements await a signature; which findings nobody has taken up; and which of its posts to ask. Its agreements "
    f"are those it is party to today or leads on. At most {MOST_DAYS:,} days ahead. Everything is listed, a page at a "
    "time: pageInfo says whether more follows, and totalCount how much there is.",
    arguments=(
        Named("for", "Organisation", "The id or key of the body."),
        Number("within", "How many days ahead, counted from the day asked about; that day is 0.", 31, 0, MOST_DAYS),
        Choice("kinds", WORK, "What kinds are wanted; all where nothing is said.", several=True, optional=True),
    ),
    fields=(
        NodeField("for", "Organisation", "The body asked about."),
        DAY_ASKED,
        RowsField(
            "items",
            "WorkItem",
            "Something a body has to see to.",
            "What it has to see to: by day, the earliest first, then what has no day, the gravest findings first.",
            (ITEM, KIND, DAY, PRECISION, PLACE),
            _items,
            (PLACE, KIND, f"{ITEM}.key"),
            "on,kind",
            (
                Column("kind", Kind.CODE, "What has to be seen to.", KIND, WORK),
                Column(
                    "on",
                    Kind.DATE,
                    "Its last day, or the last it may mean. A signature or a finding has none.",
                    f"toString({DAY})",
                    required=False,
                ),
                Column("onPrecision", Kind.CODE, "How exact that day is.", PRECISION, PRECISIONS, required=False),
                Column(
                    "daysLeft",
                    Kind.INTEGER,
                    "Days from the day asked about; negative once it passed.",
                    f"CASE WHEN {DAY} IS NOT NULL THEN {DAYS_LEFT} END",
                    required=False,
                ),
                NodeColumn("about", _LABELS, ITEM, "What it is about."),
                resting.AGREEMENTS,
                resting.FLOWS,
                ListField("toSign", "Organisation", "Of what awaits a signature: bodies yet to sign.", _to_sign),
                ListField(
                    "posts",
                    "Post",
                    "Posts of the body to ask, filled today: those that lead on the agreement that it is, assesses or "
                    "supports, or that have the finding; where there are none, its information governance leads and "
                    "data protection officers.",
                    _posts,
                    (PAPERS,),
                ),
            ),
            resting.PREPARED,
        ),
    ),
)
