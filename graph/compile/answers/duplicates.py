"""`duplicates`: agreements that say the same again, and the one that could replace them."""

from graph.compile.asked.bounds import Bounds
from graph.compile.cypher.where import where_clause
from graph.compile.declared.agreement_cover import covered, not_over, party_bodies, purposes
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Named
from graph.compile.declared.compared import most_first
from graph.compile.declared.fields import EntriesField, ListField, NodeField, Prepared, ValueField
from graph.compile.declared.scene import Scene, each_of
from graph.compile.shape import Leaf

GROUPS, CUT = "givenGroups", "givenCut"
REPLACEMENT, MEMBERS = "givenReplacement", "givenMembers"


def _looked_at(scene: Scene, agreement: str) -> list[str]:
    """Return the lines that bind the agreements that are compared."""
    lines = [f"MATCH ({agreement}:Agreement)"]
    if "body" in scene.given:
        party = scene.name("p")
        lines = [
            f"MATCH (givenBody)<-[:OF]-({party}:Party)-[:IN]->({agreement}:Agreement)",
            *where_clause(scene.on_the_day("Party", party)),
            f"WITH DISTINCT {agreement}",
        ]
    # The first predicate is always true, and puts the index of the order to work.
    where = [f"{agreement}.titleSort >= ''", not_over(agreement), *scene.seen("Agreement", agreement)]
    return [*lines, *where_clause(where)]


def _of_body(scene: Scene) -> str:
    return "givenBody" if "body" in scene.given else ""


def _cut(scene: Scene) -> list[str]:
    agreement, bound = scene.name("a"), scene.context.constant(scene.context.compare)
    return [
        f"CALL ({_of_body(scene)}) {{",
        *_looked_at(scene, agreement),
        f"WITH {agreement} LIMIT {bound} + 1",
        f"RETURN count({agreement}) > {bound} AS {CUT}",
        "}",
    ]


def _groups(scene: Scene) -> list[str]:
    """Compare agreements by their parties first: few have all of them in common with another."""
    each, body, purpose, dataset = (scene.name(name) for name in ("a", "b", "p", "d"))
    return [
        f"CALL ({_of_body(scene)}) {{",
        *_looked_at(scene, each),
        f"WITH {each} ORDER BY {each}.titleSort, {each}.key LIMIT {scene.context.constant(scene.context.compare)}",
        f"CALL ({each}) {{",
        *party_bodies(scene, each, body),
        f"WITH DISTINCT {body}.key AS key ORDER BY key",
        "RETURN collect(key) AS who",
        "}",
        f"WITH {each}, who WHERE size(who) > 1",
        f"WITH who, collect({each}) AS same",
        "WITH same WHERE size(same) > 1",
        f"UNWIND same AS {each}",
        f"CALL ({each}) {{",
        *purposes(scene, each, purpose),
        f"WITH {purpose}.key AS key ORDER BY key",
        "RETURN collect(key) AS why",
        "}",
        f"WITH same, why, collect({each}) AS alike",
        "WITH alike WHERE size(alike) > 1",
        "CALL (alike) {",
        f"UNWIND alike AS {each}",
        *covered(scene, each, dataset),
        f"WITH {dataset}, collect({each}) AS having",
        "WITH having WHERE size(having) > 1",
        f"UNWIND having AS {each}",
        f"WITH DISTINCT {each}",
        f"RETURN collect({each}) AS {MEMBERS}",
        "}",
        f"WITH {MEMBERS} WHERE size({MEMBERS}) > 1",
        f"CALL ({MEMBERS}) {{",
        f"UNWIND {MEMBERS} AS {each}",
        *covered(scene, each, dataset),
        f"WITH {each}, count({dataset}) AS covers",
        f"WITH {each} ORDER BY covers DESC, {each}.titleSort, {each}.key LIMIT 1",
        f"RETURN head(collect({each})) AS best",
        "}",
        f"RETURN collect([best, {MEMBERS}]) AS {GROUPS}",
        "}",
    ]


def _group(scene: Scene, this: str) -> list[str]:
    return [f"UNWIND {GROUPS} AS alike", f"WITH *, alike[0] AS {this}, alike[1] AS {MEMBERS}"]


def _parties(scene: Scene, this: str) -> list[str]:
    return party_bodies(scene, REPLACEMENT, this)


def _purposes(scene: Scene, this: str) -> list[str]:
    return purposes(scene, REPLACEMENT, this)


def _overlapping(scene: Scene, this: str) -> list[str]:
    each = scene.name("a")
    return [
        f"UNWIND {MEMBERS} AS {each}",
        *covered(scene, each, this),
        f"WITH {this}, count({each}) AS covering",
        f"WITH {this} WHERE covering > 1",
    ]


def _missing(scene: Scene, this: str) -> list[str]:
    each, dataset = scene.name("a"), scene.name("d")
    return [
        f"CALL ({REPLACEMENT}) {{",
        *covered(scene, REPLACEMENT, dataset),
        f"RETURN collect({dataset}) AS has",
        "}",
        f"UNWIND {MEMBERS} AS {each}",
        *covered(scene, each, this),
        f"WITH {this}, has WHERE NOT {this} IN has",
    ]


ANSWER = Answer(
    root="duplicates",
    type_name="Duplicates",
    type_description="Agreements that say the same again.",
    description="Agreements between the same bodies, for the same purposes, over some of the same datasets: all but "
    "one of them may be needless. Those that are stopped or past their last day are left out, drafts are not. Parties "
    "are those of the day. Where no purpose is recorded the purposes may differ: such agreements are set beside each "
    "other alone, and purposes is empty. A dataset is covered where the agreement or a flow made under it says so. The "
    f"first {Bounds().compare:,} agreements by title are compared with each other.",
    arguments=(
        Named("body", "Organisation", "The id or key of a body, to look at its agreements alone.", required=False),
    ),
    fields=(
        NodeField("body", "Organisation", "The body whose agreements are looked at, where one was named."),
        EntriesField(
            "groups",
            "DuplicateGroup",
            "Agreements with the same parties and purposes, each of which shares a dataset with another of them.",
            NodeField(
                "replacement",
                "Agreement",
                "The one that could replace them: it covers most datasets; of equal ones the first by title.",
                REPLACEMENT,
            ),
            REPLACEMENT,
            "The groups, those with most agreements first.",
            _group,
            (
                ListField("agreements", "Agreement", "The agreements, with the one that could stay.", each_of(MEMBERS)),
                ListField("parties", "Organisation", "The bodies that are party to every one of them.", _parties),
                ListField("purposes", "Purpose", "The purposes of them all; empty if none is recorded.", _purposes),
                ListField("overlapping", "Dataset", "The datasets that more than one of them covers.", _overlapping),
                ListField(
                    "missing",
                    "Dataset",
                    "The datasets that the others cover and the replacement would have to take in.",
                    _missing,
                ),
            ),
            carried=(MEMBERS,),
            before=(most_first(f"size({MEMBERS})"),),
            apart=True,
            needs=(GROUPS,),
        ),
        ValueField(
            "complete",
            "Whether every agreement was compared; if not, there were more than are.",
            f"NOT {CUT}",
            Leaf.FLAG,
            needs=(CUT,),
        ),
    ),
    prepared=(Prepared((GROUPS,), _groups), Prepared((CUT,), _cut)),
)
