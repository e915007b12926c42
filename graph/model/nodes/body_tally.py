"""How much of one body's a rule found."""

from graph.model.counted_for_body import COUNTED_SCOPE, counted_for
from graph.model.declaration import Link, Node
from graph.model.nodes.finding import FINDING_SEVERITY
from graph.model.property import code, day, number, text

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
        counted_for(Link("scorecard", "What each rule found that concerns the body, among how much it looked at.")),
    ),
    scope=COUNTED_SCOPE,
    roots=False,
    default_order="gravity",
)
