"""What rests on something that falls due: agreements, live flows, bodies, who leads, whom to ask.

The types of the edges tell what the item is, so that nothing has to be asked of its label.
"""

from __future__ import annotations

from graph.compile.declared import Scene
from graph.compile.emit import where_clause
from graph.model.partial_days import last_day

ITEM = "dueItem"
OFFICES = "['IG_LEAD', 'DPO']"


def live(flow: str) -> list[str]:
    """Return what must hold of a flow that is recorded as live and not as ceased."""
    return [f"{flow}.state = 'LIVE'", f"({flow}.ceasedOn IS NULL OR {last_day(f'{flow}.ceasedOn')} >= $today)"]


def either(imports: str, this: str, *ways: list[str]) -> list[str]:
    """Return the lines that bind a variable to what any of some ways finds."""
    lines = [f"CALL ({imports}) {{"]
    for index, way in enumerate(ways):
        lines += [*["UNION"] * bool(index), *way, f"RETURN {this}"]
    return [*lines, "}"]


def papers(scene: Scene, this: str) -> list[list[str]]:
    """The agreement itself, those an approval or document is attached to, and those that are assessed."""
    return [
        [f"WITH {ITEM} AS {this} WHERE {this}:Agreement"],
        [f"MATCH ({ITEM})-[:ATTACHED_TO]->({this}:Agreement)"],
        [f"MATCH ({ITEM})-[:ASSESSES]->({this}:Agreement)"],
    ]


def _by_law(scene: Scene, this: str) -> list[list[str]]:
    flow, party = scene.name("f"), scene.name("p")
    return [
        [
            f"MATCH ({ITEM})<-[:RELIES_ON]-({flow}:Flow)",
            *where_clause([*live(flow), *scene.seen("Flow", flow)]),
            f"MATCH ({flow})-[:GOVERNED_BY]->({this}:Agreement)",
        ],
        [
            f"MATCH ({ITEM})<-[:PARTY_RELIES_ON]-({party}:Party)-[:IN]->({this}:Agreement)",
            *where_clause(scene.current("Party", party)),
        ],
    ]


def agreements(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the agreements concerned."""
    party = scene.name("p")
    held = [
        f"MATCH ({ITEM})-[:HELD_BY]->(:Organisation)<-[:OF]-({party}:Party)-[:IN]->({this}:Agreement)",
        *where_clause(scene.current("Party", party)),
    ]
    return either(ITEM, this, *papers(scene, this), *_by_law(scene, this), held)


def flows(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the live flows that rest on the item."""
    attached, assessed, programmed = scene.name("a"), scene.name("a"), scene.name("a")
    seen = {each: where_clause(scene.seen("Agreement", each)) for each in (attached, assessed, programmed)}
    ways = (
        [f"MATCH ({ITEM})<-[:GOVERNED_BY]-({this}:Flow)"],
        [f"MATCH ({ITEM})-[:ATTACHED_TO]->({attached}:Agreement)<-[:GOVERNED_BY]-({this}:Flow)", *seen[attached]],
        [f"MATCH ({ITEM})-[:ASSESSES]->({assessed}:Agreement)<-[:GOVERNED_BY]-({this}:Flow)", *seen[assessed]],
        [f"MATCH ({ITEM})-[:ASSESSES]->({this}:Flow)"],
        [f"MATCH ({ITEM})-[:ASSESSES]->(:Dataset)<-[:CARRIES]-({this}:Flow)"],
        [
            f"MATCH ({ITEM})-[:ASSESSES]->(:Programme)<-[:IN_PROGRAMME]-({programmed}:Agreement)"
            f"<-[:GOVERNED_BY]-({this}:Flow)",
            *seen[programmed],
        ],
        [f"MATCH ({ITEM})-[:HELD_BY]->(:Organisation)<-[:RECEIVED_BY|VIA]-({this}:Flow)"],
        [f"MATCH ({ITEM})<-[:RELIES_ON]-({this}:Flow)"],
    )
    return [*either(ITEM, this, *ways), f"WITH {this}", *where_clause(live(this))]


def bodies(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the bodies concerned: parties today, whom an assurance speaks for, both ends."""
    agreement, party, assessed, relying = (scene.name(each) for each in ("a", "p", "f", "f"))
    parties = [
        *either(ITEM, agreement, *papers(scene, agreement), *_by_law(scene, agreement)),
        f"WITH DISTINCT {agreement}",
        *where_clause(scene.seen("Agreement", agreement)),
        f"MATCH ({agreement})<-[:IN]-({party}:Party)-[:OF]->({this}:Organisation)",
        *where_clause(scene.current("Party", party)),
    ]
    ends = [
        [
            f"MATCH ({ITEM}){way}({flow}:Flow)",
            *where_clause([*live(flow), *scene.seen("Flow", flow)]),
            f"MATCH ({flow})-[:DISCLOSES|RECEIVED_BY]-({this}:Organisation)",
        ]
        for way, flow in (("-[:ASSESSES]->", assessed), ("<-[:RELIES_ON]-", relying))
    ]
    return either(ITEM, this, parties, [f"MATCH ({ITEM})-[:HELD_BY]->({this}:Organisation)"], *ends)


def _led(scene: Scene, agreement: str) -> list[str]:
    return [
        *either(ITEM, agreement, *papers(scene, agreement)),
        f"WITH DISTINCT {agreement}",
        *where_clause(scene.seen("Agreement", agreement)),
    ]


def leads(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the bodies that lead on the agreements, or whom an assurance speaks for."""
    agreement = scene.name("a")
    led = [*_led(scene, agreement), f"MATCH ({agreement})-[:LED_BY]->({this}:Organisation)"]
    return either(ITEM, this, led, [f"MATCH ({ITEM})-[:HELD_BY]->({this}:Organisation)"])


def posts(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the posts to ask: those that lead, and the offices of the bodies that lead."""
    agreement, body = scene.name("a"), scene.name("b")
    leading = [*_led(scene, agreement), f"MATCH ({agreement})<-[:LEADS]-({this}:Post)"]
    offices = [
        *leads(scene, body),
        f"WITH DISTINCT {body}",
        *where_clause(scene.seen("Organisation", body)),
        f"MATCH ({body})<-[:AT]-({this}:Post)",
        f"WHERE {this}.role IN {OFFICES}",
    ]
    return [*either(ITEM, this, leading, offices), f"WITH {this}", *where_clause(scene.current("Post", this))]
