"""`partners`: the bodies that one body shares with."""

from graph.compile.cypher.either import either
from graph.compile.cypher.where import where_clause
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Named
from graph.compile.declared.fields import EntriesField, ListField, NodeField
from graph.compile.declared.scene import Scene
from graph.compile.roots.flows_between import flows_between

PARTNER = "givenPartner"


def _partners(scene: Scene, this: str) -> list[str]:
    ways = []
    for pattern in (
        "(givenBody)-[:DISCLOSES]->({flow}:Flow)-[:RECEIVED_BY]->({this}:Organisation)",
        "(givenBody)<-[:RECEIVED_BY]-({flow}:Flow)<-[:DISCLOSES]-({this}:Organisation)",
    ):
        flow = scene.name("f")
        matched = f"MATCH {pattern.format(flow=flow, this=this)}"
        ways.append([matched, *where_clause(scene.seen("Flow", flow))])
    agreement = scene.name("a")
    shared = [*_shared(scene, agreement, f"{this}:Organisation"), f"WITH {agreement}, {this}"]
    ways.append([*shared, *where_clause(scene.seen("Agreement", agreement))])
    return [*either("givenBody", this, *ways), f"WITH givenBody, {this} WHERE {this}.key <> givenBody.key"]


def _shared(scene: Scene, agreement: str, partner: str) -> list[str]:
    """The agreements that both are party to."""
    mine, theirs = scene.name("p"), scene.name("p")
    return [
        f"MATCH (givenBody)<-[:OF]-({mine}:Party)-[:IN]->({agreement}:Agreement)<-[:IN]-({theirs}:Party)"
        f"-[:OF]->({partner})",
        *where_clause(scene.seen("Party", mine) + scene.seen("Party", theirs)),
    ]


def _gives(scene: Scene, this: str) -> list[str]:
    return flows_between("givenBody", PARTNER, this)


def _receives(scene: Scene, this: str) -> list[str]:
    return flows_between(PARTNER, "givenBody", this)


def _agreements(scene: Scene, this: str) -> list[str]:
    return _shared(scene, this, PARTNER)


def _elements(scene: Scene, this: str) -> list[str]:
    flow, dataset = scene.name("f"), scene.name("d")
    given, received = flows_between("givenBody", PARTNER, flow), flows_between(PARTNER, "givenBody", flow)
    lines = [*either("givenBody, givenPartner", flow, given, received), f"WITH {flow}"]
    lines += where_clause(scene.seen("Flow", flow))
    matched = f"MATCH ({flow})-[:CARRIES]->({dataset}:Dataset)-[:CONTAINS]->({this}:DataElement)"
    return [*lines, matched, *where_clause(scene.seen("Dataset", dataset))]


ANSWER = Answer(
    root="partners",
    type_name="Partners",
    type_description="The bodies that one body shares with.",
    description="Which bodies a body shares with: those it gives to, receives from, or has an agreement with. Every "
    "one is listed, a page at a time; what is not recorded is not known here.",
    arguments=(Named("body", "Organisation", "The id or key of the body."),),
    fields=(
        NodeField("body", "Organisation", "The body asked about."),
        EntriesField(
            "partners",
            "Partner",
            "A body that another shares with: what goes either way between the two.",
            NodeField("body", "Organisation", "The partner.", PARTNER),
            PARTNER,
            "The bodies it shares with, by name.",
            _partners,
            (
                ListField("gives", "Flow", "Flows from the body asked about to the partner.", _gives),
                ListField("receives", "Flow", "Flows from the partner to the body asked about.", _receives),
                ListField("agreements", "Agreement", "Agreements both are party to.", _agreements),
                ListField("elements", "DataElement", "Data items in what flows either way between them.", _elements),
            ),
        ),
    ),
)
