"""Who changed what, when, before and after."""

from graph.model.declaration import (
    ANY_NODE,
    CodeList,
    Edge,
    Follows,
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
        text("reason", "Why, in the words of whoever changed it.", filters=()),
    ),
    edges=(
        Edge(
            "OF_NODE",
            (ANY_NODE,),
            "The node that changed.",
            out=Link("of", "The node that changed.", many=False),
            back=Link("changes", "What changed of it: what it was before and after, when, by whom."),
        ),
    ),
    # What became of a finding is seen by whoever sees the finding; of the rest, by administrators.
    scope=Follows(paths=(("(this)-[:OF_NODE]->(finding:Finding)", "finding", "Finding"),)),
    roots=False,
    default_order="property",
)
