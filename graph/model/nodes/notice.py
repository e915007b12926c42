"""A privacy notice."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import day, text

NODE = Node(
    label="Notice",
    plural="notices",
    caption="title",
    description="A privacy notice: what a body tells people about the sharing of their data.",
    properties=(
        text("title", "What it is called.", required=True, order=True, search=True),
        text("url", "Where it can be read.", filters=()),
        day("datedOn", "Its date.", order=True, precision=True),
    ),
    edges=(
        Edge(
            "PUBLISHED_BY",
            ("Organisation",),
            "The body that publishes it.",
            out=Link("publishers", "Bodies that publish it."),
            back=Link("notices", "Privacy notices the body publishes."),
        ),
        Edge(
            "MENTIONS",
            ("Agreement", "Flow", "Dataset", "Programme"),
            "What it tells people of.",
            out=Link("mentions", "What it tells people of."),
            back=Link("noticesMentioning", "Privacy notices that tell people of it."),
        ),
    ),
    concerns=("(this)-[:PUBLISHED_BY]->(body:Organisation)",),
    roots=False,
    default_order="title",
)
