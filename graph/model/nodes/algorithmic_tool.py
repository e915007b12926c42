"""An algorithmic tool a public body uses."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import day, prose, text

NODE = Node(
    label="AlgorithmicTool",
    plural="algorithmicTools",
    caption="title",
    description="An algorithmic tool a public body uses, as its transparency record describes it.",
    properties=(
        text("title", "What it is called.", required=True, order=True, search=True),
        prose("description", "What it does.", search=True),
        text("url", "Where its record can be read.", filters=()),
        day("publishedOn", "The day its record was published.", order=True),
    ),
    edges=(
        Edge(
            "OPERATED_BY",
            ("Organisation",),
            "The body that uses it.",
            out=Link("operators", "Bodies that use it."),
            back=Link("algorithmicTools", "Algorithmic tools the body uses."),
        ),
        Edge(
            "USES",
            ("Dataset",),
            "A dataset it uses.",
            out=Link("datasets", "Datasets it uses."),
            back=Link("algorithmicTools", "Algorithmic tools that use the dataset."),
        ),
    ),
    concerns=("(this)-[:OPERATED_BY]->(body:Organisation)",),
    roots=False,
    default_order="title",
)
