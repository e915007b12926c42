"""The flows from one body to another, read from whichever of the two has fewer."""

from __future__ import annotations


def flows_between(giver: str, taker: str, flow: str) -> list[str]:
    """Return the lines that bind the flows from one bound body to another.

    From the body with fewer flows: a hub has thousands, and the planner would not look.
    """
    gives, takes = f"COUNT {{ ({giver})-[:DISCLOSES]->() }}", f"COUNT {{ ({taker})<-[:RECEIVED_BY]-() }}"
    return [
        f"CALL ({giver}, {taker}) {{",
        f"UNWIND CASE WHEN {gives} <= {takes} THEN [1] ELSE [] END AS one",
        f"MATCH ({giver})-[:DISCLOSES]->({flow}:Flow)",
        f"WHERE EXISTS {{ ({flow})-[:RECEIVED_BY]->({taker}) }}",
        f"RETURN {flow}",
        "UNION",
        f"UNWIND CASE WHEN {gives} > {takes} THEN [1] ELSE [] END AS one",
        f"MATCH ({taker})<-[:RECEIVED_BY]-({flow}:Flow)",
        f"WHERE EXISTS {{ ({giver})-[:DISCLOSES]->({flow}) }}",
        f"RETURN {flow}",
        "}",
    ]
