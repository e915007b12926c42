"""One row of an edition, with the published words."""

from graph.model.declaration import ANY_NODE, Edge, Link, Node
from graph.model.property import number, text
from graph.model.row_scope import Follows

NODE = Node(
    label="Record",
    plural="records",
    caption="row",
    description="One row of an edition with the words as published, and the nodes it speaks of.",
    properties=(
        text("row", "Where the row stands in its file, such as DataReleases!2.", required=True, order=True),
        number("position", "Its place in the order of the file.", order=True),
        text("words", "The row as published: JSON, heading to cell.", filters=()),
        text("digest", "A digest of the words, by which repeated rows are recognised.", index=True),
    ),
    edges=(
        Edge(
            "IN_EDITION",
            ("Edition",),
            "The edition it stands in.",
            out=Link("edition", "The edition it stands in.", many=False),
            back=Link("rows", "Its rows."),
        ),
        Edge(
            "STATES",
            (ANY_NODE,),
            "A node the row speaks of.",
            out=Link("states", "The nodes it speaks of."),
            back=Link("records", "The rows of sources that speak of it, with the published words."),
        ),
    ),
    scope=Follows(
        paths=("(this)-[:IN_EDITION]->(:Edition)-[:OF_SOURCE]->(:Source)",),
    ),
    roots=False,
    default_order="position",
)
