"""Findings counted together and day by day, written again in Python from what the schema says of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from graph.model.records import NodeRecord
from tests.property.oracle_lists import DEFAULT_PAGE, Lists
from tests.property.oracle_world import Asked, World, unanswered


def groups(world: World, lists: Lists, given: dict[str, Any], asked: Asked) -> list[dict[str, Any]]:
    """The groups of `findingGroups`: values of their fields by name, `body` a node."""
    where, by = given.get("where"), given["groupBy"]
    parts: dict[str, list[NodeRecord]] = defaultdict(list)
    for finding in lists.seen(world.of_label("Finding"), asked):
        stands = finding.properties["state"] != "RESOLVED"
        if stands if where is None else lists.holds(finding, where, asked):
            for value in _values(world, lists, finding, by, asked):
                parts[value].append(finding)
    made = [_group(world, by, value, findings, asked) for value, findings in parts.items()]
    first = (lambda each: each["gravity"]) if by in ("RULE", "SEVERITY") else (lambda _: 0)
    made.sort(key=lambda each: (first(each), -each["found"], each["value"]))
    size = given.get("first")
    return made[: DEFAULT_PAGE if size is None else size]


def _values(world: World, lists: Lists, finding: NodeRecord, by: str, asked: Asked) -> list[str]:
    said = finding.properties
    match by:
        case "BODY":
            return [each.key for each in lists.seen(world.targets(finding, "CONCERNS"), asked)]
        case "TYPE":
            return [str(said["subject"]).split(":")[0]]
    return [str(said[by.lower()])]


def _group(world: World, by: str, value: str, findings: list[NodeRecord], asked: Asked) -> dict[str, Any]:
    body = world.nodes["Organisation", value] if by == "BODY" else None
    return {
        "by": by,
        "value": value,
        "body": body,
        "found": len(findings),
        "unanswered": sum(unanswered(each, asked.day) for each in findings),
        "baseline": sum(each.properties.get("baseline") is True for each in findings),
        "gravity": min(each.properties.get("gravity", 9) for each in findings),
    }


def trend(world: World, lists: Lists, given: dict[str, Any], asked: Asked) -> list[dict[str, Any]]:
    """The points of `findingTrend`."""
    days: dict[dt.date, list[NodeRecord]] = defaultdict(list)
    for tally in lists.seen(world.of_label("Tally"), asked):
        said = tally.properties
        since, until = given.get("since"), given.get("until")
        if (
            given.get("rule") in (None, said["rule"])
            and given.get("severity") in (None, said["severity"])
            and (since is None or str(said["on"]) >= since)
            and (until is None or str(said["on"]) <= until)
        ):
            days[said["on"]].append(tally)
    return [
        {
            "on": day.isoformat(),
            "found": sum(each.properties.get("found") or 0 for each in tallies),
            "lookedAt": sum(each.properties.get("lookedAt") or 0 for each in tallies),
            "rules": len(tallies),
        }
        for day, tallies in sorted(days.items())
    ]
