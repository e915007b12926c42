"""`coverage`: which bodies and registers have told the registry nothing, or nothing lately."""

from __future__ import annotations

from graph.compile.cypher.either import either
from graph.compile.cypher.where import where_clause
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Choice, Number
from graph.compile.declared.rows import DAY_ASKED, Column, NodeColumn, RowsField
from graph.compile.declared.scene import Scene
from graph.model.partial_days import last_day, not_over
from graph.model.property import CodeList, Kind

TOLD = CodeList(
    "CoverageTold",
    "When somebody last told the registry something.",
    {
        "NOTHING": "Nothing is known from them.",
        "UNDATED": "Something is known from them, and no day of it.",
        "NOT_LATELY": "The last is longer ago than the days asked about.",
        "LATELY": "Within the days asked about.",
    },
)
SILENT = ("NOTHING", "UNDATED", "NOT_LATELY")
TELLER, TOLD_AS, LAST = "toldBy", "toldAs", "toldLast"
_AGO = f"duration.inDays({LAST}, $today).days"


def _as_told(heard: str) -> str:
    return (
        f"CASE WHEN NOT {heard} THEN 'NOTHING' WHEN {LAST} IS NULL THEN 'UNDATED' "
        f"WHEN {_AGO} > {{lately}} THEN 'NOT_LATELY' ELSE 'LATELY' END AS {TOLD_AS}"
    )


def _day_of(edition: str) -> str:
    """The last day that an edition may describe; the day it was loaded where it says none."""
    return f"coalesce({last_day(f'{edition}.asAt')}, date({edition}.loadedAt))"


def _wanted(scene: Scene) -> list[str]:
    wanted = sorted(set(scene.given.get("told") or SILENT))
    return [f"{TOLD_AS} IN [{', '.join(repr(each) for each in wanted)}]"]


def _rows(scene: Scene, heard: str) -> list[str]:
    told = _as_told(heard).format(lately=scene.numbers["lately"])
    return [f"WITH {TELLER}, {LAST}, {told}", f"WITH {TELLER}, {LAST}, {TOLD_AS}", *where_clause(_wanted(scene))]


def _sources(scene: Scene) -> list[str]:
    edition = scene.name("d")
    return [
        f"MATCH ({TELLER}:Source)",
        *where_clause(scene.seen("Source", TELLER)),
        f"CALL ({TELLER}) {{",
        f"MATCH ({TELLER})<-[:OF_SOURCE]-({edition}:Edition)",
        f"WITH {edition}, {_day_of(edition)} AS day",
        f"WHERE {edition}.state = 'LOADED' AND (day IS NULL OR day <= $today)",
        f"RETURN count({edition}) AS editions, max(day) AS {LAST}",
        "}",
        *_rows(scene, "editions > 0"),
    ]


def _bodies(scene: Scene) -> list[str]:
    """Bodies of their own that take part today, and the flows that their own statements tell of."""
    party, given, told, row, edition = (scene.name(each) for each in ("p", "f", "f", "w", "d"))
    taking_part = either(
        TELLER,
        "one",
        [
            f"MATCH ({TELLER})<-[:OF]-({party}:Party)",
            *where_clause(scene.current("Party", party)),
            "WITH 1 AS one LIMIT 1",
        ],
        [
            f"MATCH ({TELLER})-[:DISCLOSES|RECEIVED_BY]-({given}:Flow)",
            *where_clause(scene.current("Flow", given)),
            "WITH 1 AS one LIMIT 1",
        ],
    )
    open_today = f"({TELLER}.closedOn IS NULL OR {not_over(f'{TELLER}.closedOn')})"
    here = [f"coalesce({TELLER}.kind, 'OTHER') <> 'COLLECTIVE'", open_today, *scene.seen("Organisation", TELLER)]
    return [
        f"MATCH ({TELLER}:Organisation)",
        *where_clause(here),
        *taking_part,
        f"WITH DISTINCT {TELLER}",
        f"CALL ({TELLER}) {{",
        f"MATCH ({TELLER})<-[:STATED_BY]-({told}:Flow)",
        *where_clause(scene.seen("Flow", told)),
        f"RETURN count({told}) AS stated",
        "}",
        f"CALL ({TELLER}) {{",
        f"MATCH ({TELLER})<-[:STATED_BY]-({told}:Flow)<-[:STATES]-({row}:Record)-[:IN_EDITION]->({edition}:Edition)",
        *where_clause([*scene.seen("Flow", told), *scene.seen("Record", row)]),
        f"WITH DISTINCT {edition}",
        f"WITH {_day_of(edition)} AS day",
        "WHERE day <= $today",
        f"RETURN max(day) AS {LAST}",
        "}",
        *_rows(scene, "stated > 0"),
    ]


_COLUMNS = (
    Column("told", Kind.CODE, "When they last told something.", TOLD_AS, TOLD),
    Column(
        "lastTold", Kind.DATE, "The last day of what they told, where it is known.", f"toString({LAST})", None, False
    ),
    Column(
        "daysAgo",
        Kind.INTEGER,
        "Days from then to the day asked about.",
        f"CASE WHEN {LAST} IS NOT NULL THEN {_AGO} END",
        required=False,
    ),
)
_ORDER = (f"coalesce(toString({LAST}), '')", f"{TELLER}.key")

ANSWER = Answer(
    root="coverage",
    type_name="Coverage",
    type_description="Who has told the registry nothing, or nothing lately.",
    description="Which bodies and registers have told nothing, or nothing lately. A register tells by its editions; "
    "the day counts that an edition describes, or that it was loaded where it gives none. A body tells by flows that "
    "its own statements tell of: asked about are bodies that take part in an agreement or a flow on the day, without "
    "collectives and closed bodies. That a register names a body is not the body's telling. Registers that were never "
    "loaded are not known here. Everything is listed, a page at a time: pageInfo says whether more follows, and "
    "totalCount how much there is.",
    arguments=(
        Number("lately", "How many days ago still counts as lately.", 365, 0, 3660),
        Choice(
            "told",
            TOLD,
            "Who is wanted; where nothing is said, all that did not tell something lately.",
            several=True,
            optional=True,
        ),
    ),
    fields=(
        DAY_ASKED,
        RowsField(
            "bodies",
            "BodyCoverage",
            "A body, and when it last told of its sharing.",
            "Bodies that take part, those that told nothing first, then the longest ago.",
            (TELLER, LAST, TOLD_AS),
            _bodies,
            _ORDER,
            "lastTold",
            (NodeColumn("body", ("Organisation",), TELLER, "The body."), *_COLUMNS),
        ),
        RowsField(
            "sources",
            "SourceCoverage",
            "A register, and the day that its latest edition describes.",
            "Registers, those that told nothing first, then the longest ago.",
            (TELLER, LAST, TOLD_AS),
            _sources,
            _ORDER,
            "lastTold",
            (NodeColumn("source", ("Source",), TELLER, "The register."), *_COLUMNS),
        ),
    ),
)
