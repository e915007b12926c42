"""What of all that may fall due or await somebody concerns one body, `givenFor`: gathered once, for every kind."""

from __future__ import annotations

from collections.abc import Collection

from graph.compile.cypher.either import either
from graph.compile.cypher.where import where_clause
from graph.compile.declared.scene import Scene
from graph.compile.due.resting import live

BODY, FOUND = "givenFor", "dueFound"
"""The body, and what is found of it."""


def of_body(scene: Scene, labels: Collection[str]) -> list[str]:
    """Return the lines that bind, each once, the things of some types that concern the body."""
    wanted = set(labels)
    ways = []
    if wanted & {"Agreement", "Document", "Dpia", "LegalBasis"}:
        ways.append(_on_its_agreements(scene, wanted))
    if wanted & {"Dpia", "LegalBasis"}:
        ways.append(_on_its_flows(scene))
    if "Dpia" in wanted:
        ways.append([f"MATCH ({BODY})<-[:CONTROLLED_BY]-(:Dataset)<-[:ASSESSES]-({FOUND}:Dpia)"])
    if "Assurance" in wanted:
        ways.append([f"MATCH ({BODY})<-[:HELD_BY]-({FOUND}:Assurance)"])
    if "Finding" in wanted:
        ways.append([f"MATCH ({BODY})<-[:CONCERNS]-({FOUND}:Finding)"])
    return either(BODY, FOUND, *ways)


def _on_its_agreements(scene: Scene, labels: Collection[str]) -> list[str]:
    """The agreements that it is party to today, or leads on itself or by a post; what supports or assesses them, and
    the laws that it relies on as a party."""
    agreement, party, post = scene.name("a"), scene.name("p"), scene.name("o")
    ways = [
        [
            f"MATCH ({BODY})<-[:OF]-({party}:Party)-[:IN]->({agreement}:Agreement)",
            *where_clause(scene.on_the_day("Party", party)),
        ],
        [f"MATCH ({BODY})<-[:LED_BY]-({agreement}:Agreement)"],
        [
            f"MATCH ({BODY})<-[:AT]-({post}:Post)-[:LEADS]->({agreement}:Agreement)",
            *where_clause(scene.current("Post", post)),
        ],
    ]
    onward = [[f"WITH {agreement} AS {FOUND}"]] if "Agreement" in labels else []
    if {"Document", "Dpia"} & set(labels):
        onward.append([f"MATCH ({agreement})<-[:ATTACHED_TO|ASSESSES]-({FOUND}:Document|Dpia)"])
    if "LegalBasis" in labels:
        as_party = f"MATCH ({agreement})<-[:IN]-({party}:Party)-[:OF]->({BODY})"
        relying = f"MATCH ({party})-[:PARTY_RELIES_ON]->({FOUND}:LegalBasis)"
        onward.append([as_party, *where_clause(scene.on_the_day("Party", party)), relying])
    return [
        *either(BODY, agreement, *ways),
        f"WITH {BODY}, {agreement}",
        *where_clause(scene.seen("Agreement", agreement)),
        *either(f"{BODY}, {agreement}", FOUND, *onward),
    ]


def _on_its_flows(scene: Scene) -> list[str]:
    """What assesses its live flows, and the laws that they rely on."""
    flow = scene.name("f")
    return [
        f"MATCH ({BODY})-[:DISCLOSES|RECEIVED_BY|VIA]-({flow}:Flow)",
        *where_clause(live(flow)),
        f"WITH DISTINCT {flow}",
        *where_clause(scene.seen("Flow", flow)),
        f"MATCH ({flow})-[:ASSESSES|RELIES_ON]-({FOUND}:Dpia|LegalBasis)",
    ]
