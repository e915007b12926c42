"""Output types: one object for each node type, with the pages of what it links to."""

from __future__ import annotations

from typing import Any

import strawberry

from api.schema.computed import COMPUTED_FIELDS
from api.schema.explanation import EXPLANATION, explanation_type
from api.schema.filters import FilterInputs
from api.schema.scalars import Date, DateTime
from api.schema.shells import (
    Shell,
    argument,
    definition,
    field,
    input_field,
    input_type,
    interface,
    listed,
    optional,
    output,
)
from graph.model.declaration import Node
from graph.model.property import Kind, Property
from graph.model.registry import Model, ResolvedLink

_SCALARS: dict[Kind, Any] = {
    Kind.TEXT: optional(str),
    Kind.TEXTS: list[str],
    Kind.DATE: optional(Date),
    Kind.INSTANT: optional(DateTime),
    Kind.INTEGER: optional(int),
    Kind.FLAG: optional(bool),
}

ID_DESCRIPTION = "The opaque id of this node, for node(id:) and every argument that names a node."
EDGE_DESCRIPTION = "One entry of a page: the node and where it stands."
CAPTION_DESCRIPTION = "What people know it by: its name, title or whatever stands for one."


class Outputs:
    """Makes and keeps the output types of a model."""

    def __init__(self, model: Model, enums: dict[str, Shell], filters: FilterInputs, default_page: int) -> None:
        self.model = model
        self.enums = enums
        self.filters = filters
        self.default_page = default_page
        self.node = interface("Node", "Anything the registry keeps that has an id.")
        definition(self.node).fields = [
            field("id", strawberry.ID, ID_DESCRIPTION),
            field("key", str, "The registry's own readable name for this node, unique among nodes of its type."),
            field("caption", optional(str), CAPTION_DESCRIPTION),
        ]
        self.page_info = self._page_info()
        self.made = {EXPLANATION: explanation_type(enums)}
        self.objects = {label: output(label, node.description, [self.node]) for label, node in model.nodes.items()}
        self.connections = {label: self._connection_shell(label) for label in model.nodes}
        self.orders = {label: self._order(label) for label in model.nodes}
        for label in model.nodes:
            self._fill_connection(self.connections[label], f"{label}Edge", self.objects[label], label, None)
        self._node_connection: Shell | None = None
        for label, node in model.nodes.items():
            definition(self.objects[label]).fields = self._fields(label, node)

    def page_arguments(self, label: str | None) -> list[Any]:
        """Return the arguments of a page; those of a type that can be filtered and ordered where one is given."""
        made: list[Any] = []
        if label is not None:
            made.append(argument("where", optional(self.filters.where[label]), "Which are wanted."))
            made.append(
                argument(
                    "orderBy",
                    optional(listed(self.orders[label])),
                    "What to sort by, most important first. Missing values come last (first when descending).",
                )
            )
        made += [
            argument("first", optional(int), f"How many from the start, {self.default_page} where nothing is said."),
            argument("after", optional(str), "The cursor of the node before the first one wanted."),
            argument("last", optional(int), "How many from the end."),
            argument("before", optional(str), "The cursor of the node after the last one wanted."),
        ]
        return made

    def _fields(self, label: str, node: Node) -> list[Any]:
        fields = [
            field("id", strawberry.ID, ID_DESCRIPTION),
            field("key", str, "The registry's own readable name for this node, unique among nodes of its type."),
            field("caption", optional(str), CAPTION_DESCRIPTION),
        ]
        fields += [self._property(p) for p in self.model.properties(label) if p.name != "key"]
        if node.conditions:
            fields.append(
                field(
                    "conditions",
                    listed(self.enums[f"{label}Condition"]),
                    "What holds on the day asked about, worked out from dates and links when asked, never stored.",
                )
            )
        fields += [
            field(each.name, optional(self.made[each.type] if each.type else str), each.description)
            for each in COMPUTED_FIELDS
            if each.label == label
        ]
        fields += [self._link(label, link) for link in self.model.links(label).values()]
        return fields

    def _property(self, prop: Property) -> Any:
        if prop.codes is None:
            return field(prop.name, _SCALARS[prop.kind], prop.description)
        kind = self.enums[prop.codes.name]
        return field(prop.name, listed(kind) if prop.kind is Kind.CODES else optional(kind), prop.description)

    def _link(self, label: str, link: ResolvedLink) -> Any:
        if not link.many:
            kind = self.node if link.polymorphic else self.objects[link.targets[0]]
            return field(link.name, optional(kind), link.link.description)
        target = None if link.polymorphic else link.targets[0]
        return field(link.name, self._connection(label, link), link.link.description, self.page_arguments(target))

    def _connection(self, label: str, link: ResolvedLink) -> Shell:
        """The page of a link: the usual one of its target, or its own where the edge carries properties."""
        if not link.edge.properties:
            return self.nodes_connection() if link.polymorphic else self.connections[link.targets[0]]
        stem = label + link.name[0].upper() + link.name[1:]
        target = self.node if link.polymorphic else self.objects[link.targets[0]]
        shell = output(f"{stem}Connection", f"A page of: {link.link.description[0].lower()}{link.link.description[1:]}")
        self._fill_connection(shell, f"{stem}Edge", target, link.targets[0], link)
        return shell

    def nodes_connection(self) -> Shell:
        """Return the page of nodes of any type."""
        if self._node_connection is None:
            self._node_connection = output("NodeConnection", "A page of nodes of any type.")
            self._fill_connection(self._node_connection, "NodeEdge", self.node, None, None)
        return self._node_connection

    def made_connection(self, name: str, entry: Shell, description: str) -> Shell:
        """Return a page of entries that are no nodes of the model, `name` being the name of their type."""
        shell, edge = output(f"{name}Connection", description), output(f"{name}Edge", EDGE_DESCRIPTION)
        definition(edge).fields = [
            field("cursor", str, "Where this entry stands; give it to after or before."),
            field("node", entry, "The entry."),
        ]
        self._fill_page(shell, listed(entry), edge)
        return shell

    def _connection_shell(self, label: str) -> Shell:
        return output(f"{label}Connection", f"A page of {self.model.nodes[label].plural}.")

    def _fill_connection(
        self, shell: Shell, edge_name: str, target: Shell, label: str | None, link: ResolvedLink | None
    ) -> None:
        edge = output(edge_name, EDGE_DESCRIPTION)
        properties = [self._property(p) for p in link.edge.properties] if link else []
        definition(edge).fields = [
            field("cursor", str, "Where this entry stands; give it to after or before."),
            field("node", target, "The node."),
            *properties,
        ]
        self._fill_page(shell, listed(target), edge)

    def _fill_page(self, shell: Shell, nodes: Any, edge: Shell) -> None:
        definition(shell).fields = [
            field("nodes", nodes, "The nodes of the page."),
            field("edges", listed(edge), "The nodes of the page with their cursors, and what the link itself says."),
            field("pageInfo", self.page_info, "Whether there is more, and where to go on."),
            field("totalCount", int, "How many there are in all. Counted only when asked for."),
        ]

    def _order(self, label: str) -> Shell:
        direction = self.enums["OrderDirection"]
        made = input_type(f"{label}Order", "What to sort by. Give exactly one.", one_of=True)
        definition(made).fields = [input_field(p.name, direction, p.description) for p in self.model.ordered(label)] + [
            input_field("key", direction, "The key.")
        ]
        return made

    def _page_info(self) -> Shell:
        made = output("PageInfo", "Whether a list goes on before or after the page.")
        definition(made).fields = [
            field("hasNextPage", bool, "Whether more follow."),
            field("hasPreviousPage", bool, "Whether more precede."),
            field("startCursor", optional(str), "Where the page starts; give it to before."),
            field("endCursor", optional(str), "Where the page ends; give it to after."),
        ]
        return made
