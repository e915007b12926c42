"""What a source states otherwise than the registry shows."""

from graph.model.declaration import ANY_NODE, Edge, Link, Node
from graph.model.property import text
from graph.model.row_scope import Follows

NODE = Node(
    label="Disagreement",
    plural="disagreements",
    caption="property",
    description="Two sources state different values of one node. The registry shows one; the other is kept here, "
    "and the rows of both with their published words.",
    properties=(
        text("type", "The type of the node, such as Organisation.", required=True, index=True),
        text("property", "The property in which the sources differ.", required=True, order=True, index=True),
        text("stated", "The value that the source states.", required=True, filters=()),
        text("shown", "The value that the registry shows instead, as when the sources were last compared.", filters=()),
    ),
    edges=(
        Edge(
            "DIFFERS_ON",
            (ANY_NODE,),
            "The node of which the source states something else.",
            out=Link("of", "The node of which the source states something else.", many=False),
            back=Link("disagreements", "What a source states otherwise than is shown here."),
        ),
        Edge(
            "OF_SOURCE",
            ("Source",),
            "The source that states it.",
            out=Link("source", "The source that states it.", many=False),
        ),
    ),
    scope=Follows(paths=("(this)-[:OF_SOURCE]->(:Source)",)),
    default_order="property",
)
