"""Something a gap rule found."""

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
    prose,
    text,
    texts,
)

FINDING_STATE = CodeList(
    "FindingState",
    "What people have made of a finding.",
    {
        "OPEN": "Nobody has taken it up.",
        "ACKNOWLEDGED": "Seen and accepted.",
        "WAIVED": "Set aside until a day, with a reason.",
        "RESOLVED": "No longer found.",
    },
)

NODE = Node(
    label="Finding",
    plural="findings",
    caption="message",
    description="Something a gap rule found, with the path in the graph that shows it. It prompts a person; it "
    "never says that anything is unlawful.",
    properties=(
        text("rule", "The rule that found it.", required=True, order=True, index=True),
        text("subject", "The key of the node it is about, with its type.", index=True),
        code("state", FINDING_STATE, "What people have made of it.", index=True),
        text("severity", "How grave the rule says it is.", index=True),
        prose("message", "What was found, in a sentence."),
        texts("path", "The nodes and edges that show it, in order.", filters=()),
        instant("firstSeen", "When it was first found."),
        instant("lastSeen", "When it was last found."),
        day("waivedUntil", "The day to which it is set aside."),
        text("reason", "Why it was set aside or acknowledged.", filters=()),
    ),
    edges=(
        Edge(
            "ABOUT_NODE",
            (ANY_NODE,),
            "The node the finding is about.",
            out=Link("about", "The node it is about.", many=False),
        ),
    ),
    scope=AdministratorsOnly(),
    roots=False,
    default_order="rule",
)
