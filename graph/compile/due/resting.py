"""What rests on something that falls due: agreements, live flows, bodies, who leads, whom to ask.

The types of the edges tell what the item is, so that nothing has to be asked of its label.
"""

from __future__ import annotations

from graph.compile.declared import Scene
from graph.compile.emit import where_clause
from graph.model.partial_days import last_day

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
OFFICES = "['IG_LEAD', 'DPO']"


def live(flow: str) -> list[str]:
    """Return what must hold of a flow that is recorded as live and not as ceased."""
    return [f"{flow}.state = 'LIVE'", f"({flow}.ceasedOn IS NULL OR {last_day(f'{flow}.ceasedOn')} >= $today)"]


def wanted(scene: Scene, ways: dict[str, list[list[str]]]) -> list[list[str]]:
    """Return the ways from types that the kinds asked for may be due as; every other would be planned for nothing."""
    kinds = scene.given.get("kinds") or LABELS
    labels = {LABELS[kind] for kind in kinds}
    return [way for label, of_label in ways.items() if label in labels for way in of_label]


def wanted_once(scene: Scene, labels: tuple[str, ...], way: list[str]) -> list[list[str]]:
    """Return a way that serves several types, if any of them may be due."""
    return wanted(scene, {label: [way] for label in labels})[:1]


def either(imports: str, this: str, *ways: list[str]) -> list[str]:
    """Return the lines that bind a variable to what any of some ways finds."""
    lines = [f"CALL ({imports}) {{"]
    for index, way in enumerate(ways or ([f"UNWIND [] AS {this}"],)):
        lines += [*["UNION"] * bool(index), *way, f"RETURN {this}"]
    return [*lines, "}"]


def on_paper(scene: Scene, pattern: str, *holds: str) -> list[list[str]]:
    """Return the ways along a pattern from the agreements that are due themselves, or assessed or supported.

    They are flat, one MATCH each: subqueries within subqueries take Neo4j minutes to plan.
    """
    agreement = scene.name("a")
    itself = [f"MATCH ({ITEM}){pattern}", *where_clause([*holds])]
    beyond = [
        f"MATCH ({ITEM})-[:ATTACHED_TO|ASSESSES]->({agreement}:Agreement){pattern}",
        *where_clause([*scene.seen("Agreement", agreement), *holds]),
    ]
    return [*wanted(scene, {"Agreement": [itself]}), *wanted_once(scene, ("Document", "Dpia"), beyond)]


def _by_law(scene: Scene, agreement: str, *onward: str) -> list[list[str]]:
    """Return the ways to agreements whose live flows or parties rely on a law, and on by some lines.

    What follows is a MATCH of its own, which may come back along the edge to the party that relies.
    """
    flow, party = scene.name("f"), scene.name("p")
    by_flow = [
        f"MATCH ({ITEM})<-[:RELIES_ON]-({flow}:Flow)-[:GOVERNED_BY]->({agreement}:Agreement)",
        *where_clause([*live(flow), *scene.seen("Flow", flow)]),
    ]
    by_party = [
        f"MATCH ({ITEM})<-[:PARTY_RELIES_ON]-({party}:Party)-[:IN]->({agreement}:Agreement)",
        *where_clause(scene.current("Party", party)),
    ]
    return wanted(scene, {"LegalBasis": [[*by_flow, *onward], [*by_party, *onward]]})


def _of_holder(scene: Scene, pattern: str, *holds: str) -> list[list[str]]:
    return wanted(scene, {"Assurance": [[f"MATCH ({ITEM})-[:HELD_BY]->{pattern}", *where_clause([*holds])]]})


def agreements(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the agreements concerned."""
    party = scene.name("p")
    itself = wanted(scene, {"Agreement": [[f"WITH {ITEM} AS {this} WHERE {this}:Agreement"]]})
    beyond = [f"MATCH ({ITEM})-[:ATTACHED_TO|ASSESSES]->({this}:Agreement)"]
    of_party = f"(:Organisation)<-[:OF]-({party}:Party)-[:IN]->({this}:Agreement)"
    return either(
        ITEM,
        this,
        *itself,
        *wanted_once(scene, ("Document", "Dpia"), beyond),
        *_by_law(scene, this),
        *_of_holder(scene, of_party, *scene.current("Party", party)),
    )


def flows(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the live flows that rest on the item."""
    agreement = scene.name("a")
    programmed = [
        f"MATCH ({ITEM})-[:ASSESSES]->(:Programme)<-[:IN_PROGRAMME]-({agreement}:Agreement)"
        f"<-[:GOVERNED_BY]-({this}:Flow)",
        *where_clause([*live(this), *scene.seen("Agreement", agreement)]),
    ]
    there = where_clause(live(this))
    assessed = [
        [f"MATCH ({ITEM})-[:ASSESSES]->({this}:Flow)", *there],
        [f"MATCH ({ITEM})-[:ASSESSES]->(:Dataset)<-[:CARRIES]-({this}:Flow)", *there],
        programmed,
    ]
    relying = [f"MATCH ({ITEM})<-[:RELIES_ON]-({this}:Flow)", *there]
    return either(
        ITEM,
        this,
        *on_paper(scene, f"<-[:GOVERNED_BY]-({this}:Flow)", *live(this)),
        *wanted(scene, {"Dpia": assessed, "LegalBasis": [relying]}),
        *_of_holder(scene, f"(:Organisation)<-[:RECEIVED_BY|VIA]-({this}:Flow)", *live(this)),
    )


def bodies(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the bodies concerned: parties today, whom an assurance speaks for, both ends."""
    party, flow, agreement = scene.name("p"), scene.name("f"), scene.name("a")
    to_party, current = f"<-[:IN]-({party}:Party)-[:OF]->({this}:Organisation)", scene.current("Party", party)
    around = f"({flow}:Flow)-[:DISCLOSES|RECEIVED_BY]-({this}:Organisation)"
    there = where_clause([*live(flow), *scene.seen("Flow", flow)])
    assessed = [f"MATCH ({ITEM})-[:ASSESSES]->{around}", *there]
    relying = [f"MATCH ({ITEM})<-[:RELIES_ON]-{around}", *there]
    return either(
        ITEM,
        this,
        *on_paper(scene, to_party, *current),
        *_by_law(scene, agreement, f"MATCH ({agreement}){to_party}", *where_clause(current)),
        *_of_holder(scene, f"({this}:Organisation)"),
        *wanted(scene, {"Dpia": [assessed], "LegalBasis": [relying]}),
    )


def leads(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the bodies that lead on the agreements, or whom an assurance speaks for."""
    leading = on_paper(scene, f"-[:LED_BY]->({this}:Organisation)")
    return either(ITEM, this, *leading, *_of_holder(scene, f"({this}:Organisation)"))


def posts(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the posts to ask: those that lead, and the offices of the bodies that lead."""
    body = scene.name("b")
    current = scene.current("Post", this)
    office = [f"{this}.role IN {OFFICES}", *current, *scene.seen("Organisation", body)]
    at = f"({body}:Organisation)<-[:AT]-({this}:Post)"
    return either(
        ITEM,
        this,
        *on_paper(scene, f"<-[:LEADS]-({this}:Post)", *current),
        *on_paper(scene, f"-[:LED_BY]->{at}", *office),
        *_of_holder(scene, at, *office),
    )
