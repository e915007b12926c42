"""The model: every declared node type, checked, with its links resolved in both directions."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from graph.model.declaration import ANY_NODE, Edge, Link, Node
from graph.model.property import KEY, PRECISION, RECORDING, CodeList, Kind, Property
from graph.model.schema_plan import RangeIndex, SchemaPlan, SearchIndex, UniqueKey

DEFAULT_PACKAGES = ("graph.model.nodes",)
SORT_SUFFIX = "Sort"
WORDS_SUFFIX = "Words"


def searched_property(prop: Property) -> str:
    """Return the property that full-text search reads: of a list, the text kept beside it that joins its values.

    The embedded engine would otherwise turn the list itself into one text.
    """
    return prop.name + WORDS_SUFFIX if prop.kind is Kind.TEXTS else prop.name


class ModelError(ValueError):
    """A declaration contradicts another, or itself. The message names both."""


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """A link as seen from one node type: the field, the edge behind it and where it leads.

    `outward` says whether the arrow leaves the owner. `targets` are the labels at the other end, in
    order; `any_node` is true where every node type is possible.
    """

    owner: str
    link: Link
    edge: Edge
    source: str
    outward: bool
    targets: tuple[str, ...]
    any_node: bool

    @property
    def name(self) -> str:
        """The GraphQL field name."""
        return self.link.name

    @property
    def many(self) -> bool:
        """Whether the field is a connection."""
        return self.link.many

    @property
    def polymorphic(self) -> bool:
        """Whether several node types may stand at the other end."""
        return self.any_node or len(self.targets) > 1

    def pattern(self, this: str, relationship: str, other: str) -> str:
        """Return the Cypher pattern from `this` to `other`, e.g. `(n)-[r:OF]->(m:Organisation)`.

        `other` and `relationship` are variable names, either may be empty.
        """
        labels = "" if self.any_node else ":" + "|".join(self.targets)
        body = f"[{relationship}:{self.edge.type}]"
        arrow = f"-{body}->" if self.outward else f"<-{body}-"
        return f"({this}){arrow}({other}{labels})"


class Model:
    """The node types of a registry, by label, and all that is derived from them."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.nodes: dict[str, Node] = {node.label: node for node in sorted(nodes, key=lambda n: n.label)}
        self._check()

    def properties(self, label: str) -> tuple[Property, ...]:
        """Return every property a node of the label can hold: key, declared ones, their companions."""
        return self._properties[label]

    def property(self, label: str, name: str) -> Property:
        """Return one property of a label. Raises KeyError where it has none of that name."""
        return self._properties_by_name[label][name]

    def links(self, label: str) -> dict[str, ResolvedLink]:
        """Return the links of a label by field name, outward ones first, in the order declared."""
        return self._links[label]

    def ordered(self, label: str) -> tuple[Property, ...]:
        """Return the properties of a label that can be sorted by."""
        return tuple(p for p in self.nodes[label].properties if p.order)

    def searchable(self) -> tuple[Node, ...]:
        """Return the node types that full-text search covers."""
        return tuple(n for n in self.nodes.values() if any(p.search for p in n.properties))

    @cached_property
    def code_lists(self) -> dict[str, CodeList]:
        """Every code list in use, by name."""
        found: dict[str, CodeList] = {}
        for node in self.nodes.values():
            edge_properties = (p for edge in node.edges for p in edge.properties)
            for prop in (*self.properties(node.label), *edge_properties):
                if prop.codes is not None and found.setdefault(prop.codes.name, prop.codes) != prop.codes:
                    raise ModelError(f"two code lists are called {prop.codes.name}")
        return dict(sorted(found.items()))

    @cached_property
    def schema_plan(self) -> SchemaPlan:
        """Constraints and indexes for an engine."""
        ranges: list[RangeIndex] = []
        searches: list[SearchIndex] = []
        for node in self.nodes.values():
            for prop in node.properties:
                if prop.order:
                    ranges.append(RangeIndex(node.label, prop.name + SORT_SUFFIX))
                if prop.index:
                    ranges.append(RangeIndex(node.label, prop.name))
            searched = tuple(searched_property(p) for p in node.properties if p.search)
            if searched:
                searches.append(SearchIndex(node.label, searched))
        edges = [edge for node in self.nodes.values() for edge in node.edges]
        of_nodes = {prop.name for label in self.nodes for prop in self.properties(label)}
        return SchemaPlan(
            unique_keys=tuple(UniqueKey(label) for label in self.nodes),
            range_indexes=tuple(ranges),
            search_indexes=tuple(searches),
            edge_types=tuple(sorted({edge.type for edge in edges})),
            properties=tuple(sorted(of_nodes | {prop.name for edge in edges for prop in edge.properties})),
        )

    @cached_property
    def _properties(self) -> dict[str, tuple[Property, ...]]:
        return {label: tuple(_with_companions(node)) for label, node in self.nodes.items()}

    @cached_property
    def _properties_by_name(self) -> dict[str, dict[str, Property]]:
        return {label: {p.name: p for p in props} for label, props in self._properties.items()}

    @cached_property
    def _links(self) -> dict[str, dict[str, ResolvedLink]]:
        links: dict[str, dict[str, ResolvedLink]] = {label: {} for label in self.nodes}
        for node in self.nodes.values():
            for edge in node.edges:
                any_node = edge.to == (ANY_NODE,)
                targets = tuple(self.nodes) if any_node else edge.to
                if edge.out is not None:
                    out = ResolvedLink(node.label, edge.out, edge, node.label, True, targets, any_node)
                    self._add_link(links, out)
                if edge.back is not None:
                    for target in targets:
                        back = ResolvedLink(target, edge.back, edge, node.label, False, (node.label,), False)
                        self._add_link(links, back)
        return links

    def _add_link(self, links: dict[str, dict[str, ResolvedLink]], link: ResolvedLink) -> None:
        taken = {p.name for p in self.properties(link.owner)}
        if link.name in taken or link.name in links[link.owner]:
            raise ModelError(f"{link.owner}.{link.name} is declared twice (edge {link.edge.type})")
        links[link.owner][link.name] = link

    def _check(self) -> None:
        labels = set(self.nodes)
        types = {edge.type for node in self.nodes.values() for edge in node.edges}
        both = {label.casefold() for label in labels} & {t.casefold() for t in types}
        if both:
            # The embedded engine keeps labels and relationship types in one namespace.
            raise ModelError(f"both a label and a relationship type: {', '.join(sorted(both))}")
        for node in self.nodes.values():
            names = [p.name for p in _with_companions(node)]
            if len(names) != len(set(names)):
                raise ModelError(f"{node.label} declares a property twice")
            if node.caption not in names:
                raise ModelError(f"{node.label} has no property {node.caption!r} to be known by")
            if node.default_order is not None and not any(
                p.name == node.default_order and p.order for p in node.properties
            ):
                raise ModelError(f"{node.label} cannot be sorted by {node.default_order!r}")
            if node.since is not None and not any(
                p.name == node.since and p.order and p.kind is Kind.INSTANT for p in node.properties
            ):
                raise ModelError(f"{node.label} cannot begin at {node.since!r}: it is no instant to sort by")
            if (others := node.names_others) is not None:
                named = {others.names, *others.instead, *filter(None, others.instead.values())}
                if not named <= set(names) or others.edge not in {edge.type for edge in node.edges}:
                    raise ModelError(f"{node.label} names others by a property or an edge that it has not")
            for edge in node.edges:
                for target in edge.to:
                    if target != ANY_NODE and target not in labels:
                        raise ModelError(f"{node.label} -{edge.type}-> {target}: no such node type")
                if not set(edge.key) <= {p.name for p in edge.properties}:
                    raise ModelError(f"{node.label} -{edge.type}->: key names no property of the edge")
            for prop in node.properties:
                if (prop.codes is None) == (prop.kind in (Kind.CODE, Kind.CODES)):
                    raise ModelError(f"{node.label}.{prop.name}: code lists belong to codes alone")


def _with_companions(node: Node) -> Iterator[Property]:
    yield KEY
    for prop in node.properties:
        yield prop
        if prop.recording:
            yield Property(
                f"{prop.name}Recording",
                Kind.CODE,
                f"Why {prop.name} is there or missing, where that differs from what its source collects.",
                RECORDING,
            )
        if prop.precision:
            yield Property(
                f"{prop.name}Precision",
                Kind.CODE,
                f"How exact {prop.name} is. Empty where the day is known.",
                PRECISION,
            )


def load_model(*packages: str) -> Model:
    """Read every module of the packages that declares a `NODE` and return the model.

    Raises ModelError where declarations contradict each other.
    """
    nodes: list[Node] = []
    for package in packages or DEFAULT_PACKAGES:
        for info in pkgutil.iter_modules(importlib.import_module(package).__path__, package + "."):
            node = getattr(importlib.import_module(info.name), "NODE", None)
            if not isinstance(node, Node):
                raise ModelError(f"{info.name} declares no NODE")
            nodes.append(node)
    labels = [node.label for node in nodes]
    if len(labels) != len(set(labels)):
        raise ModelError(f"a label is declared twice: {sorted({x for x in labels if labels.count(x) > 1})}")
    return Model(tuple(nodes))


@lru_cache(maxsize=1)
def registry_model() -> Model:
    """Return the model of this registry, read once."""
    return load_model()
