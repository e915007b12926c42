"""`trace`: the routes by which data can get from one body to another."""

from graph.compile.asked.bounds import Bounds
from graph.compile.cypher.order import Term
from graph.compile.cypher.where import where_clause
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Fitting, Named, Number
from graph.compile.declared.fields import EntriesField, ListField, NodeField, PartsField, Prepared, ValueField
from graph.compile.declared.scene import Scene, each_of
from graph.compile.roots.flows_between import flows_between
from graph.compile.roots.onward import DEFAULT_HOPS, MOST_HOPS, hops_of
from graph.compile.shape import Leaf
from graph.compile.walks.routes import CUT, FOUND, GIVER, MORE, TAKER, find_more, find_routes, followed, keys_between
from graph.model.property import CodeList

TRACE_CUT_SHORT = CodeList(
    "TraceCutShort",
    "Why routes are missing from an answer.",
    {
        "HOPS": "Another hop would have found more: ask for more hops.",
        "ROUTES": "There were more routes than are listed, or more beginnings of routes than are followed on.",
    },
)
ROUTE, STEP = "givenRoute", "givenStep"
_ENDS = ("givenDiscloser", "givenRecipient")
# The hops of a route, which its text begins with.
_HOPS = "toInteger(substring({}, 0, 1))"
_CODES = f"[each IN [CASE WHEN {MORE} > 0 THEN 'HOPS' END, CASE WHEN {CUT} THEN 'ROUTES' END] WHERE each IS NOT NULL]"

_MANY = f"{Bounds().expand:,}"


def _steps(scene: Scene) -> list[str]:
    giver, taker = _ENDS
    return [
        f"WITH [{GIVER}.key] + {keys_between(ROUTE)} + [{TAKER}.key] AS keys",
        f"UNWIND range(1, size(keys) - 1) AS {STEP}",
        f"MATCH ({giver}:Organisation {{key: keys[{STEP} - 1]}})",
        f"MATCH ({taker}:Organisation {{key: keys[{STEP}]}})",
        f"WITH {STEP}, {giver}, {taker} ORDER BY {STEP}",
    ]


def _flows(scene: Scene, this: str) -> list[str]:
    return [*flows_between(*_ENDS, this), f"WITH {this}", *where_clause(followed(scene, this))]


ANSWER = Answer(
    root="trace",
    type_name="Trace",
    type_description="The routes by which data can get from one body to another.",
    description="The routes by which data can get from one body to another, from hand to hand, shortest first. A route "
    "passes through no body twice. It tells what could get there, not what does: registers seldom say which data is "
    f"passed on; name a dataset in where to follow it alone. At most {MOST_HOPS} hops are followed and {_MANY} routes "
    f"listed; where there are more, no further hop is looked at. Of each number of hops {_MANY} beginnings of routes "
    "are followed on, first by the names of their bodies, from whichever end has fewer bodies next to it.",
    arguments=(
        Named("from", "Organisation", "The id or key of the body that the data comes from."),
        Named("to", "Organisation", "The id or key of the body that it gets to."),
        Number("hops", "How many flows a route may have.", DEFAULT_HOPS, 1, MOST_HOPS),
        Fitting("where", "Flow", "Which flows are followed; all where not said."),
    ),
    fields=(
        NodeField("from", "Organisation", "The body that the data comes from."),
        NodeField("to", "Organisation", "The body that it gets to."),
        EntriesField(
            "routes",
            "TraceRoute",
            "A way from body to body.",
            None,
            ROUTE,
            "The routes, shortest first, those of as many hops by the names of the bodies on the way.",
            each_of(FOUND),
            (
                ValueField("hops", "How many flows it takes.", _HOPS.format(ROUTE), Leaf.INTEGER),
                PartsField(
                    "steps",
                    "TraceStep",
                    "One step of a route, from one body to the next.",
                    "The steps of the route, the first one first.",
                    (STEP, *_ENDS),
                    _steps,
                    (
                        ValueField("hop", "Which step of the route it is; 1 is the first.", STEP, Leaf.INTEGER),
                        NodeField("discloser", "Organisation", "The body that gives the data.", _ENDS[0]),
                        NodeField("recipient", "Organisation", "The body that receives it.", _ENDS[1]),
                        ListField(
                            "flows",
                            "Flow",
                            "The flows between the two, with the agreements and laws of each.",
                            _flows,
                        ),
                    ),
                    lambda scene: hops_of(scene.given),
                ),
            ),
            before=(Term(ROUTE, True),),
            apart=True,
            needs=(FOUND,),
        ),
        ValueField(
            "shortest",
            "How many flows the shortest route has; empty where none was found.",
            _HOPS.format(f"head({FOUND})"),
            Leaf.INTEGER,
            optional=True,
            needs=(FOUND,),
        ),
        ValueField(
            "complete",
            "Whether those are all routes of any number of hops; if not, cutShort says why.",
            f"{MORE} = 0 AND NOT {CUT}",
            Leaf.FLAG,
            needs=(FOUND, MORE),
        ),
        ValueField(
            "cutShort",
            "Why routes are missing; empty where none is.",
            _CODES,
            Leaf.CODES,
            TRACE_CUT_SHORT,
            needs=(FOUND, MORE),
        ),
    ),
    prepared=(Prepared((FOUND, CUT), find_routes), Prepared((MORE,), find_more)),
)
