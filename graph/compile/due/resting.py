"""What rests on something that falls due: agreements, live flows, bodies, who leads, whom to ask.

The types of the edges tell what the item is, so that nothing has to be asked of its label. What rests on an agreement
that the caller may see may be seen: its parties, and the flows under it.
"""

from __future__ import annotations

from collections.abc import Collection

from graph.compile.cypher.either import either
from graph.compile.cypher.where import where_clause
from graph.compile.declared.fields import ListField, Prepared
from graph.compile.declared.scene import Scene
from graph.model.partial_days import not_over

ITEM = "dueItem"
LABELS = {
    "AGREEMENT_ENDS": "Agreement",
    "AGREEMENT_REVIEW": "Agreement",
    "ASSURANCE_LAPSES": "Assurance",
    "SECTION_251_ENDS": "Document",
    "DPIA_REVIEW": "Dpia",
    "LAW_ENDS": "LegalBasis",
    "AWAITS_SIGNATURE": "Agreement",
    "FINDING_OPEN": "Finding",
}
"""The type of what is due as each kind."""
PAPERS, PROGRAMMED, RELYING = "duePapers", "dueProgrammed", "dueRelying"
"""Lists prepared for an item: agreements that it is, supports or assesses; those of a programme that it assesses; those
that rely on it as a law."""
OFFICES = "['IG_LEAD', 'DPO']"


def live(flow: str) -> list[str]:
    """Return what must hold of a flow that is recorded as live and not as ceased."""
    return [f"{flow}.state = 'LIVE'", f"({flow}.ceasedOn IS NULL OR {not_over(f'{flow}.ceasedOn')})"]


def labels_due(scene: Scene) -> set[str]:
    """Return the types that the kinds asked for may be due as; ways from others would be planned for nothing."""
    return {LABELS[kind] for kind in scene.given.get("kinds") or LABELS}


def flow_ways(this: str, labels: Collection[str]) -> list[list[str]]:
    """Return the ways to flows from assessments, laws and assurances, but those through an agreement."""
    ways = []
    if {"Dpia", "LegalBasis"} & set(labels):
        ways.append([f"MATCH ({ITEM})-[:ASSESSES|RELIES_ON]-({this}:Flow)"])
    if {"Assurance", "Dpia"} & set(labels):
        held = f"({ITEM})-[:HELD_BY|ASSESSES]->(:Organisation|Dataset)<-[:RECEIVED_BY|VIA|CARRIES]-({this}:Flow)"
        ways.append([f"MATCH {held}"])
    return ways


def programmed(agreement: str) -> list[str]:
    """Return the line that binds the agreements of a programme that an assessment is of."""
    return [f"MATCH ({ITEM})-[:ASSESSES]->(:Programme)<-[:IN_PROGRAMME]-({agreement}:Agreement)"]


def _agreements_of_item(scene: Scene) -> list[str]:
    """The lists of agreements, all asked at once whether the caller may see them."""
    agreement, flow, party = scene.name("a"), scene.name("f"), scene.name("p")
    labels, ways = labels_due(scene), list[tuple[str, list[str]]]()
    if "Agreement" in labels:
        ways.append((PAPERS, [f"WITH {ITEM} AS {agreement} WHERE {agreement}:Agreement"]))
    if labels & {"Document", "Dpia"}:
        ways.append((PAPERS, [f"MATCH ({ITEM})-[:ATTACHED_TO|ASSESSES]->({agreement}:Agreement)"]))
    if "Dpia" in labels:
        ways.append((PROGRAMMED, programmed(agreement)))
    if "LegalBasis" in labels:
        by_flow = f"MATCH ({ITEM})<-[:RELIES_ON]-({flow}:Flow)-[:GOVERNED_BY]->({agreement}:Agreement)"
        by_party = f"MATCH ({ITEM})<-[:PARTY_RELIES_ON]-({party}:Party)-[:IN]->({agreement}:Agreement)"
        ways.append((RELYING, [by_flow, *where_clause([*live(flow), *scene.held("Flow", flow)])]))
        ways.append((RELYING, [by_party, *where_clause(scene.on_the_day("Party", party))]))
    lists = ", ".join(
        f"collect(CASE WHEN way = '{name}' THEN {agreement} END) AS {name}" for name in (PAPERS, PROGRAMMED, RELYING)
    )
    return [
        f"CALL ({ITEM}) {{",
        *either(ITEM, f"{agreement}, way", *([*lines, f"WITH {agreement}, '{name}' AS way"] for name, lines in ways)),
        f"WITH {agreement}, way",
        *where_clause(scene.seen("Agreement", agreement)),
        f"RETURN {lists}",
        "}",
    ]


PREPARED = (Prepared((PAPERS, PROGRAMMED, RELYING), _agreements_of_item),)
"""What fields of an item may need."""


def _of_holder(scene: Scene, pattern: str, *holds: str) -> list[list[str]]:
    held = [f"MATCH ({ITEM})-[:HELD_BY]->{pattern}", *where_clause([*holds])]
    return [held] if "Assurance" in labels_due(scene) else []


def agreements(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the agreements concerned, from both lists."""
    party = scene.name("p")
    of_party = f"(:Organisation)<-[:OF]-({party}:Party)-[:IN]->({this}:Agreement)"
    ways = [[f"UNWIND {PAPERS} + {RELYING} AS {this}"], *_of_holder(scene, of_party, *scene.on_the_day("Party", party))]
    return either(f"{ITEM}, {PAPERS}, {RELYING}", this, *ways)


def flows(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the live flows that rest on the item, from its papers and those of a programme."""
    agreement = scene.name("a")
    governed = [f"UNWIND {PAPERS} + {PROGRAMMED} AS {agreement}", f"MATCH ({agreement})<-[:GOVERNED_BY]-({this}:Flow)"]
    ways = [governed, *flow_ways(this, labels_due(scene))]
    found = either(f"{ITEM}, {PAPERS}, {PROGRAMMED}", this, *ways)
    return [*found, f"WITH {this}", *where_clause(live(this))]


def bodies(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the bodies concerned: parties today, whom an assurance speaks for, both ends."""
    party, flow, agreement = scene.name("p"), scene.name("f"), scene.name("a")
    of_parties = [
        f"UNWIND {PAPERS} + {RELYING} AS {agreement}",
        f"MATCH ({agreement})<-[:IN]-({party}:Party)-[:OF]->({this}:Organisation)",
        *where_clause(scene.on_the_day("Party", party)),
    ]
    around = [
        f"MATCH ({ITEM})-[:ASSESSES|RELIES_ON]-({flow}:Flow)",
        *where_clause([*live(flow), *scene.seen("Flow", flow)]),
        f"MATCH ({flow})-[:DISCLOSES|RECEIVED_BY]-({this}:Organisation)",
    ]
    ways = [of_parties, *_of_holder(scene, f"({this}:Organisation)")]
    if {"Dpia", "LegalBasis"} & labels_due(scene):
        ways.append(around)
    return either(f"{ITEM}, {PAPERS}, {RELYING}", this, *ways)


def leads(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the bodies that lead on the agreements, or whom an assurance speaks for."""
    agreement = scene.name("a")
    leading = [f"UNWIND {PAPERS} AS {agreement}", f"MATCH ({agreement})-[:LED_BY]->({this}:Organisation)"]
    return either(f"{ITEM}, {PAPERS}", this, leading, *_of_holder(scene, f"({this}:Organisation)"))


def posts(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the posts to ask: those that lead, and the offices of the bodies that lead."""
    body, agreement = scene.name("b"), scene.name("a")
    office = [f"{this}.role IN {OFFICES}", *scene.seen("Organisation", body)]
    at, each = f"({body}:Organisation)<-[:AT]-({this}:Post)", f"UNWIND {PAPERS} AS {agreement}"
    ways = [
        [each, f"MATCH ({agreement})<-[:LEADS]-({this}:Post)"],
        [each, f"MATCH ({agreement})-[:LED_BY]->{at}", *where_clause(office)],
        *_of_holder(scene, at, *office),
    ]
    found = either(f"{ITEM}, {PAPERS}", this, *ways)
    return [*found, f"WITH DISTINCT {this}", *where_clause(scene.current("Post", this))]


AGREEMENTS = ListField(
    "agreements", "Agreement", "Agreements that rest on it, or are it.", agreements, (PAPERS, RELYING)
)
FLOWS = ListField("flows", "Flow", "Live flows that rest on it.", flows, (PAPERS, PROGRAMMED))
"""Fields of whatever falls due."""
