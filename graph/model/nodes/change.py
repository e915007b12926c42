"""Who changed what, when, before and after."""

from graph.model.declaration import (
    ANY_NODE,
    AdministratorsOnly,
    CodeList,
    Edge,
    Link,
    Node,
    code,
    instant,
    text,
)

CHANGE_KIND = CodeList(
    "ChangeKind",
    "What happened to a node.",
    {
        "NEW": "It came into the registry.",
        "AMENDED": "A value changed.",
        "RELABELLED": "The same thing was renamed everywhere.",
        "WITHDRAWN": "It vanished from a newer edition of its source.",
        "RESTORED": "It came back in a newer edition.",
    },
)

NODE = Node(
    label="Change",
    plural="changes",
    caption="property",
    description="Who changed what, when, before and after.",
    properties=(
        code("kind", CHANGE_KIND, "What happened.", index=True),
        text("property", "The property that changed.", order=True),
        text("before", "The value before.", filters=()),
        text("after", "The value after.", filters=()),
        instant("at", "When."),
        text("by", "Who or what: a post, a job or a load."),
    ),
    edges=(
        Edge(
            "OF_NODE",
            (ANY_NODE,),
            "The node that changed.",
            out=Link("of", "The node that changed.", many=False),
        ),
    ),
    scope=AdministratorsOnly(),
    roots=False,
    default_order="property",
)
