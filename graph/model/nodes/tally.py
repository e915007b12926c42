"""How much a rule found on one day."""

from graph.model.declaration import Node
from graph.model.nodes.finding import FINDING_SEVERITY
from graph.model.property import code, day, number, text
from graph.model.row_scope import AdministratorsOnly

NODE = Node(
    label="Tally",
    plural="tallies",
    caption="rule",
    description="How much one rule found in the whole registry on one day, among how much it looked at. A day's last "
    "run counts.",
    properties=(
        text("rule", "The rule.", required=True, order=True, index=True),
        code("severity", FINDING_SEVERITY, "How grave the rule said its findings are.", required=True),
        day("on", "The day.", required=True, order=True),
        number("found", "How many findings stood."),
        number("lookedAt", "How many nodes the rule looked at."),
    ),
    scope=AdministratorsOnly(),
    roots=False,
    default_order="on",
)
