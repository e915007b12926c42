"""A kind of person data is about."""

from graph.model.declaration import Edge, Link, Node
from graph.model.vocabulary_entry import vocabulary_properties

NODE = Node(
    label="DataSubject",
    plural="dataSubjects",
    caption="title",
    description="A kind of person data is about, such as patients, tenants or children in care.",
    properties=vocabulary_properties(),
    edges=(
        Edge(
            "BROADER",
            ("DataSubject",),
            "The entry is a special case of a broader one.",
            out=Link("broader", "Broader entries."),
            back=Link("narrower", "Narrower entries."),
        ),
    ),
    default_order="title",
)
