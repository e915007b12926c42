"""Row scope of what hangs on an agreement: it is seen by whoever may see the agreement."""

from graph.model.declaration import Follows

PARTY_SCOPE = Follows(paths=(("(this)-[:IN]->(agreement:Agreement)", "agreement", "Agreement"),))
VERSION_SCOPE = Follows(paths=(("(this)-[:VERSION_OF]->(agreement:Agreement)", "agreement", "Agreement"),))
SIGNATURE_SCOPE = Follows(
    paths=(("(this)-[:FOR_PARTY]->(:Party)-[:IN]->(agreement:Agreement)", "agreement", "Agreement"),)
)
FLOW_SCOPE = Follows(
    paths=(("(this)-[:GOVERNED_BY]->(agreement:Agreement)", "agreement", "Agreement"),),
    alone="(this)-[:DISCLOSES|RECEIVED_BY|VIA]-(body:Organisation)",
)
