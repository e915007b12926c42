"""From which end edges are written: the one whose nodes have few, since MERGE looks through all of a node's edges."""

from __future__ import annotations

import pytest

from ingest.drafting.ref import EdgeName
from ingest.loading.planned import NewEdges

BODIES = 20_000


@pytest.mark.parametrize("bodies", [10, BODIES])
def test_edges_are_written_from_the_quieter_end_however_many_bodies_there_are(bodies: int) -> None:
    """Every other flow is of one body, the rest are spread over more bodies than are counted."""
    given, received = NewEdges(), NewEdges()
    for n in range(BODIES):
        body, flow = ("Organisation", "busy" if n % 2 else f"{n % bodies}"), ("Flow", f"{n}")
        given.add(EdgeName("DISCLOSES", body, flow), {})
        received.add(EdgeName("RECEIVED_BY", flow, body), {})
    assert (given.quieter_at_end, received.quieter_at_end) == (True, False)
