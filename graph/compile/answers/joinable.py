"""`joinable`: what two bodies could use instead of writing an agreement."""

from collections.abc import Callable

from graph.compile.asked.bounds import Bounds
from graph.compile.cypher.either import either
from graph.compile.cypher.order import Term
from graph.compile.cypher.where import where_clause
from graph.compile.declared.agreement_cover import covered, purposes, usable
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Named
from graph.compile.declared.compared import as_text, compared
from graph.compile.declared.fields import EntriesField, ListField, NodeField, Prepared, ValueField
from graph.compile.declared.scene import Find, Scene, each_of
from graph.compile.roots.flows_between import flows_between
from graph.compile.shape import Leaf
from graph.model.this import bind_this

ONE, OTHER = "givenBetween", "givenAnd"
NEEDED, AIMS, USABLE, CUT = "givenNeeded", "givenAims", "givenUsable", "givenCut"
AGREEMENT, SIGNERS = "givenJoinable", "givenSigners"
LACKING = "givenLacking"
# The lines that bind what an agreement covers or serves.
_Bind = Callable[[Scene, str, str], list[str]]
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
    """Agreements that one of the two is party to, and those that cover a dataset they need, each once.

    With each comes how many needed datasets it covers, and who has signed: 1 for the one body and 2 for the other. All
    that is found from the two bodies and the datasets, of which there are few, not from thousands of agreements.
    """
    agreement, party, flow, dataset = (scene.name(name) for name in ("a", "p", "f", "d"))
    ways = [
        [
            f"MATCH ({body})<-[:OF]-({party}:Party)-[:IN]->({agreement}:Agreement)",
            *where_clause(scene.on_the_day("Party", party)),
            f"WITH {agreement}, null AS {dataset}, "
            f"CASE WHEN {bind_this(_HAS_SIGNED, party)} THEN {number} ELSE 0 END AS signer",
        ]
        for number, body in enumerate((ONE, OTHER), 1)
    ]
    covering = (
        [f"MATCH ({dataset})<-[:COVERS]-({agreement}:Agreement)"],
        [
            f"MATCH ({dataset})<-[:CARRIES]-({flow}:Flow)-[:GOVERNED_BY]->({agreement}:Agreement)",
            *where_clause(scene.held("Flow", flow)),
        ],
    )
    for way in covering:
        ways.append([f"UNWIND {NEEDED} AS {dataset}", *way, f"WITH {agreement}, {dataset}, 0 AS signer"])
    imports = f"{ONE}, {OTHER}, {NEEDED}"
    lines = either(imports, f"{agreement}, {dataset}, signer", *ways)
    lines += [
        f"WITH {agreement}, count({dataset}) AS covering, sum(DISTINCT signer) AS signed",
        *where_clause([usable(agreement), *scene.seen("Agreement", agreement)]),
        f"WITH [{agreement}, signed, covering] AS usable, {agreement}",
    ]
    return compared(scene, imports, lines, "usable", f"{agreement}.titleSort, {agreement}.key", (USABLE, CUT))


def _joinable(scene: Scene, this: str) -> list[str]:
    bound = [f"given{each.capitalize()}" for each in ("dataset", "purpose") if each in scene.given]
    kept = ", ".join([this, ONE, OTHER, *bound, SIGNERS, LACKING, NEEDED, AIMS])
    both = f"CASE WHEN {ONE}.key = {OTHER}.key THEN [{ONE}] ELSE [{ONE}, {OTHER}] END"
    signers = f"CASE usable[1] WHEN 0 THEN {both} WHEN 1 THEN [{OTHER}] WHEN 2 THEN [{ONE}] ELSE [] END AS {SIGNERS}"
    own = f"size({SIGNERS}) = 0 OR NOT coalesce({this}.kind IN {_OWN_PARTIES}, false)"
    # A framework covers what its schedules do; to join anything else that covers nothing needed costs a signature only.
    helps = f"usable[2] > 0 OR {LACKING} = 0 OR size({SIGNERS}) = 0 OR {this}.kind = 'FRAMEWORK'"
    return [
        f"UNWIND {USABLE} AS usable",
        f"WITH *, usable[0] AS {this}, size({NEEDED}) - usable[2] AS {LACKING}, {signers}",
        f"WITH {kept} WHERE ({own}) AND ({helps})",
    ]


def _those_that(bind: _Bind, needed: str) -> Find:
    """Return what finds, of a list of what is needed, what the agreement covers or serves."""
    return lambda scene, this: [*bind(scene, AGREEMENT, this), f"WITH {this} WHERE {this} IN {needed}"]


def _those_left(bind: _Bind, needed: str) -> Find:
    """Return what finds the others."""

    def find(scene: Scene, this: str) -> list[str]:
        has = scene.name("h")
        had = [f"CALL ({AGREEMENT}) {{", *bind(scene, AGREEMENT, has), f"RETURN collect({has}) AS has", "}"]
        return [*had, f"UNWIND {needed} AS {this}", f"WITH {this} WHERE NOT {this} IN has"]

    return find


_FIRST = f"size({SIGNERS})", LACKING

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
                ListField("covers", "Dataset", "The needed datasets that it covers.", _those_that(covered, NEEDED)),
                ListField(
                    "missing", "Dataset", "The needed datasets that it does not cover.", _those_left(covered, NEEDED)
                ),
                ListField("serves", "Purpose", "The needed purposes that it is for.", _those_that(purposes, AIMS)),
                ListField(
                    "missingPurposes",
                    "Purpose",
                    "The needed purposes that it is not for.",
                    _those_left(purposes, AIMS),
                ),
            ),
            carried=(SIGNERS, LACKING, NEEDED, AIMS),
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
