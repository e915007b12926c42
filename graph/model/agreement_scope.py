"""Row scope of what hangs on an agreement, which is seen by whoever may see the agreement; and whom it concerns."""

from graph.model.row_scope import Follows

PARTY_SCOPE = Follows(paths=("(this)-[:IN]->(:Agreement)",))
VERSION_SCOPE = Follows(paths=("(this)-[:VERSION_OF]->(:Agreement)",))
SIGNATURE_SCOPE = Follows(paths=("(this)-[:FOR_PARTY]->(:Party)-[:IN]->(:Agreement)",))
FLOW_SCOPE = Follows(
    paths=("(this)-[:GOVERNED_BY]->(:Agreement)",),
    alone="(this)-[:DISCLOSES|RECEIVED_BY|VIA]-(body:Organisation)",
)

CONCERNED_BY_AGREEMENT = (
    "(this)<-[:IN]-(:Party)-[:OF]->(body:Organisation)",
    "(this)-[:LED_BY]->(body:Organisation)",
    "(this)<-[:LEADS]-(:Post)-[:AT]->(body:Organisation)",
)
"""The bodies an agreement concerns: its parties, and whoever leads on it."""


def leads_through(pattern: str) -> tuple[str, ...]:
    """Return the patterns to the bodies that lead on the agreement to which `pattern` goes from `this`."""
    return (f"{pattern}-[:LED_BY]->(body:Organisation)", f"{pattern}<-[:LEADS]-(:Post)-[:AT]->(body:Organisation)")


CONCERNED_BY_PARTY = (
    "(this)-[:OF]->(body:Organisation)",
    *leads_through("(this)-[:IN]->(:Agreement)"),
)
CONCERNED_BY_VERSION = (
    "(this)-[:VERSION_OF]->(:Agreement)<-[:IN]-(:Party)-[:OF]->(body:Organisation)",
    *leads_through("(this)-[:VERSION_OF]->(:Agreement)"),
)
CONCERNED_BY_SIGNATURE = (
    "(this)-[:FOR_PARTY]->(:Party)-[:OF]->(body:Organisation)",
    *leads_through("(this)-[:FOR_PARTY]->(:Party)-[:IN]->(:Agreement)"),
)
CONCERNED_BY_FLOW = (
    "(this)-[:DISCLOSES|RECEIVED_BY|VIA]-(body:Organisation)",
    *leads_through("(this)-[:GOVERNED_BY]->(:Agreement)"),
)
