"""A spelling of organisations or datasets, as some source wrote it.

One node is one spelling in one source, whatever it stands for: what it is found to mean may change, what was written
does not. An ambiguous spelling such as Somerset stands for several bodies, and nothing chooses between them.
"""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import day, text

NODE = Node(
    label="Name",
    plural="names",
    caption="text",
    description="A spelling of an organisation or dataset exactly as some source wrote it, with the source "
    "it came from and the time it was used where known.",
    properties=(
        text("text", "The spelling, as written.", required=True, order=True, search=True),
        text(
            "normal",
            "The spelling without case, dashes and doubled spaces, by which it is found again.",
            index=True,
        ),
        text("source", "The source that wrote it so."),
        day("from", "First day the spelling was used."),
        day("to", "Last day the spelling was used."),
    ),
    edges=(
        Edge(
            "NAMES",
            ("Organisation", "Dataset"),
            "The spelling stands for this body or dataset. One that stands for several has an edge to each.",
            out=Link("of", "What the spelling stands for: several where its source gives it to several."),
            back=Link("names", "Every spelling met, and where it came from."),
        ),
    ),
    concerns=("(this)-[:NAMES]->(body:Organisation)",),
    held=("from", "to"),
    default_order="text",
)
