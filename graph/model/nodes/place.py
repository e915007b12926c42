"""An area."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import text

NODE = Node(
    label="Place",
    plural="places",
    caption="name",
    description="An area with its official statistics code, such as a district or an integrated care area.",
    properties=(
        text("name", "The name of the area.", required=True, order=True, search=True),
        text("gssCode", "The nine-character code of the Office for National Statistics.", index=True),
        text("kind", "What kind of area it is."),
    ),
    edges=(
        Edge(
            "WITHIN",
            ("Place",),
            "The area lies within a larger one.",
            out=Link("within", "Larger areas it lies in."),
            back=Link("contains", "Smaller areas in it."),
        ),
    ),
    default_order="name",
)
