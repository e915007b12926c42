"""How much rules found that concerns one body, from one day on."""

from graph.model.counted_for_body import COUNTED_SCOPE, counted_for
from graph.model.declaration import Link, Node
from graph.model.property import day, number

NODE = Node(
    label="BodyTotal",
    plural="bodyTotals",
    caption="on",
    description="How many findings that concern one body stood after a day's last run, by how grave they are. It is "
    "kept where that differs from what was kept before, and holds until the next; 0 is kept like any other number.",
    properties=(
        day("on", "The day from which on it holds.", required=True, order=True),
        number("found", "How many findings stood."),
        number("blockers", "How many of them were blockers."),
        number("errors", "How many of them were errors."),
        number("warnings", "How many of them were warnings."),
        number("infos", "How many of them were worth knowing."),
    ),
    edges=(
        counted_for(
            Link("findingTrend", "How many findings that concern the body stood: each day on which that changed.")
        ),
    ),
    scope=COUNTED_SCOPE,
    roots=False,
    default_order="on",
)
