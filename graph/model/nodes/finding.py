"""Something a gap rule found, and what people made of it."""

from graph.model.declaration import ANY_NODE, Condition, Edge, Link, NamesOthers, Node
from graph.model.property import CodeList, code, day, flag, instant, number, prose, text, texts
from graph.model.row_scope import BodiesReached

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

FINDING_SEVERITY = CodeList(
    "FindingSeverity",
    "How grave a finding is, as its rule says.",
    {
        "BLOCKER": "Must not be so.",
        "ERROR": "Wrong, and to be put right.",
        "WARNING": "Probably wrong, or soon to be.",
        "INFO": "Worth knowing.",
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
        text("subject", "The type and key of the node it is about, as `Type:key`.", required=True, index=True),
        code("state", FINDING_STATE, "What people have made of it.", required=True, index=True),
        code("severity", FINDING_SEVERITY, "How grave the rule says it is.", required=True, index=True),
        number("gravity", "The severity as a number, from 1 for a blocker to 4, to sort by.", order=True, filters=()),
        prose("message", "What was found, in a sentence; `brief` where that names what the caller may not see."),
        text("brief", "What its rule finds, in a sentence that names nothing.", filters=()),
        texts(
            "path",
            "The nodes and edges that show it, as JSON; `explain` has them ready to draw. Empty where "
            "they name what the caller may not see.",
            filters=(),
        ),
        texts(
            "names", "What it names and not everybody may see, as `Type:key`; empty for whoever may not.", filters=()
        ),
        instant("firstSeen", "When it was first found.", order=True),
        instant("lastSeen", "When it was last found."),
        instant("resolvedAt", "When it was no longer found."),
        flag(
            "baseline",
            "It stood when its rule was first run, or when the baseline was last drawn; no alert of its own.",
        ),
        number("timesReopened", "How often it was found again after it had been resolved."),
        text("mailbox", "The mailbox it is assigned to, where that is no post's.", filters=()),
        day("waivedUntil", "The last day on which it is set aside."),
        text("reason", "Why it was set aside or acknowledged.", filters=()),
    ),
    edges=(
        Edge(
            "ABOUT_NODE",
            (ANY_NODE,),
            "The node the finding is about.",
            out=Link("about", "The node it is about.", many=False),
            back=Link("findings", "What rules found about it."),
        ),
        Edge(
            "CONCERNS",
            ("Organisation",),
            "A body that the finding concerns: it may see and answer it.",
            out=Link("bodies", "The bodies it concerns, which may see and answer it."),
            back=Link("findingsConcerning", "Findings that concern the body, whatever they are about."),
        ),
        Edge("SPEAKS_OF", (ANY_NODE,), "What its sentence and path name and not everybody may see."),
        Edge(
            "ASSIGNED_TO",
            ("Post",),
            "The post that is to see to the finding.",
            out=Link("assignedTo", "The post that is to see to it.", many=False),
            back=Link("findingsAssigned", "Findings that the post is to see to."),
        ),
    ),
    conditions=(
        Condition("STANDING", "It was found when its rule was last run.", "this.state <> 'RESOLVED'"),
        Condition(
            "UNANSWERED",
            "Nobody has taken it up, or its waiver ran out.",
            "this.state = 'OPEN' OR (this.state = 'WAIVED' AND this.waivedUntil < $today)",
        ),
        Condition(
            "WAIVER_RAN_OUT",
            "It was set aside until a day that has passed.",
            "this.state = 'WAIVED' AND this.waivedUntil < $today",
        ),
    ),
    scope=BodiesReached("(this)-[:CONCERNS]->(body:Organisation)"),
    names_others=NamesOthers(
        edge="SPEAKS_OF",
        to=("Agreement", "Flow", "Party", "Signature", "Document", "Dpia", "Source"),
        names="names",
        instead={"message": "brief", "path": None, "names": None},
    ),
    default_order="gravity",
)
