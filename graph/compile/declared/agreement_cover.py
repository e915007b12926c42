"""What an agreement covers and for whom, as questions that set agreements side by side read it.

An agreement that may be seen is taken for granted: its parties, its flows and their signatures are seen with it.
"""

from __future__ import annotations

from graph.compile.cypher.either import either
from graph.compile.cypher.where import where_clause
from graph.compile.declared.scene import Scene
from graph.model.agreement_conditions import EXPIRED, STOPPED, UNSIGNED_STATES
from graph.model.this import bind_this


def not_over(agreement: str) -> str:
    """Return the predicate that an agreement is neither stopped nor past its last day; it may be a draft."""
    return bind_this(f"NOT {STOPPED} AND NOT ({EXPIRED})", agreement)


def usable(agreement: str) -> str:
    """Return the predicate that an agreement is not over and no draft, so that bodies can rely on it or join it."""
    return f"{not_over(agreement)} AND NOT {bind_this(UNSIGNED_STATES, agreement)}"


def covered(scene: Scene, agreement: str, dataset: str) -> list[str]:
    """Return the lines that bind the datasets an agreement covers, by itself or by a flow made under it."""
    return _by_itself_or_flow(scene, agreement, dataset, "COVERS", "CARRIES", "Dataset")


def purposes(scene: Scene, agreement: str, purpose: str) -> list[str]:
    """Return the lines that bind the purposes of an agreement, or of a flow made under it."""
    return _by_itself_or_flow(scene, agreement, purpose, "FOR_PURPOSE", "SERVES", "Purpose")


def party_bodies(scene: Scene, agreement: str, body: str, *conditions: str) -> list[str]:
    """Return the lines that bind the bodies that are party to an agreement on the day, a body for each party.

    `conditions` are predicates over the party, which is written `this` in them.
    """
    party = scene.name("p")
    return [
        f"MATCH ({agreement})<-[:IN]-({party}:Party)-[:OF]->({body}:Organisation)",
        *where_clause(scene.on_the_day("Party", party) + [bind_this(each, party) for each in conditions]),
    ]


def _by_itself_or_flow(scene: Scene, agreement: str, found: str, own: str, of_flow: str, label: str) -> list[str]:
    flow = scene.name("f")
    held = scene.context.held(scene.context.model.nodes["Flow"], flow)
    governed = f"MATCH ({agreement})<-[:GOVERNED_BY]-({flow}:Flow)-[:{of_flow}]->({found}:{label})"
    itself = f"MATCH ({agreement})-[:{own}]->({found}:{label})"
    return either(agreement, found, [itself], [governed, *where_clause(held)])
