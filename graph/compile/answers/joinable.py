"""`joinable`: what two bodies could use instead of writing an agreement."""

from graph.compile.asked.bounds import Bounds
from graph.compile.cypher.either import either
from graph.compile.cypher.order import Term
from graph.compile.cypher.where import where_clause
from graph.compile.declared.agreement_cover import covered, party_bodies, purposes, usable
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Named
from graph.compile.declared.compared import as_text, compared
from graph.compile.declared.fields import EntriesField, ListField, NodeField, Prepared, ValueField
from graph.compile.declared.scene import Scene, each_of
from graph.compile.roots.flows_between import flows_between
from graph.compile.shape import Leaf

ONE, OTHER = "givenBetween", "givenAnd"
NEEDED, AIMS, USABLE, CUT = "givenNeeded", "givenAims", "givenUsable", "givenCut"
AGREEMENT, SIGNERS = "givenJoinable", "givenSigners"
COVERS, LACKS, SERVES, FAILS = "givenCovers", "givenLacks", "givenServes", "givenFails"
# Kinds that are made for their own parties: a licence, a contract, an instruction, a return that a law requires.
_OWN_PARTIES = "['DATA_ACCESS', 'DPA', 'CONTRACT_SCHEDULE', 'STATUTORY_RETURN', 'WORK_INSTRUCTION']"
_HAS_SIGNED = (
    "(this.state IS NULL OR this.state IN ['SIGNED', 'STATED'] OR EXISTS { (this)<-[:FOR_PARTY]-(givenMark:Signature) "
    "WHERE givenMark.signedOn IS NULL OR givenMark.signedOn <= $today })"
)


def _needed(scene: Scene) -> list[str]:
    return _what_flows(scene, "dataset", "CARRIES", "Dataset", NEEDED)


def _aims(scene: Scene) -> list[str]:
    return _what_flows(scene, "purpose", "SERVES", "Purpose", AIMS)


def _what_flows(scene: Scene, argument: str, edge: str, label: str, name: str) -> list[str]:
    """The dataset or purpose that is named; where none is, those of what flows between the two."""
    this = scene.name("n")
    if argument in scene.given:
        given = f"given{label}"
        return [f"CALL ({given}) {{", f"WITH {given} AS {this}", f"RETURN collect({this}) AS {name}", "}"]
    flow = scene.name("f")
    return [
        f"CALL ({ONE}, {OTHER}) {{",
        *either(f"{ONE}, {OTHER}", flow, flows_between(ONE, OTHER, flow), flows_between(OTHER, ONE, flow)),
        f"WITH {flow}",
        *where_clause(scene.seen("Flow", flow)),
        f"MATCH ({flow})-[:{edge}]->({this}:{label})",
        f"WITH DISTINCT {this}",
        *where_clause(scene.seen(label, this)),
        f"RETURN collect({this}) AS {name}",
        "}",
    ]


def _usable(scene: Scene) -> list[str]:
    """Agreements that one of the two is party to, and those that cover a dataset they need."""
    agreement, party, flow, dataset = (scene.name(name) for name in ("a", "p", "f", "d"))
    ways = [
        [
            f"MATCH ({body})<-[:OF]-({party}:Party)-[:IN]->({agreement}:Agreement)",
            *where_clause(scene.on_the_day("Party", party)),
        ]
        for body in (ONE, OTHER)
    ]
    ways.append([f"UNWIND {NEEDED} AS {dataset}", f"MATCH ({dataset})<-[:COVERS]-({agreement}:Agreement)"])
    ways.append(
        [
            f"UNWIND {NEEDED} AS {dataset}",
            f"MATCH ({dataset})<-[:CARRIES]-({flow}:Flow)-[:GOVERNED_BY]->({agreement}:Agreement)",
            *where_clause(scene.context.held(scene.context.model.nodes["Flow"], flow)),
        ]
    )
    lines = either(f"{ONE}, {OTHER}, {NEEDED}", agreement, *ways)
    lines += [f"WITH {agreement}", *where_clause([usable(agreement), *scene.seen("Agreement", agreement)])]
    sorts = f"{agreement}.titleSort, {agreement}.key"
    return compared(scene, f"{ONE}, {OTHER}, {NEEDED}", lines, agreement, sorts, (USABLE, CUT))


def _joinable(scene: Scene, this: str) -> list[str]:
    body, dataset, purpose = scene.name("b"), scene.name("d"), scene.name("p")
    bound = [f"given{each.capitalize()}" for each in ("dataset", "purpose") if each in scene.given]
    kept = ", ".join([this, ONE, OTHER, *bound, NEEDED, AIMS])
    both = f"CASE WHEN {ONE}.key = {OTHER}.key THEN [{ONE}] ELSE [{ONE}, {OTHER}] END"
    lines = [
        f"UNWIND {USABLE} AS {this}",
        f"CALL ({this}, {ONE}, {OTHER}) {{",
        *party_bodies(scene, this, body, f"{body} IN [{ONE}, {OTHER}]", _HAS_SIGNED),
        f"RETURN collect({body}) AS signed",
        "}",
        f"WITH {kept}, [each IN {both} WHERE NOT each IN signed] AS {SIGNERS}",
        f"WITH {kept}, {SIGNERS} WHERE size({SIGNERS}) = 0 OR NOT coalesce({this}.kind IN {_OWN_PARTIES}, false)",
    ]
    for needed, node, bind, has in ((NEEDED, dataset, covered, COVERS), (AIMS, purpose, purposes, SERVES)):
        lines += [
            f"CALL ({this}, {needed}) {{",
            *bind(scene, this, node),
            f"WITH {node}, {needed} WHERE {node} IN {needed}",
            f"RETURN collect({node}) AS {has}",
            "}",
        ]
    lacks = f"[each IN {NEEDED} WHERE NOT each IN {COVERS}] AS {LACKS}"
    fails = f"[each IN {AIMS} WHERE NOT each IN {SERVES}] AS {FAILS}"
    # A framework covers what its schedules do; to join anything else that covers nothing needed costs a signature only.
    helps = f"size({COVERS}) > 0 OR size({NEEDED}) = 0 OR size({SIGNERS}) = 0 OR {this}.kind = 'FRAMEWORK'"
    return [
        *lines,
        f"WITH {kept}, {SIGNERS}, {COVERS}, {SERVES} WHERE {helps}",
        f"WITH {kept}, {SIGNERS}, {COVERS}, {SERVES}, {lacks}, {fails}",
    ]


_FIRST = f"size({SIGNERS})", f"size({LACKS})"

ANSWER = Answer(
    root="joinable",
    type_name="JoinableAgreements",
    type_description="What two bodies could use instead of writing a new agreement.",
    description="Which agreement or framework two bodies could use instead of writing a new one: what it covers of "
    "what they need, what is missing, and who would have to sign. What they need is the dataset and purpose named, or "
    "else what recorded flows between them carry and serve. Looked at are agreements that either is party to and those "
    "that cover a needed dataset, not stopped, not past their last day and no drafts; where somebody would have to "
    "join, kinds made for their own parties are left out (data access, processing, contract schedule, statutory "
    "return, work instruction), and all but frameworks that cover no needed dataset. Those that cost the fewest new "
    f"signatures come first. The first {Bounds().compare:,} by title are looked at.",
    arguments=(
        Named("between", "Organisation", "The id or key of one body."),
        Named("and", "Organisation", "The id or key of the other."),
        Named("dataset", "Dataset", "The id or key of the dataset they want to share.", required=False),
        Named("purpose", "Purpose", "The id or key of the purpose they want to share for.", required=False),
    ),
    fields=(
        NodeField("between", "Organisation", "The one body."),
        NodeField("and", "Organisation", "The other."),
        NodeField("dataset", "Dataset", "The dataset they want to share, where one was named."),
        NodeField("purpose", "Purpose", "The purpose they want to share for, where one was named."),
        EntriesField(
            "agreements",
            "JoinableAgreement",
            "An agreement that two bodies could use.",
            NodeField("agreement", "Agreement", "The agreement.", AGREEMENT),
            AGREEMENT,
            "What they could use: the fewest new signatures first, then the fewest needed datasets missing.",
            _joinable,
            (
                ValueField(
                    "newSignatures",
                    "How many of the two would have to sign.",
                    _FIRST[0],
                    Leaf.INTEGER,
                ),
                ListField(
                    "toSign",
                    "Organisation",
                    "Those of the two that would have to sign: no party on the day, or a party that has not signed.",
                    each_of(SIGNERS),
                ),
                ListField("covers", "Dataset", "The needed datasets that it covers.", each_of(COVERS)),
                ListField("missing", "Dataset", "The needed datasets that it does not cover.", each_of(LACKS)),
                ListField("serves", "Purpose", "The needed purposes that it is for.", each_of(SERVES)),
                ListField("missingPurposes", "Purpose", "The needed purposes that it is not for.", each_of(FAILS)),
            ),
            carried=(SIGNERS, COVERS, LACKS, SERVES, FAILS),
            before=tuple(Term(as_text(each), True) for each in _FIRST),
            apart=True,
            needs=(NEEDED, AIMS, USABLE),
        ),
        ListField(
            "needed",
            "Dataset",
            "The datasets they need: the one named, or those of what flows between them.",
            each_of(NEEDED),
            needs=(NEEDED,),
        ),
        ValueField(
            "complete",
            "Whether everything they could use was looked at; if not, there was more than is.",
            f"NOT {CUT}",
            Leaf.FLAG,
            needs=(NEEDED, USABLE),
        ),
    ),
    prepared=(Prepared((NEEDED,), _needed), Prepared((AIMS,), _aims), Prepared((USABLE, CUT), _usable)),
)
