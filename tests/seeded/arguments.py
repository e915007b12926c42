"""Random arguments of fields: filters, orders, pages, names of nodes, days, words."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLField

from api.schema.names_awaiting import WHY_AWAITING
from graph.compile.asked.ids import encode_id
from graph.compile.roots.findings import GROUP_BY
from graph.compile.roots.search import search_kinds
from graph.model.nodes.finding import FINDING_SEVERITY
from graph.model.registry import ResolvedLink
from tests.seeded.cursors import Cursors, OrderBy, list_kind, orders_of
from tests.seeded.filters import RandomFilters
from tests.seeded.graph import SeededGraph
from tests.seeded.tables import OWN_TABLES, ROOTS, TABLES, table_arguments
from tests.seeded.values import DAYS, WORDS, random_text

MOST_ROWS = 800
"""How many rows the pages of one field may multiply to."""

DEFAULT_PAGE = 25

_SUCCESSIONS = 50
"""How many successions are followed for one name, at most."""
OF_THEIR_OWN = {
    "Onward": {"startsAt": "Organisation", "reached": "Organisation"},
    "OnwardBody": {"flows": "Flow"},
    "Partners": {"partners": "Organisation"},
    "Partner": {"gives": "Flow", "receives": "Flow", "agreements": "Agreement", "elements": "DataElement"},
    **TABLES,
    "Impact": {"flows": "Flow", "datasets": "Dataset", "agreements": "Agreement", "bodies": "Organisation"},
    "Trace": {"routes": "Organisation"},
    "TraceStep": {"flows": "Flow"},
    "JoinableAgreements": {"agreements": "Agreement", "needed": "Dataset"},
    "JoinableAgreement": {
        "toSign": "Organisation",
        "covers": "Dataset",
        "missing": "Dataset",
        "serves": "Purpose",
        "missingPurposes": "Purpose",
    },
    "Duplicates": {"groups": "Agreement"},
    "DuplicateGroup": {
        "agreements": "Agreement",
        "parties": "Organisation",
        "purposes": "Purpose",
        "overlapping": "Dataset",
        "missing": "Dataset",
    },
    "AskOnce": {"asked": "DataElement"},
    "AskedOften": {"controllers": "Organisation", "datasets": "Dataset"},
    "Centrality": {"bodies": "Organisation", "systems": "Flow", "datasets": "Dataset"},
    "CentralSystem": {"flows": "Flow"},
    "CentralDataset": {"disclosers": "Organisation", "recipients": "Organisation"},
}
"""The types that are no nodes and have lists: what each list holds, so far as its arguments go."""

OWN_CURSORS = {
    ("Onward", "reached"),
    ("Trace", "routes"),
    ("JoinableAgreements", "agreements"),
    ("Duplicates", "groups"),
    ("AskOnce", "asked"),
    ("Centrality", "bodies"),
    ("Centrality", "systems"),
    ("Centrality", "datasets"),
    *OWN_TABLES,
}
"""Lists in an order of their own, whose cursors are of no list of nodes."""

ASKED_WITH = {
    "trace": (("from", "Organisation", 1.0), ("to", "Organisation", 1.0)),
    "joinable": (
        ("between", "Organisation", 1.0),
        ("and", "Organisation", 1.0),
        ("dataset", "Dataset", 0.4),
        ("purpose", "Purpose", 0.4),
    ),
    "duplicates": (("body", "Organisation", 0.5),),
    "askOnce": (("body", "Organisation", 0.3), ("element", "DataElement", 0.3), ("subject", "DataSubject", 0.3)),
    "centrality": (),
}
"""The nodes that root fields are asked with, and how often each is named."""

NAMED = {"body": "Organisation", "agreement": "Agreement", "legalBasis": "LegalBasis"}
EVENTS = {
    "PARTY_WITHDRAWS": ("body", "agreement"),
    "BODY_CLOSES": ("body",),
    "AGREEMENT_LAPSES": ("agreement",),
    "LEGAL_BASIS_LAPSES": ("legalBasis",),
    "SERVICE_STOPS": ("body",),
    "BODY_BREACHED": ("body",),
}
"""What `impact` can be asked about, and which nodes each event names."""


@dataclass
class Drawn:
    """Arguments of one field: their values, those that may be left out, and how many rows they let through."""

    values: dict[str, Any] = field(default_factory=dict)
    may_vanish: set[str] = field(default_factory=set)
    rows: int = 1

    def give(self, name: str, value: Any, *, may_vanish: bool = False) -> None:
        """Give an argument."""
        self.values[name] = value
        if may_vanish:
            self.may_vanish.add(name)


class RandomArguments:
    """Draws the arguments of one operation."""

    def __init__(self, graph: SeededGraph, cursors: Cursors, rng: random.Random, *, mistakes: bool) -> None:
        self.graph = graph
        self.model = graph.model
        self.cursors = cursors
        self.rng = rng
        self.filters = RandomFilters(graph)
        self.mistakes = mistakes
        self.node_label: str | None = None
        self._one = {node.singular: label for label, node in self.model.nodes.items()}
        self._many = {node.plural: label for label, node in self.model.nodes.items()}

    def of(self, parent: str, name: str, definition: GraphQLField, rows: int) -> Drawn:
        """Return arguments for a field of a type, of which the answer holds about so many."""
        drawn = Drawn()
        if not definition.args:
            return drawn
        if "asOf" in definition.args and self.rng.random() < 0.4:
            drawn.give("asOf", self.rng.choice(DAYS).isoformat(), may_vanish=True)
        if parent == "Query" and name == "search":
            self._search(drawn)
        elif parent == "Query" and name == "sharing":
            self._sharing(drawn)
        elif parent == "Query" and name == "holdersNow":
            self._holders(drawn)
        elif parent == "Query" and name == "onward":
            self._onward(drawn)
        elif parent == "Query" and name == "findingGroups":
            self._finding_groups(drawn)
        elif parent == "Query" and name == "findingTrend":
            self._finding_trend(drawn)
        elif parent == "Query" and name == "namesAwaiting":
            self._names_awaiting(drawn)
        elif parent == "Query" and name == "partners":
            drawn.give("body", self.filters.naming(self.rng, "Organisation"))
        elif parent == "Query" and name == "impact":
            self._impact(drawn)
        elif parent == "Query" and name in ASKED_WITH:
            self._asked_with(drawn, name)
        elif parent == "Query" and name in ROOTS:
            for each, value in table_arguments(name, self.rng, self.filters).items():
                drawn.give(each, value, may_vanish=each in ("kinds", "told", "within", "lately", "months"))
        elif parent == "Query" and name == "node":
            self.node_label = self.rng.choice(list(self.model.nodes))
            key = self.rng.choice(self.graph.by_label[self.node_label]).key
            drawn.give("id", "no-id" if self._mistaken() else encode_id(self.node_label, key))
        elif parent == "Query" and "id" in definition.args:
            drawn.give("id", "" if self._mistaken() else self.filters.naming(self.rng, self._one[name]))
        elif parent in OF_THEIR_OWN:
            self._page(drawn, definition, None, OF_THEIR_OWN[parent][name], rows)
            if (parent, name) in OWN_CURSORS:
                drawn.values = {each: drawn.values[each] for each in ("first", "last") if each in drawn.values}
            if "hop" in definition.args and self.rng.random() < 0.3:
                drawn.give("hop", self.rng.randint(1, 2))
        elif parent == "Query" or parent == "Sharing":
            self._page(drawn, definition, None, self._many[name], rows)
        else:
            link = self.model.links(parent)[name]
            self._page(drawn, definition, link, link.targets[0], rows)
        return drawn

    def _page(self, drawn: Drawn, definition: GraphQLField, link: ResolvedLink | None, label: str, rows: int) -> None:
        rng = self.rng
        nested = link is not None
        if "where" in definition.args and rng.random() < (0.25 if nested else 0.5):
            drawn.give("where", self.filters.where(rng, label), may_vanish=True)
        order: OrderBy = ()
        if "orderBy" in definition.args and rng.random() < 0.5:
            order = rng.choice(list(orders_of(self.model, label)))
            drawn.give("orderBy", [{name: direction} for name, direction in order])
        kind = list_kind(link, label, order)
        backward = rng.random() < 0.25
        most = max(1, MOST_ROWS // rows)
        drawn.rows = DEFAULT_PAGE
        if backward or most < DEFAULT_PAGE or rng.random() < 0.7:
            drawn.rows = rng.randint(1, min(most, rng.choice((2, 5, 10, 20))))
            drawn.give("last" if backward else "first", 0 if rng.random() < 0.03 else drawn.rows)
        cursor = self.cursors.draw(rng, kind)
        if cursor is not None and rng.random() < (0.1 if nested else 0.3):
            drawn.give("before" if backward else "after", cursor)
        for name in ("first", "after", "last", "before"):
            if name not in drawn.values and rng.random() < 0.03:
                drawn.give(name, None)
        if self._mistaken():
            name, value = rng.choice((("first", -1), ("first", 501), ("after", "no cursor"), ("before", "no cursor")))
            drawn.values.pop("last", None)
            drawn.give(name, value)

    def _search(self, drawn: Drawn) -> None:
        rng = self.rng
        text = rng.choice((rng.choice(WORDS), rng.choice(WORDS)[:3], random_text(rng), "Data sharing", "-- !"))
        drawn.give("text", text)
        if rng.random() < 0.5:
            kinds = list(search_kinds(self.model))
            drawn.give("kinds", rng.sample(kinds, rng.randint(1, 4)), may_vanish=True)
        drawn.rows = rng.choice((1, 3, 10))
        drawn.give("first", drawn.rows)

    def _sharing(self, drawn: Drawn) -> None:
        rng = self.rng
        drawn.give("between", self.filters.naming(rng, "Organisation"))
        if rng.random() < 0.7:
            drawn.give("and", self.filters.naming(rng, "Organisation"), may_vanish=True)
        if rng.random() < 0.6:
            drawn.give("direction", rng.choice(("GIVES", "RECEIVES", "BOTH")), may_vanish=True)

    def _holders(self, drawn: Drawn) -> None:
        rng = self.rng
        of = self.graph.by_label
        names = []
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            body = rng.choice(of["Organisation"])
            spelt = rng.choice([each for label in ("Name", "Resolution") for each in of[label]])
            known = [*(body.properties.get("identifiers") or ["ods:none"]), spelt.properties.get("normal") or "none"]
            names.append(rng.choice((self.filters.naming(rng, "Organisation", body), *known, random_text(rng))))
        drawn.give("names", names)
        drawn.rows = max(1, len(names)) * _SUCCESSIONS

    def _onward(self, drawn: Drawn) -> None:
        rng = self.rng
        both = rng.random()
        if both < 0.7:
            drawn.give("body", self.filters.naming(rng, "Organisation"))
        if both > 0.4:
            drawn.give("dataset", self.filters.naming(rng, "Dataset"))
        if rng.random() < 0.6:
            drawn.give("hops", rng.randint(2, 4))
        if rng.random() < 0.4:
            drawn.give("where", self.filters.where(rng, "Flow"), may_vanish=True)

    def _finding_groups(self, drawn: Drawn) -> None:
        rng = self.rng
        drawn.give("groupBy", rng.choice(list(GROUP_BY.values)))
        if rng.random() < 0.5:
            drawn.give("where", self.filters.where(rng, "Finding"), may_vanish=True)
        if rng.random() < 0.5:
            drawn.give("first", rng.choice((1, 3, 10)))

    def _names_awaiting(self, drawn: Drawn) -> None:
        rng = self.rng
        if rng.random() < 0.5:
            codes = list(WHY_AWAITING.values)
            drawn.give("why", rng.sample(codes, rng.randint(1, len(codes))), may_vanish=True)
        drawn.rows = rng.choice((1, 3, 10))
        drawn.give(rng.choice(("first", "first", "last")), drawn.rows)

    def _finding_trend(self, drawn: Drawn) -> None:
        rng = self.rng
        if rng.random() < 0.3:
            drawn.give("severity", rng.choice(list(FINDING_SEVERITY.values)), may_vanish=True)
        if rng.random() < 0.3:
            drawn.give("rule", rng.choice(self.graph.by_label["Tally"]).properties["rule"], may_vanish=True)
        for name in ("since", "until"):
            if rng.random() < 0.3:
                drawn.give(name, rng.choice(DAYS).isoformat(), may_vanish=True)

    def _impact(self, drawn: Drawn) -> None:
        event, needs = self.rng.choice(list(EVENTS.items()))
        drawn.give("event", event)
        for name in needs:
            drawn.give(name, self.filters.naming(self.rng, NAMED[name]))

    def _asked_with(self, drawn: Drawn, root: str) -> None:
        rng = self.rng
        for name, label, often in ASKED_WITH[root]:
            if rng.random() < often:
                drawn.give(name, self.filters.naming(rng, label))
        if root == "trace" and rng.random() < 0.6:
            drawn.give("hops", rng.randint(1, 4))
        if root in ("trace", "centrality") and rng.random() < 0.4:
            drawn.give("where", self.filters.where(rng, "Flow"), may_vanish=True)

    def _mistaken(self) -> bool:
        return self.mistakes and self.rng.random() < 0.02
