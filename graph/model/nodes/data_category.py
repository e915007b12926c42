"""A category of personal data."""

from graph.model.declaration import Edge, Link, Node
from graph.model.vocabulary_entry import vocabulary_properties

NODE = Node(
    label="DataCategory",
    plural="dataCategories",
    caption="title",
    description="A category of personal data, such as health data or data about criminal offences.",
    properties=vocabulary_properties(),
    edges=(
        Edge(
            "BROADER",
            ("DataCategory",),
            "The entry is a special case of a broader one.",
            out=Link("broader", "Broader entries."),
            back=Link("narrower", "Narrower entries."),
        ),
    ),
    default_order="title",
)
