"""The root field `onward` and the types of its answer."""

from __future__ import annotations

from typing import Any

import strawberry

from api.schema.outputs import Outputs
from api.schema.shells import Shell, argument, definition, field, listed, optional, output
from graph.compile.roots.onward import DEFAULT_HOPS, MOST_HOPS

_HOP = "How many flows it takes to get there: 1 is directly."
_JUDGED = "How identifiable the data is by the time it is there, on the most identifiable way."
_ENDS = (
    "Whether it stops being directly identifiable with the last flow of the way: there it is pseudonymised or less, "
    "and one step before it was identifiable or not recorded."
)


def onward_field(outputs: Outputs, enums: dict[str, Shell], as_of: Any, expand: int) -> Any:
    """Return the field. `expand` is how many bodies of a hop are followed on."""
    body = outputs.objects["Organisation"]
    answer = output("Onward", "Who can receive data, directly or from hand to hand.")
    definition(answer).fields = [
        field("body", optional(body), "The body it starts from, where one was named."),
        field("dataset", optional(outputs.objects["Dataset"]), "The dataset that is followed, where one was named."),
        field(
            "startsAt",
            outputs.connections["Organisation"],
            "The bodies it starts at: the one named; else the dataset's controllers and whoever gives it though nobody "
            "is recorded as giving it to them, or all who give it where there is none such.",
            outputs.page_arguments(None),
        ),
        field("hops", listed(_hop()), "How many bodies each hop reaches, nearest first, as far as there are any."),
        field(
            "reached",
            outputs.made_connection("OnwardBody", _entry(outputs, enums), "A page of the bodies that data gets to."),
            "The bodies it gets to, nearest first, those of one hop by name. A body stands here once where it is "
            "first reached, and again where a later hop brings it the data more identifiable.",
            [argument("hop", optional(int), "Only those of this hop."), *outputs.page_arguments(None)],
        ),
        field("complete", bool, "Whether that is everything; if not, cutShort says why."),
        field("cutShort", listed(enums["CutShort"]), "Why the answer does not tell everything; empty where it does."),
    ]
    return field(
        "onward",
        optional(answer),
        "Who can receive a dataset, or anything a body holds, directly or from hand to hand. Of a dataset, the flows "
        "that carry it are followed; of a body, all it gives and all that those bodies give, which tells who could "
        f"receive it, not who does. At most {MOST_HOPS} hops, and {expand:,} bodies of each hop are followed on to the "
        "next, those with the most identifiable data first.",
        [
            argument("body", optional(strawberry.ID), "The id or key of the body it starts from."),
            argument("dataset", optional(strawberry.ID), "The id or key of the dataset that is followed."),
            argument("hops", optional(int), f"How many hops are followed, {DEFAULT_HOPS} where nothing is said."),
            argument("where", optional(outputs.filters.where["Flow"]), "Which flows are followed; all where not said."),
            as_of,
        ],
    )


def _hop() -> Shell:
    made = output("OnwardHop", "One hop: how many bodies it reaches, and how identifiable the data is there.")
    definition(made).fields = [
        field("hop", int, _HOP),
        field("bodies", int, "How many bodies it reaches for the first time, or with more identifiable data."),
        field("identifiable", int, "To how many of them the data comes identifiable."),
        field("notRecorded", int, "To how many of them it is not recorded how identifiable it comes."),
        field("pseudonymised", int, "To how many of them it comes pseudonymised, which is personal data still."),
        field("notIdentifiable", int, "To how many of them it comes no longer identifiable."),
    ]
    return made


def _entry(outputs: Outputs, enums: dict[str, Shell]) -> Shell:
    body, flow = outputs.objects["Organisation"], outputs.objects["Flow"]
    judged = field("identifiability", enums["OnwardIdentifiability"], _JUDGED)
    ends = field("stopsBeingIdentifiable", bool, _ENDS)
    step = output("OnwardStep", "One flow on the way of data from body to body.")
    definition(step).fields = [
        field("hop", int, _HOP),
        field("discloser", body, "The body that gives the data."),
        field("flow", flow, "The flow that carries it."),
        field("recipient", body, "The body that receives it."),
        judged,
        ends,
    ]
    made = output("OnwardBody", "A body that data gets to.")
    definition(made).fields = [
        field("hop", int, _HOP),
        field("body", body, "The body."),
        judged,
        ends,
        field(
            "path",
            listed(step),
            "The most identifiable way here of the fewest hops, first flow first; of equal ones the flow whose key "
            "comes first.",
        ),
        field(
            "flows",
            outputs.connections["Flow"],
            "All flows that bring it here from bodies of the hop before.",
            outputs.page_arguments("Flow"),
        ),
    ]
    return made
