"""A second, slow and simple evaluator of the schema: graphql-core with a resolver for each field, over the records.

It shares neither statements nor completion with the product. What fields, arguments and orders mean is taken from
the schema's descriptions and the model's declarations; row scope, conditions and filters are written again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    build_schema,
    execute_sync,
)

from api.schema.computed import COMPUTED_FIELDS
from graph.access import Caller, Role
from graph.compile.asked.bounds import Bounds
from graph.compile.asked.ids import encode_id
from graph.model.property import Kind
from graph.model.records import EdgeRecord, NodeRecord
from tests.property.oracle_answers import Answers, Told, told_by
from tests.property.oracle_conditions import CONDITIONS
from tests.property.oracle_counts import Counts
from tests.property.oracle_due import Due
from tests.property.oracle_findings import groups, trend
from tests.property.oracle_holders import Holders
from tests.property.oracle_lists import Listed, Lists, Page, entry_of
from tests.property.oracle_made import Found, Made, Ranked, RankedPage, page_of
from tests.property.oracle_onward import REACHED, ArrivalPage, Arrived, Journey, Onward, arrival_entry
from tests.property.oracle_routes import Routes
from tests.property.oracle_side_by_side import SideBySide
from tests.property.oracle_statistics import Statistics
from tests.property.oracle_tables import Tabled, TablePage, TableRow, table_page
from tests.property.oracle_world import Asked, World
from tests.seeded.cursors import Cursors, Entry, ListKind, list_kind
from tests.seeded.graph import SeededGraph
from tests.seeded.operations import Operation
from tests.seeded.tables import ROOTS

CURSOR = "\0cursor "


# The root fields whose answers are made field by field, and the nodes that their arguments name.
_MADE = {
    "trace": {"from": "Organisation", "to": "Organisation"},
    "joinable": {"between": "Organisation", "and": "Organisation", "dataset": "Dataset", "purpose": "Purpose"},
    "duplicates": {"body": "Organisation"},
    "askOnce": {"body": "Organisation", "element": "DataElement", "subject": "DataSubject"},
    "centrality": {},
}


class NotThere(Exception):
    """No such node, or the caller may not see it."""


@dataclass(frozen=True)
class At:
    """A node in the answer to a question."""

    node: NodeRecord
    asked: Asked


@dataclass(frozen=True)
class Step:
    """An entry of a page in the answer."""

    kind: ListKind
    listed: Listed
    asked: Asked


@dataclass(frozen=True)
class Shared:
    """What is shared between two bodies, or one and all others."""

    one: NodeRecord
    other: NodeRecord | None
    direction: str
    asked: Asked


@dataclass(frozen=True)
class Group:
    """Findings counted together in the answer."""

    values: dict[str, Any]
    asked: Asked


@dataclass(frozen=True)
class ToldPage:
    """A page of entries of a declared root field, by the key of the node that each holds."""

    page: Page
    by_key: dict[str, Told]


@dataclass
class Expected:
    """The expected answer: data, the paths of fields that found nothing, and what its cursors stand for.

    A cursor is opaque, so the data holds a text that starts with CURSOR and names an entry of `cursors`.
    """

    data: Any
    not_found: list[list[str | int]]
    cursors: dict[str, tuple[ListKind, Entry]] = field(default_factory=dict)


class Oracle:
    """Answers questions over the records of the seeded graph."""

    def __init__(
        self,
        schema_text: str,
        graph: SeededGraph,
        cursors: Cursors,
        today: dt.date,
        bounds: Bounds | None = None,
    ) -> None:
        bounds = bounds or Bounds()
        self.model = graph.model
        self.world = World(graph)
        self.lists = Lists(self.world, cursors)
        self.holders = Holders(self.world)
        self.answers = Answers(self.world, self.lists)
        self.due = Due(self.world, self.lists)
        self.statistics = Statistics(self.world, self.lists)
        self.onward = Onward(self.world, self.lists, bounds.expand)
        self.routes = Routes(self.onward, bounds.expand)
        self.side_by_side = SideBySide(self.onward, bounds.compare)
        self.counts = Counts(self.world, self.lists, bounds.compare)
        self.today = today
        self.computed = {(each.label, each.name): each for each in COMPUTED_FIELDS}
        self._one = {node.singular: label for label, node in self.model.nodes.items()}
        self._many = {node.plural: label for label, node in self.model.nodes.items()}
        self._ids = {encode_id(*name): name for name in self.world.nodes}
        self._cursors: dict[str, tuple[ListKind, Entry]] = {}
        self.schema = build_schema(schema_text)
        for kind in self.schema.type_map.values():
            if isinstance(kind, GraphQLInterfaceType):
                kind.resolve_type = lambda at, *_: at.node.label
            elif isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
                for each in kind.fields.values():
                    each.resolve = self._resolve

    def answer(self, operation: Operation, caller: Caller) -> Expected:
        """Return the answer to a valid operation. Raises UnknownCursor for a cursor of another list."""
        self._cursors = {}
        result = execute_sync(
            self.schema, operation.document, variable_values=operation.variables, context_value=caller
        )
        not_found = []
        for error in result.errors or []:
            if not isinstance(error.original_error, NotThere):
                raise error.original_error or error
            not_found.append(list(error.path or []))
        return Expected(result.data, not_found, self._cursors)

    def _resolve(self, source: Any, info: GraphQLResolveInfo[Any], **given: Any) -> Any:
        match source:
            case None:
                return self._root(info, given)
            case At():
                return self._of_node(source, info.field_name, given)
            case Page():
                return self._of_page(source, info.field_name)
            case Step():
                return self._of_step(source, info.field_name)
            case Shared():
                return self._of_shared(source, info.field_name, given)
            case Journey():
                return self._shown(self.onward.of_journey(source, info.field_name, given), source.asked)
            case Arrived():
                return self._shown(self.onward.of_arrival(source, info.field_name, given), source.journey.asked)
            case ArrivalPage():
                return self._of_arrivals(source, info.field_name)
            case Group():
                return self._of_group(source, info.field_name)
            case ToldPage():
                return self._of_told_page(source, info.field_name)
            case Made():
                return self._of_made(source, info.field_name, given)
            case RankedPage():
                return self._of_ranked(source, info.field_name)
            case Told():
                return self._of_told(source, info.field_name, given)
            case Tabled():
                return self._of_tabled(source, info.field_name, given)
            case TablePage():
                return self._of_table_page(source, info.field_name)
            case TableRow():
                return self._of_row(source, info.field_name, given)
            case dict():
                return source[info.field_name]
        raise AssertionError(f"{info.parent_type}.{info.field_name} of {source!r}")

    def _root(self, info: GraphQLResolveInfo[Any], given: dict[str, Any]) -> Any:
        name, day = info.field_name, given.get("asOf")
        asked = Asked(self.today if day is None else dt.date.fromisoformat(day), day is not None, info.context)
        if name in self._many:
            label = self._many[name]
            nodes = self.lists.seen(self.world.of_label(label), asked)
            entries = [Listed(node) for node in nodes if not asked.as_of or self.world.held(node, asked.day)]
            return self.lists.page(list_kind(None, label, _order(given)), entries, given, asked)
        if name == "sharing":
            other = given.get("and")
            return Shared(
                self._found(("Organisation", self.lists.key(given["between"])), asked),
                self._named("Organisation", other, asked),
                given.get("direction") or "BOTH",
                asked,
            )
        if name == "holdersNow":
            return [_answered(self.holders.holding(text, asked), asked) for text in given["names"]]
        if name == "onward":
            return self.onward.journey(
                self._named("Organisation", given.get("body"), asked),
                self._named("Dataset", given.get("dataset"), asked),
                given,
                asked,
            )
        if name == "findingGroups":
            return [Group(each, asked) for each in groups(self.world, self.lists, given, asked)]
        if name == "findingTrend":
            return trend(self.world, self.lists, given, asked)
        if name in ("partners", "impact"):
            labels = {"body": "Organisation", "agreement": "Agreement", "legalBasis": "LegalBasis"}
            named = {each: self._named(label, given.get(each), asked) for each, label in labels.items()}
            return told_by(self.answers, name, named, given.get("event"), asked)
        if name in _MADE:
            return self._made(name, given, asked)
        if name in ROOTS:
            return self._tabled(name, given, asked)
        if name == "node":
            return At(self._found(self._ids[given["id"]], asked), asked)
        return At(self._found((self._one[name], self.lists.key(given["id"])), asked), asked)

    def _found(self, name: tuple[str, str], asked: Asked) -> NodeRecord:
        node = self.world.nodes.get(name)
        if node is None or not self.world.may_see(node, asked.caller):
            raise NotThere(name)
        return node

    def _named(self, label: str, name: str | None, asked: Asked) -> NodeRecord | None:
        return None if name is None else self._found((label, self.lists.key(name)), asked)

    @staticmethod
    def _shown(value: Any, asked: Asked) -> Any:
        return At(value, asked) if isinstance(value, NodeRecord) else value

    def _of_node(self, at: At, name: str, given: dict[str, Any]) -> Any:
        node, asked = at.node, at.asked
        if name == "id":
            return encode_id(node.label, node.key)
        if name == "caption":
            name = self.model.nodes[node.label].caption
        if name == "key":
            return node.key
        if name == "conditions":
            return [code for code, test in CONDITIONS[node.label].items() if test(self.world, node, asked.day)]
        if (node.label, name) in self.computed:
            return self._computed(node, name, asked)
        link = self.model.links(node.label).get(name)
        if link is None:
            return _value(self.world.told(node, name, asked.caller), self.model.property(node.label, name).kind)
        if link.many:
            entries = self.lists.listed_across(node, link, asked)
            return self.lists.page(list_kind(link, None, _order(given)), entries, given, asked)
        ends = sorted(self.lists.across(node, link, asked), key=lambda each: (each.node.key, each.node.label))
        return At(ends[0].node, asked) if ends else None

    def _computed(self, node: NodeRecord, name: str, asked: Asked) -> Any:
        """Computed fields are made by the product's own function; what it is given is looked up here."""
        a = node.properties
        if (node.label, name) == ("Finding", "explain"):
            seen = None
            if asked.caller.role is not Role.ADMINISTRATOR:
                seen = [[each.label, each.key] for each in self.world.named_and_seen(node, asked.caller)]
            return self.computed[node.label, name].make([a["rule"], a.get("path") or [], seen])
        if (node.label, name) == ("BodyTally", "title"):
            return self.computed[node.label, name].make([a["rule"]])
        assert (node.label, name) == ("Agreement", "statusInWords")
        dates = [
            part
            for each in ("startsOn", "endsOn", "reviewOn")
            for part in (_value(a.get(each), Kind.DATE), a.get(f"{each}Precision"))
        ]
        later = bool(a.get("laterVersionKnown"))
        return self.computed[node.label, name].make([a["state"], *dates, later, asked.day.isoformat()])

    def _of_group(self, group: Group, name: str) -> Any:
        values = group.values
        match name:
            case "body":
                return None if values["body"] is None else At(values["body"], group.asked)
            case "label":
                called = None if values["body"] is None else values["body"].properties.get("name")
                return self.computed["FindingGroup", "label"].make([values["by"], values["value"], called])
        return values[name]

    def _of_page(self, page: Page, name: str) -> Any:
        match name:
            case "nodes":
                return [At(each.node, page.asked) for each in page.entries]
            case "edges":
                return [Step(page.kind, each, page.asked) for each in page.entries]
            case "totalCount":
                return page.count
        ends = (page.entries[0], page.entries[-1]) if page.entries else (None, None)
        return {
            "hasNextPage": page.has_next,
            "hasPreviousPage": page.has_previous,
            "startCursor": self._cursor(page.kind, ends[0]),
            "endCursor": self._cursor(page.kind, ends[1]),
        }

    def _of_step(self, step: Step, name: str) -> Any:
        if name == "node":
            return At(step.listed.node, step.asked)
        if name == "cursor":
            return self._cursor(step.kind, step.listed)
        edge = step.listed.edge
        assert edge is not None
        return _edge_value(edge, name)

    def _cursor(self, kind: ListKind, listed: Listed | None) -> str | None:
        return None if listed is None else self._given_out((kind, entry_of(kind, listed)))

    def _of_arrivals(self, page: ArrivalPage, name: str) -> Any:
        shown = [Arrived(each, page.journey) for each in page.entries]
        return self._of_entries(page, name, shown, [(REACHED, arrival_entry(each)) for each in page.entries])

    def _of_entries(
        self, page: ArrivalPage | RankedPage | TablePage, name: str, shown: list[Any], entries: list[tuple[Any, Any]]
    ) -> Any:
        """A page of what are no nodes of the graph: how each is shown, and what the cursor of each stands for."""
        match name:
            case "nodes":
                return shown
            case "edges":
                return [
                    {"cursor": self._given_out(entry), "node": each} for each, entry in zip(shown, entries, strict=True)
                ]
            case "totalCount":
                return page.count
        return {
            "hasNextPage": page.has_next,
            "hasPreviousPage": page.has_previous,
            "startCursor": self._given_out(entries[0]) if entries else None,
            "endCursor": self._given_out(entries[-1]) if entries else None,
        }

    def _given_out(self, entry: tuple[Any, Any]) -> str:
        text = f"{CURSOR}{len(self._cursors)}"
        self._cursors[text] = entry
        return text

    def _of_told(self, told: Told, name: str, given: dict[str, Any]) -> Any:
        if told.entries is not None and name == told.entries[0]:
            by_key = {each.nodes["body"].key: each for each in told.entries[1] if each.nodes["body"] is not None}
            listed = [Listed(each.nodes["body"]) for each in told.entries[1] if each.nodes["body"] is not None]
            page = self.lists.page(list_kind(None, "Organisation", ()), listed, given, told.asked)
            return ToldPage(page, by_key)
        if name in told.lists:
            label, nodes = told.lists[name]
            kind = list_kind(None, label, _order(given))
            return self.lists.page(kind, [Listed(node) for node in nodes], given, told.asked)
        return self._shown(told.nodes[name], told.asked)

    def _made(self, name: str, given: dict[str, Any], asked: Asked) -> Made:
        named = {each: self._named(label, given.get(each), asked) for each, label in _MADE[name].items()}
        match name:
            case "trace":
                return self.routes.trace(_there(named["from"]), _there(named["to"]), given, asked)
            case "joinable":
                return self.side_by_side.joinable(named, asked)
            case "duplicates":
                return self.side_by_side.duplicates(named["body"], asked)
            case "askOnce":
                return self.counts.ask_once(named, asked)
        return self.counts.centrality(given, asked)

    def _of_made(self, made: Made, name: str, given: dict[str, Any]) -> Any:
        value = made.fields[name]
        match value:
            case Ranked():
                return page_of(value, given)
            case Found():
                kind = list_kind(None, value.label, _order(given))
                return self.lists.page(kind, [Listed(node) for node in value.nodes], given, made.asked)
        return self._shown(value, made.asked)

    def _of_ranked(self, page: RankedPage, name: str) -> Any:
        entries = [(page.kind, page.entry(at)) for at in range(len(page.entries))]
        return self._of_entries(page, name, [made for _, made in page.entries], entries)

    def _tabled(self, name: str, given: dict[str, Any], asked: Asked) -> Tabled:
        match name:
            case "expiring":
                return self.due.expiring(given, asked)
            case "worklist":
                body = self._found(("Organisation", self.lists.key(given["for"])), asked)
                return self.due.worklist(body, given, asked)
            case "coverage":
                return self.statistics.coverage(given, asked)
        return self.statistics.statistics(given, asked)

    def _of_tabled(self, tabled: Tabled, name: str, given: dict[str, Any]) -> Any:
        if name in tabled.tables:
            return table_page(name, tabled.tables[name], given)
        return self._shown(tabled.values[name], tabled.asked)

    def _of_table_page(self, page: TablePage, name: str) -> Any:
        return self._of_entries(page, name, list(page.rows), [(page.kind, page.entry(row)) for row in page.rows])

    def _of_row(self, row: TableRow, name: str, given: dict[str, Any]) -> Any:
        if name in row.lists:
            label, nodes = row.lists[name]
            kind = list_kind(None, label, _order(given))
            return self.lists.page(kind, [Listed(node) for node in nodes], given, row.asked)
        return self._shown(row.values[name], row.asked)

    def _of_told_page(self, told: ToldPage, name: str) -> Any:
        if name in ("nodes", "edges"):
            entries = [(each, told.by_key[each.node.key]) for each in told.page.entries]
            if name == "nodes":
                return [entry for _, entry in entries]
            return [{"cursor": self._cursor(told.page.kind, each), "node": entry} for each, entry in entries]
        return self._of_page(told.page, name)

    def _of_shared(self, shared: Shared, name: str, given: dict[str, Any]) -> Any:
        asked = shared.asked
        match name:
            case "between":
                return At(shared.one, asked)
            case "and":
                return At(shared.other, asked) if shared.other is not None else None
            case "answeredBy":
                flows, agreements = self._shared_flows(shared), self._shared_agreements(shared)
                return "FLOWS" if flows else "AGREEMENTS" if agreements else "NOTHING"
        found = self._shared_flows(shared) if name == "flows" else self._shared_agreements(shared)
        kind = list_kind(None, "Flow" if name == "flows" else "Agreement", _order(given))
        return self.lists.page(kind, [Listed(node) for node in found], given, asked)

    def _shared_flows(self, shared: Shared) -> list[NodeRecord]:
        def passes(flow: NodeRecord, giver: NodeRecord | None, taker: NodeRecord | None) -> bool:
            gives = giver is None or giver in self.world.sources(flow, "DISCLOSES")
            return gives and (taker is None or taker in self.world.targets(flow, "RECEIVED_BY"))

        flows = self.lists.seen(self.world.of_label("Flow"), shared.asked)
        return [
            flow
            for flow in flows
            if (not shared.asked.as_of or self.world.held(flow, shared.asked.day))
            and (
                (shared.direction != "RECEIVES" and passes(flow, shared.one, shared.other))
                or (shared.direction != "GIVES" and passes(flow, shared.other, shared.one))
            )
        ]

    def _shared_agreements(self, shared: Shared) -> list[NodeRecord]:
        def takes_part(body: NodeRecord | None, agreement: NodeRecord) -> bool:
            return body is None or any(
                body in self.world.targets(party, "OF")
                for party in self.world.sources(agreement, "IN", "Party")
                if not shared.asked.as_of or self.world.held(party, shared.asked.day)
            )

        agreements = self.lists.seen(self.world.of_label("Agreement"), shared.asked)
        return [each for each in agreements if takes_part(shared.one, each) and takes_part(shared.other, each)]


def _answered(value: Any, asked: Asked) -> Any:
    """The same with every body as a node of the answer."""
    match value:
        case NodeRecord():
            return At(value, asked)
        case dict():
            return {name: _answered(each, asked) for name, each in value.items()}
        case list():
            return [_answered(each, asked) for each in value]
    return value


def _there(node: NodeRecord | None) -> NodeRecord:
    assert node is not None
    return node


def _order(given: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(next(iter(each.items())) for each in given.get("orderBy") or ())


def _edge_value(edge: EdgeRecord, name: str) -> Any:
    value = {**edge.properties, **edge.key}.get(name)
    return value.isoformat() if isinstance(value, dt.date) else value


def _value(value: Any, kind: Kind) -> Any:
    if kind in (Kind.TEXTS, Kind.CODES):
        return value or []
    if value is None:
        return None
    if kind is Kind.DATE:
        return value.isoformat()
    if kind is Kind.INSTANT:
        return f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}Z"
    return value
