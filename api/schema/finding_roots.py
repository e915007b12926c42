"""The root fields over findings as a whole."""

from __future__ import annotations

from typing import Any

import strawberry

from api.schema.outputs import Outputs
from api.schema.scalars import Date
from api.schema.shells import Shell, argument, definition, field, listed, optional, output


def finding_roots(outputs: Outputs, enums: dict[str, Shell]) -> list[Any]:
    """Return `findingGroups` and `findingTrend`."""
    return [_groups(outputs, enums), _trend(enums)]


def _groups(outputs: Outputs, enums: dict[str, Shell]) -> Any:
    group = output("FindingGroup", "Findings counted together.")
    definition(group).fields = [
        field("value", str, "What they have in common: a rule, a severity, a state, the key of a body, or a type."),
        field("label", optional(str), "What people call it: the title of the rule, the name of the body."),
        field("body", optional(outputs.objects["Organisation"]), "The body, where they are counted by body."),
        field("found", int, "How many there are."),
        field("unanswered", int, "How many of them nobody has taken up, or had a waiver that ran out."),
        field("baseline", int, "How many of them stood at go-live."),
    ]
    return field(
        "findingGroups",
        listed(group),
        "Count findings by what they have in common.",
        [
            argument("groupBy", enums["FindingGroupBy"], "What to count by."),
            argument(
                "where",
                optional(outputs.filters.where["Finding"]),
                "Which are counted. All that stand where nothing is said.",
            ),
            argument("first", optional(int), f"How many groups at most, {outputs.default_page} where nothing is said."),
        ],
    )


def _trend(enums: dict[str, Shell]) -> Any:
    point = output("FindingTrendPoint", "How many findings stood on one day on which rules were run.")
    definition(point).fields = [
        field("on", optional(Date), "The day."),
        field("found", int, "How many findings stood after the day's last run."),
        field("lookedAt", int, "How many nodes the rules looked at, a node counted for each."),
        field("rules", int, "How many rules were run; days with fewer rules cannot be held against others."),
    ]
    return field(
        "findingTrend",
        listed(point),
        "How many findings stood day by day, early to late: the latest days where there are more than a page may hold. "
        "For administrators; nothing for others.",
        [
            argument("rule", optional(strawberry.ID), "One rule alone."),
            argument("severity", optional(enums["FindingSeverity"]), "Rules of one severity alone."),
            argument("since", optional(Date), "The first day."),
            argument("until", optional(Date), "The last day."),
        ],
    )
