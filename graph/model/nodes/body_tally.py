"""How much of one body's a rule found."""

from graph.model.declaration import Edge, Link, Node
from graph.model.nodes.finding import FINDING_SEVERITY
from graph.model.property import code, day, number, text
from graph.model.row_scope import BodiesReached

NODE = Node(
    label="BodyTally",
    plural="bodyTallies",
    caption="rule",
    description="How much one rule found that concerns one body, among how much of that body's it looked at: 12 of 31 "
    "flows. A rule that looked at nothing of the body has none.",
    properties=(
        text("rule", "The rule.", required=True, order=True, index=True),
        code("severity", FINDING_SEVERITY, "How grave the rule says its findings are.", required=True),
        number("gravity", "The severity as a number, from 1 for a blocker to 4, to sort by.", order=True, filters=()),
        text("unit", "The type of what the rule looks at, such as Flow.", required=True),
        day("on", "The day the rule was run.", required=True),
        number("found", "How many findings stood.", order=True),
        number("lookedAt", "How many nodes of the body the rule looked at."),
    ),
    edges=(
        Edge(
            "TALLIED_FOR",
            ("Organisation",),
            "The body counted for.",
            out=Link("organisation", "The body counted for.", many=False),
            back=Link("scorecard", "What each rule found that concerns the body, among how much it looked at."),
        ),
    ),
    scope=BodiesReached("(this)-[:TALLIED_FOR]->(body:Organisation)"),
    roots=False,
    default_order="gravity",
)
