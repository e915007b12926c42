"""What rules count for one body: the edge to the body, and who may see it."""

from graph.model.declaration import Edge, Link
from graph.model.row_scope import BodiesReached

COUNTED_SCOPE = BodiesReached("(this)-[:TALLIED_FOR]->(body:Organisation)")


def counted_for(back: Link) -> Edge:
    """Return the edge to the body. `back` is how the body tells of its numbers."""
    return Edge(
        "TALLIED_FOR",
        ("Organisation",),
        "The body counted for.",
        out=Link("organisation", "The body counted for.", many=False),
        back=back,
    )
