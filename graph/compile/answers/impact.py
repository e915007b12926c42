"""`impact`: what a change would touch, before anybody makes it. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.compile.cypher.either import either
from graph.compile.cypher.where import where_clause
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Choice, Named, given_variable
from graph.compile.declared.fields import ListField, NodeField
from graph.compile.declared.scene import Scene
from graph.compile.errors import BadArgument
from graph.model.property import CodeList

EVENT = CodeList(
    "ImpactEvent",
    "What might happen.",
    {
        "PARTY_WITHDRAWS": "A body leaves an agreement. Needs body and agreement.",
        "BODY_CLOSES": "A body closes or merges into another. Needs body.",
        "AGREEMENT_LAPSES": "An agreement ends without a new one. Needs agreement.",
        "LEGAL_BASIS_LAPSES": "A provision of law is repealed or ends. Needs legalBasis.",
        "SERVICE_STOPS": "A body stops serving as processor, sub-processor or supplier of infrastructure. Needs body.",
        "BODY_BREACHED": "A body's copy of the data is breached, as a processor or otherwise. Needs body.",
    },
)

_NEEDS = {
    "PARTY_WITHDRAWS": ("body", "agreement"),
    "BODY_CLOSES": ("body",),
    "AGREEMENT_LAPSES": ("agreement",),
    "LEGAL_BASIS_LAPSES": ("legalBasis",),
    "SERVICE_STOPS": ("body",),
    "BODY_BREACHED": ("body",),
}
_PROCESSORS = "['PROCESSOR', 'SUB_PROCESSOR']"
_SERVICES = "['PROCESSOR', 'SUB_PROCESSOR', 'NO_ACCESS']"
_CONTROLLERS = "['CONTROLLER', 'JOINT_CONTROLLER']"
# A body that takes part in a flow, or holds what it brings.
_TOUCHES = "DISCLOSES|RECEIVED_BY|VIA"


def _check(given: Mapping[str, Any]) -> None:
    needs = _NEEDS[given["event"]]
    named = [name for name in ("body", "agreement", "legalBasis") if name in given]
    if sorted(named) != sorted(needs):
        raise BadArgument(f"impact: {given['event']} needs {' and '.join(needs)}, and nothing else.")


def _flows(scene: Scene, this: str) -> list[str]:
    match scene.given["event"]:
        case "PARTY_WITHDRAWS":
            touches = f"EXISTS {{ (givenBody)-[:{_TOUCHES}]-({this}) }}"
            return [f"MATCH (givenAgreement)<-[:GOVERNED_BY]-({this}:Flow)", f"WHERE {touches}"]
        case "AGREEMENT_LAPSES":
            return [f"MATCH (givenAgreement)<-[:GOVERNED_BY]-({this}:Flow)"]
        case "LEGAL_BASIS_LAPSES":
            return [f"MATCH (givenLegalBasis)<-[:RELIES_ON]-({this}:Flow)"]
        case "BODY_BREACHED":
            return [f"MATCH (givenBody)<-[:RECEIVED_BY|VIA]-({this}:Flow)"]
        case "SERVICE_STOPS":
            agreement = scene.name("a")
            return [
                *_serving(scene, agreement, _SERVICES),
                f"WITH givenBody, {agreement}",
                *where_clause(scene.seen("Agreement", agreement)),
                f"MATCH ({agreement})<-[:GOVERNED_BY]-({this}:Flow)",
                f"WHERE EXISTS {{ (givenBody)-[:{_TOUCHES}]-({this}) }}",
            ]
    return [f"MATCH (givenBody)-[:{_TOUCHES}]-({this}:Flow)"]


def _serving(scene: Scene, agreement: str, roles: str) -> list[str]:
    party = scene.name("p")
    return [
        f"MATCH (givenBody)<-[:OF]-({party}:Party)-[:IN]->({agreement}:Agreement)",
        *where_clause([f"{party}.role IN {roles}", *scene.current("Party", party)]),
    ]


def _agreements(scene: Scene, this: str) -> list[str]:
    party = scene.name("p")
    match scene.given["event"]:
        case "PARTY_WITHDRAWS":
            return [f"WITH givenAgreement AS {this}"]
        case "SERVICE_STOPS":
            return _serving(scene, this, _SERVICES)
        case "AGREEMENT_LAPSES":
            return either(
                "givenAgreement",
                this,
                [f"WITH givenAgreement AS {this}"],
                [f"MATCH (givenAgreement)<-[:UNDER]-({this}:Agreement)"],
            )
        case "LEGAL_BASIS_LAPSES":
            return either(
                "givenLegalBasis",
                this,
                _governing(scene, this),
                [
                    f"MATCH (givenLegalBasis)<-[:PARTY_RELIES_ON]-({party}:Party)-[:IN]->({this}:Agreement)",
                    *where_clause(scene.current("Party", party)),
                ],
            )
        case "BODY_BREACHED":
            return either("givenBody", this, _governing(scene, this), _serving(scene, this, _PROCESSORS))
    taking_part = [
        f"MATCH (givenBody)<-[:OF]-({party}:Party)-[:IN]->({this}:Agreement)",
        *where_clause(scene.current("Party", party)),
    ]
    return either("givenBody", this, _governing(scene, this), taking_part)


def _governing(scene: Scene, this: str) -> list[str]:
    flow = scene.name("f")
    return [
        *_seen_flows(scene, flow),
        f"MATCH ({flow})-[:GOVERNED_BY]->({this}:Agreement)",
    ]


def _seen_flows(scene: Scene, flow: str) -> list[str]:
    return [*_flows(scene, flow), f"WITH DISTINCT {flow}", *where_clause(scene.seen("Flow", flow))]


def _datasets(scene: Scene, this: str) -> list[str]:
    flow = scene.name("f")
    return [*_seen_flows(scene, flow), f"MATCH ({flow})-[:CARRIES]->({this}:Dataset)"]


def _bodies(scene: Scene, this: str) -> list[str]:
    event = scene.given["event"]
    imports = ", ".join(given_variable(name) for name in _NEEDS[event])
    flow, agreement, party = scene.name("f"), scene.name("a"), scene.name("p")
    # Of a breach, those who gave the data and the controllers must know; of the rest, whoever takes part.
    ends = "DISCLOSES" if event == "BODY_BREACHED" else _TOUCHES
    roles = [f"{party}.role IN {_CONTROLLERS}"] if event == "BODY_BREACHED" else []
    lines = either(
        imports,
        this,
        [*_seen_flows(scene, flow), f"MATCH ({flow})-[:{ends}]-({this}:Organisation)"],
        [
            *_agreements(scene, agreement),
            f"WITH DISTINCT {agreement}",
            *where_clause(scene.seen("Agreement", agreement)),
            f"MATCH ({agreement})<-[:IN]-({party}:Party)-[:OF]->({this}:Organisation)",
            *where_clause(roles + scene.current("Party", party)),
        ],
    )
    if "body" in _NEEDS[event]:
        lines.append(f"WITH givenBody, {this} WHERE {this}.key <> givenBody.key")
    return lines


ANSWER = Answer(
    root="impact",
    type_name="Impact",
    type_description="What a change would touch.",
    description="What would be touched if something happened, before it does: a body leaves or closes, an agreement or "
    "a provision of law ends, a service stops, a body is breached. Nothing is changed. Everything recorded that it "
    "touches directly is listed, a page at a time; what data goes on to is asked with onward.",
    arguments=(
        Choice("event", EVENT, "What might happen."),
        Named("body", "Organisation", "The id or key of the body it happens to.", required=False),
        Named("agreement", "Agreement", "The id or key of the agreement.", required=False),
        Named("legalBasis", "LegalBasis", "The id or key of the provision.", required=False),
    ),
    fields=(
        NodeField("body", "Organisation", "The body it happens to, where one was named."),
        NodeField("agreement", "Agreement", "The agreement, where one was named."),
        NodeField("legalBasis", "LegalBasis", "The provision, where one was named."),
        ListField(
            "flows",
            "Flow",
            "Flows it touches: of a withdrawal or a service, those under its agreements that the body takes part in; "
            "of a breach, those that bring data to the body or pass through it.",
            _flows,
        ),
        ListField("datasets", "Dataset", "Datasets that those flows carry.", _datasets),
        ListField(
            "agreements",
            "Agreement",
            "Agreements it touches: those of the flows, and those whose party or framework it takes away.",
            _agreements,
        ),
        ListField(
            "bodies",
            "Organisation",
            "Bodies to tell, beside the one it happens to: who takes part in those flows and agreements today; of a "
            "breach, who gave the data and who is controller.",
            _bodies,
        ),
    ),
    check=_check,
)
