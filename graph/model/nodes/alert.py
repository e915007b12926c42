"""One notification."""

from graph.model.declaration import ANY_NODE, Edge, Link, Node
from graph.model.property import CodeList, code, day, flag, instant, number, text
from graph.model.row_scope import BodiesReached

ALERT_STATE = CodeList(
    "AlertState",
    "Where a notification stands.",
    {
        "CLAIMED": "A run is handing it to its channel, or was ended while it did.",
        "SENT": "Its channel accepted it.",
        "FAILED": "Its channel refused it; a later run tries again.",
        "UNANSWERED": "Its channel may have accepted it and did not say; a later run repeats it once.",
        "UNCERTAIN": "It was repeated and nobody knows whether it arrived. It is not sent again.",
        "ACKNOWLEDGED": "Its reader has answered.",
        "CANCELLED": "Its cause went away before it was known to have arrived.",
    },
)

NODE = Node(
    label="Alert",
    plural="alerts",
    caption="line",
    description="One notification: what it is about, how urgent, to whom, by which channel. Its key is unique and "
    "made of these, so none is sent twice.",
    properties=(
        text("rule", "The kind of alert.", required=True, order=True, index=True),
        number("level", "The rung of its ladder: so many days before the day it is about, less than 0 after it."),
        day("dueOn", "The day it is about.", order=True),
        text("recipient", "The mailbox it goes to.", filters=()),
        text("channel", "The channel it goes by."),
        code("state", ALERT_STATE, "Where it stands.", required=True, index=True),
        text("line", "What it says.", filters=()),
        text("action", "What it asks to be done.", filters=()),
        text("why", "Why this recipient is told.", filters=()),
        text("path", "Where in the registry it leads.", filters=()),
        text("message", "The message it is in, which is also the key by which a repeat can be known.", index=True),
        text("claim", "The hand-over it is part of.", filters=(), index=True),
        day("plannedOn", "The day of the run that told of it.", order=True),
        number("attempts", "How often it was handed to its channel."),
        number("unanswered", "How often its channel did not say whether it accepted it."),
        text("reason", "Why it was not sent.", filters=()),
        text("answer", "What its reader said to it: ACKNOWLEDGED, SNOOZED or MUTED.", filters=()),
        instant("answeredAt", "When its reader answered."),
        text("answerMark", "What tells that answer from others.", filters=()),
        flag("muted", "Its reader is told no more of the same thing and day."),
        day("quietUntil", "The last day on which its reader is told nothing of the same thing and day."),
        instant("leaseUntil", "Until when the run that claimed it may take."),
        instant("retryAt", "When it may be tried again."),
        instant("sentAt", "When its channel accepted it."),
    ),
    edges=(
        Edge(
            "NOTIFIES_OF",
            (ANY_NODE,),
            "The node the notification is about.",
            out=Link("about", "The node it is about.", many=False),
        ),
        Edge(
            "NOTIFIES",
            ("Organisation",),
            "The body on whose behalf the recipient is told.",
            out=Link("organisation", "The body on whose behalf the recipient is told.", many=False),
            back=Link("alerts", "Notifications to the body's role mailboxes."),
        ),
    ),
    scope=BodiesReached("(this)-[:NOTIFIES]->(body:Organisation)"),
    default_order="plannedOn",
)
