"""Why data is shared."""

from graph.model.declaration import Edge, Link, Node
from graph.model.vocabulary_entry import vocabulary_properties

NODE = Node(
    label="Purpose",
    plural="purposes",
    caption="title",
    description="Why data is shared, such as direct care, safeguarding or research.",
    properties=vocabulary_properties(),
    edges=(
        Edge(
            "BROADER",
            ("Purpose",),
            "The entry is a special case of a broader one.",
            out=Link("broader", "Broader entries."),
            back=Link("narrower", "Narrower entries."),
        ),
    ),
    default_order="title",
)
