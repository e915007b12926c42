"""One notification."""

from graph.model.declaration import (
    ANY_NODE,
    AdministratorsOnly,
    CodeList,
    Edge,
    Link,
    Node,
    code,
    day,
    instant,
    number,
    text,
)

ALERT_STATE = CodeList(
    "AlertState",
    "Where a notification stands.",
    {
        "DUE": "To be sent.",
        "SENT": "Handed to its channel.",
        "FAILED": "Its channel refused it; it is tried again.",
        "ACKNOWLEDGED": "Its reader has answered.",
        "CANCELLED": "Its cause went away before it was sent.",
    },
)

NODE = Node(
    label="Alert",
    plural="alerts",
    caption="rule",
    description="One notification: what it is about, how urgent, to whom, by which channel. Its key is unique, so "
    "none is sent twice.",
    properties=(
        text("rule", "The rule or question it comes from.", required=True, order=True, index=True),
        number("level", "How far up the ladder of reminders it is."),
        day("dueOn", "The day it is about.", order=True),
        text("recipient", "The post or mailbox it goes to.", filters=()),
        text("channel", "How it is sent."),
        code("state", ALERT_STATE, "Where it stands.", index=True),
        instant("sentAt", "When it was handed to its channel."),
    ),
    edges=(
        Edge(
            "NOTIFIES_OF",
            (ANY_NODE,),
            "The node the notification is about.",
            out=Link("about", "The node it is about.", many=False),
        ),
    ),
    scope=AdministratorsOnly(),
    roots=False,
    default_order="rule",
)
