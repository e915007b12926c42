"""What the oracle knows of `coverage` and `statistics`: who told what when, and how many of what, month by month."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from graph.model.records import NodeRecord
from tests.property.oracle_lists import Lists
from tests.property.oracle_tables import Nodes, Tabled, TableRow
from tests.property.oracle_world import Asked, World, last_day

_LABELS = {"AGREEMENTS": "Agreement", "FLOWS": "Flow", "BODIES": "Organisation"}
_TYPES = {"AGREEMENTS": "kind", "FLOWS": "identifiability", "BODIES": "kind"}
_DATES = {
    "AGREEMENTS": ("startsOn", "endsOn"),
    "FLOWS": ("startedOn", "ceasedOn"),
    "BODIES": ("openedOn", "closedOn"),
}


class Statistics:
    """Answers `coverage` and `statistics` over one world."""

    def __init__(self, world: World, lists: Lists) -> None:
        self.world = world
        self.lists = lists

    def coverage(self, given: dict[str, Any], asked: Asked) -> Tabled:
        """Return who has told nothing, or nothing lately."""
        wanted = given.get("told") or ["NOTHING", "UNDATED", "NOT_LATELY"]
        lately = 365 if given.get("lately") is None else given["lately"]

        def rows(name: str, heard: Iterable[tuple[NodeRecord, bool, dt.date | None]]) -> list[TableRow]:
            found = [_told(name, node, known, last, lately, asked) for node, known, last in heard]
            return [row for row in found if row.values["told"] in wanted]

        tables = {
            "bodies": rows("body", [(each, *self._body(each, asked)) for each in self._taking_part(asked)]),
            "sources": rows("source", [(s, *self._source(s, asked)) for s in self._seen_of("Source", asked)]),
        }
        return Tabled(asked, {"day": asked.day.isoformat()}, tables)

    def _taking_part(self, asked: Asked) -> Nodes:
        found = []
        for body in self._seen_of("Organisation", asked):
            closed = last_day(body.properties, "closedOn")
            if body.properties.get("kind") == "COLLECTIVE" or (closed is not None and closed < asked.day):
                continue
            flows = [*self.world.targets(body, "DISCLOSES", "Flow"), *self.world.sources(body, "RECEIVED_BY", "Flow")]
            places = [*self.world.sources(body, "OF", "Party"), *flows]
            if any(self.world.held(each, asked.day) for each in self.lists.seen(places, asked)):
                found.append(body)
        return found

    def _body(self, body: NodeRecord, asked: Asked) -> tuple[bool, dt.date | None]:
        flows = [f for f in self._seen_of("Flow", asked) if body in self.world.targets(f, "STATED_BY")]
        rows = self.lists.seen([r for f in flows for r in self.world.sources(f, "STATES", "Record")], asked)
        days = [_day(edition) for row in rows for edition in self.world.targets(row, "IN_EDITION")]
        return bool(flows), max((day for day in days if day is not None and day <= asked.day), default=None)

    def _source(self, source: NodeRecord, asked: Asked) -> tuple[bool, dt.date | None]:
        editions = self.world.sources(source, "OF_SOURCE", "Edition")
        days = [_day(each) for each in editions if each.properties.get("state") == "LOADED"]
        days = [day for day in days if day is None or day <= asked.day]
        return bool(days), max((day for day in days if day is not None), default=None)

    def statistics(self, given: dict[str, Any], asked: Asked) -> Tabled:
        """Return how many there are, by what, and month by month."""
        of, by = given["of"], given["by"]
        counted = self._seen_of(_LABELS[of], asked)
        groups: Counter[str | None] = Counter(value for each in counted for value in self._values(of, by, each, asked))
        spans, left_out = self._spans(of, asked)
        months = 24 if given.get("months") is None else given["months"]
        return Tabled(
            asked,
            {"day": asked.day.isoformat(), "total": len(counted), "leftOut": left_out},
            {
                "groups": [self._group(by, value, count, asked) for value, count in groups.items()],
                "months": [_month(spans, back, asked) for back in range(months)],
            },
        )

    def _group(self, by: str, value: str | None, count: int, asked: Asked) -> TableRow:
        place = self.world.nodes["Place", value] if by == "PLACE" and value is not None else None
        values = {"value": value, "place": place, "count": count}
        return TableRow(asked, (f"{10**9 - count:09d}", value or ""), values, {})

    def _values(self, of: str, by: str, node: NodeRecord, asked: Asked) -> list[str | None]:
        if by == "TYPE":
            return [node.properties.get(_TYPES[of])]
        if by == "STATE":
            closed = last_day(node.properties, "closedOn")
            past = "CLOSED" if closed is not None and closed < asked.day else "OPEN"
            return [past if of == "BODIES" else node.properties.get("state")]
        bodies = [node]
        if of == "AGREEMENTS":
            parties = self.lists.seen(self.world.sources(node, "IN", "Party"), asked)
            bodies = [b for p in parties if self.world.held(p, asked.day) for b in self.world.targets(p, "OF")]
        elif of == "FLOWS":
            bodies = [*self.world.sources(node, "DISCLOSES"), *self.world.targets(node, "RECEIVED_BY")]
        keys = {place.key for body in bodies for place in self.world.targets(body, "IN_PLACE")}
        return list(keys) or [None]

    def _spans(self, of: str, asked: Asked) -> tuple[list[tuple[dt.date, dt.date | None]], int]:
        start, end = _DATES[of]
        nodes = self.lists.seen(self.world.of_label(_LABELS[of]), asked)
        if of == "AGREEMENTS":
            nodes = [each for each in nodes if each.properties["state"] not in ("IDEA", "DRAFT", "IN_REVIEW")]
        found = [(each.properties.get(start), last_day(each.properties, end)) for each in nodes]
        spans = [(first, last) for first, last in found if first is not None and (last is None or last >= first)]
        return spans, len(found) - len(spans)

    def _seen_of(self, label: str, asked: Asked) -> Nodes:
        seen = self.lists.seen(self.world.of_label(label), asked)
        return [each for each in seen if not asked.as_of or self.world.held(each, asked.day)]


def _day(edition: NodeRecord) -> dt.date | None:
    loaded = edition.properties.get("loadedAt")
    return last_day(edition.properties, "asAt") or (loaded.date() if loaded is not None else None)


def _told(name: str, node: NodeRecord, known: bool, last: dt.date | None, lately: int, asked: Asked) -> TableRow:
    ago = None if last is None else (asked.day - last).days
    if not known:
        told = "NOTHING"
    elif ago is None:
        told = "UNDATED"
    else:
        told = "NOT_LATELY" if ago > lately else "LATELY"
    day = None if last is None else last.isoformat()
    return TableRow(asked, (day or "", node.key), {name: node, "told": told, "lastTold": day, "daysAgo": ago}, {})


def _month(spans: list[tuple[dt.date, dt.date | None]], back: int, asked: Asked) -> TableRow:
    months = asked.day.year * 12 + asked.day.month - 1 - back
    first = dt.date(months // 12, months % 12 + 1, 1)
    after = dt.date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    until = min(after - dt.timedelta(days=1), asked.day)
    values = {
        "month": first.isoformat(),
        "began": sum(first <= start <= until for start, _ in spans),
        "ended": sum(end is not None and first <= end <= until for _, end in spans),
        "held": sum(start <= until and (end is None or end >= until) for start, end in spans),
    }
    return TableRow(asked, (first.isoformat(),), values, {})
