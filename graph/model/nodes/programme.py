"""A programme that agreements belong to."""

from graph.model.declaration import Node
from graph.model.property import prose, text

NODE = Node(
    label="Programme",
    plural="programmes",
    caption="title",
    description="A programme of work that agreements belong to and bodies are members of.",
    properties=(
        text("title", "What it is called.", required=True, order=True, search=True),
        prose("description", "What it does.", search=True),
    ),
    concerns=("(this)<-[:LEADS]-(:Post)-[:AT]->(body:Organisation)",),
    default_order="title",
)
