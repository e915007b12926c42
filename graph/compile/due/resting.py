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


def either(imports: str, this: str, *ways: list[str]) -> list[str]:
    """Return the lines that bind a variable to what any of some ways finds."""
    lines = [f"CALL ({imports}) {{"]
    for index, way in enumerate(ways or ([f"UNWIND [] AS {this}"],)):
        lines += [*["UNION"] * bool(index), *way, f"RETURN {this}"]
    return [*lines, "}"]


def papers(scene: Scene, this: str) -> list[list[str]]:
    """Return the ways to the agreement itself, those an approval is attached to, and those that are assessed."""
    return wanted(
        scene,
        {
            "Agreement": [[f"WITH {ITEM} AS {this} WHERE {this}:Agreement"]],
            "Document": [[f"MATCH ({ITEM})-[:ATTACHED_TO]->({this}:Agreement)"]],
            "Dpia": [[f"MATCH ({ITEM})-[:ASSESSES]->({this}:Agreement)"]],
        },
    )


def _by_law(scene: Scene, this: str) -> list[list[str]]:
    flow, party = scene.name("f"), scene.name("p")
    by_flow = [
        f"MATCH ({ITEM})<-[:RELIES_ON]-({flow}:Flow)",
        *where_clause([*live(flow), *scene.seen("Flow", flow)]),
        f"MATCH ({flow})-[:GOVERNED_BY]->({this}:Agreement)",
    ]
    by_party = [
        f"MATCH ({ITEM})<-[:PARTY_RELIES_ON]-({party}:Party)-[:IN]->({this}:Agreement)",
        *where_clause(scene.current("Party", party)),
    ]
    return wanted(scene, {"LegalBasis": [by_flow, by_party]})


def _held(scene: Scene, this: str) -> list[list[str]]:
    return wanted(scene, {"Assurance": [[f"MATCH ({ITEM})-[:HELD_BY]->({this}:Organisation)"]]})


def agreements(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the agreements concerned."""
    party = scene.name("p")
    of_holder = [
        f"MATCH ({ITEM})-[:HELD_BY]->(:Organisation)<-[:OF]-({party}:Party)-[:IN]->({this}:Agreement)",
        *where_clause(scene.current("Party", party)),
    ]
    held = wanted(scene, {"Assurance": [of_holder]})
    return either(ITEM, this, *papers(scene, this), *_by_law(scene, this), *held)


def flows(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the live flows that rest on the item."""
    agreement = scene.name("a")
    seen = where_clause(scene.seen("Agreement", agreement))
    under = f"({agreement}:Agreement)<-[:GOVERNED_BY]-({this}:Flow)"
    ways = {
        "Agreement": [[f"MATCH ({ITEM})<-[:GOVERNED_BY]-({this}:Flow)"]],
        "Document": [[f"MATCH ({ITEM})-[:ATTACHED_TO]->{under}", *seen]],
        "Dpia": [
            [f"MATCH ({ITEM})-[:ASSESSES]->{under}", *seen],
            [f"MATCH ({ITEM})-[:ASSESSES]->({this}:Flow)"],
            [f"MATCH ({ITEM})-[:ASSESSES]->(:Dataset)<-[:CARRIES]-({this}:Flow)"],
            [f"MATCH ({ITEM})-[:ASSESSES]->(:Programme)<-[:IN_PROGRAMME]-{under}", *seen],
        ],
        "Assurance": [[f"MATCH ({ITEM})-[:HELD_BY]->(:Organisation)<-[:RECEIVED_BY|VIA]-({this}:Flow)"]],
        "LegalBasis": [[f"MATCH ({ITEM})<-[:RELIES_ON]-({this}:Flow)"]],
    }
    return [*either(ITEM, this, *wanted(scene, ways)), f"WITH {this}", *where_clause(live(this))]


def bodies(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the bodies concerned: parties today, whom an assurance speaks for, both ends."""
    agreement, party, flow = (scene.name(each) for each in ("a", "p", "f"))
    ways = _held(scene, this)
    if on_paper := [*papers(scene, agreement), *_by_law(scene, agreement)]:
        of_party = [
            *either(ITEM, agreement, *on_paper),
            f"WITH DISTINCT {agreement}",
            *where_clause(scene.seen("Agreement", agreement)),
            f"MATCH ({agreement})<-[:IN]-({party}:Party)-[:OF]->({this}:Organisation)",
            *where_clause(scene.current("Party", party)),
        ]
        ways.append(of_party)
    at_ends = [
        *where_clause([*live(flow), *scene.seen("Flow", flow)]),
        f"MATCH ({flow})-[:DISCLOSES|RECEIVED_BY]-({this}:Organisation)",
    ]
    assessed = [f"MATCH ({ITEM})-[:ASSESSES]->({flow}:Flow)", *at_ends]
    relying = [f"MATCH ({ITEM})<-[:RELIES_ON]-({flow}:Flow)", *at_ends]
    return either(ITEM, this, *ways, *wanted(scene, {"Dpia": [assessed], "LegalBasis": [relying]}))


def led(scene: Scene, agreement: str, pattern: str, *kept: str) -> list[list[str]]:
    """Return the way along a pattern from the agreements that are due, assessed or supported, if there may be any.

    `kept` are imported variables that the pattern names: the embedded engine forgets them at a WITH without them.
    """
    if not (on_paper := papers(scene, agreement)):
        return []
    distinct = f"WITH DISTINCT {', '.join([agreement, *kept])}"
    seen = where_clause(scene.seen("Agreement", agreement))
    return [[*either(ITEM, agreement, *on_paper), distinct, *seen, f"MATCH ({agreement}){pattern}"]]


def leads(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the bodies that lead on the agreements, or whom an assurance speaks for."""
    leading = led(scene, scene.name("a"), f"-[:LED_BY]->({this}:Organisation)")
    return either(ITEM, this, *leading, *_held(scene, this))


def posts(scene: Scene, this: str) -> list[str]:
    """Return the lines that bind the posts to ask: those that lead, and the offices of the bodies that lead."""
    body = scene.name("b")
    leading = led(scene, scene.name("a"), f"<-[:LEADS]-({this}:Post)")
    offices = [
        *leads(scene, body),
        f"WITH DISTINCT {body}",
        *where_clause(scene.seen("Organisation", body)),
        f"MATCH ({body})<-[:AT]-({this}:Post)",
        f"WHERE {this}.role IN {OFFICES}",
    ]
    return [*either(ITEM, this, *leading, offices), f"WITH {this}", *where_clause(scene.current("Post", this))]
