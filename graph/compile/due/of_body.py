"""What of all that may fall due concerns one body, `givenFor`: where the search for each type begins."""

from __future__ import annotations

from graph.compile.declared import Scene
from graph.compile.due.resting import ITEM, either, live
from graph.compile.emit import where_clause

BODY = "givenFor"


def its_agreements(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the agreements a body is party to today, or leads on itself or through a post."""
    return [*_its_agreements(scene, this), *where_clause(scene.seen("Agreement", this))]


def _its_agreements(scene: Scene, this: str) -> list[str]:
    party, post = scene.name("p"), scene.name("o")
    return [
        *either(
            BODY,
            this,
            [
                f"MATCH ({BODY})<-[:OF]-({party}:Party)-[:IN]->({this}:Agreement)",
                *where_clause(scene.current("Party", party)),
            ],
            [f"MATCH ({BODY})<-[:LED_BY]-({this}:Agreement)"],
            [
                f"MATCH ({BODY})<-[:AT]-({post}:Post)-[:LEADS]->({this}:Agreement)",
                *where_clause(scene.current("Post", post)),
            ],
        ),
        f"WITH DISTINCT {this}",
    ]


def _its_flows(scene: Scene, this: str) -> list[str]:
    return [
        f"MATCH ({BODY})-[:DISCLOSES|RECEIVED_BY|VIA]-({this}:Flow)",
        *where_clause([*live(this), *scene.seen("Flow", this)]),
    ]


def of_body(scene: Scene, label: str) -> list[str]:
    """Return the lines that bind, as the item, what of a type concerns the body."""
    agreement, flow, party = scene.name("a"), scene.name("f"), scene.name("p")
    match label:
        case "Agreement":
            return _its_agreements(scene, ITEM)
        case "Assurance":
            return [f"MATCH ({BODY})<-[:HELD_BY]-({ITEM}:Assurance)"]
        case "Document":
            return [*its_agreements(scene, agreement), f"MATCH ({agreement})<-[:ATTACHED_TO]-({ITEM}:Document)"]
        case "Dpia":
            ways = [
                [*its_agreements(scene, agreement), f"MATCH ({agreement})<-[:ASSESSES]-({ITEM}:Dpia)"],
                [*_its_flows(scene, flow), f"MATCH ({flow})<-[:ASSESSES]-({ITEM}:Dpia)"],
                [f"MATCH ({BODY})<-[:CONTROLLED_BY]-(:Dataset)<-[:ASSESSES]-({ITEM}:Dpia)"],
            ]
        case _:
            ways = [
                [*_its_flows(scene, flow), f"MATCH ({flow})-[:RELIES_ON]->({ITEM}:LegalBasis)"],
                [
                    f"MATCH ({BODY})<-[:OF]-({party}:Party)-[:PARTY_RELIES_ON]->({ITEM}:LegalBasis)",
                    *where_clause(scene.current("Party", party)),
                ],
            ]
    return [*either(BODY, ITEM, *ways), f"WITH DISTINCT {ITEM}"]
