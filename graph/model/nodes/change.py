"""Who changed what, when, before and after."""

from graph.model.declaration import ANY_NODE, Edge, Link, Node
from graph.model.property import CodeList, code, instant, text
from graph.model.row_scope import FollowsAny

CHANGE_KIND = CodeList(
    "ChangeKind",
    "What happened to a node.",
    {
        "NEW": "It came with a newer edition of its source. What the first edition brought is no change.",
        "AMENDED": "A value changed.",
        "RELABELLED": "The same words were written otherwise wherever they stood: one change of many nodes.",
        "WITHDRAWN": "It vanished from a newer edition of a source that stated it.",
        "RESTORED": "It came back in a newer edition.",
        "CONTRADICTED": "Rows of one edition give different values. The first is shown, and the other is kept here.",
    },
)

NODE = Node(
    label="Change",
    plural="changes",
    caption="property",
    description="What a load or a person changed of a node, with the value before and after.",
    properties=(
        code("kind", CHANGE_KIND, "What happened.", index=True),
        text("type", "The type of the node that changed, such as Flow.", index=True),
        text(
            "property",
            "The property or link that changed. Empty where a node is new, or withdrawn from one of its sources.",
            order=True,
        ),
        text("before", "The value before. Of a link: the key of a node it no longer leads to.", filters=()),
        text("after", "The value after. Of a link: the key of a node it now leads to.", filters=()),
        instant("at", "When.", order=True),
        text("by", "Who or what: a post, a job or a load."),
        text("reason", "Why, in the words of whoever changed it.", filters=()),
    ),
    edges=(
        Edge(
            "OF_NODE",
            (ANY_NODE,),
            "A node that changed.",
            out=Link("of", "The nodes that changed: one, or all those that were relabelled at once."),
            back=Link("history", "What changed of it since it came into the registry."),
        ),
        Edge(
            "IN_EDITION",
            ("Edition",),
            "The edition that brought the change. A change that a person made has none.",
            out=Link("edition", "The edition that brought it. A change that a person made has none.", many=False),
            back=Link("changes", "What it changed of what the registry held."),
        ),
    ),
    scope=FollowsAny("OF_NODE", "type", ("Agreement", "AgreementVersion", "Finding", "Flow", "Party")),
    default_order="at",
    since="at",
)
