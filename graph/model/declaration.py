"""How a node of the registry is declared: its properties, edges, conditions and who may see it.

A declaration is data. Constraints, indexes, ingest records, GraphQL types, filters, orders and the
model page in docs/ are all derived from it, so a new node type is one file in `graph/model/nodes/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.model.property import Property
from graph.model.row_scope import Everyone, Scope


@dataclass(frozen=True, slots=True)
class Link:
    """One end of an edge as a GraphQL field: its name, its meaning, one or many at the other end."""

    name: str
    description: str
    many: bool = True
    filter: bool = True


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship from the declaring node to nodes of one or several labels.

    `out` is the field on the declaring node, `back` the field on each target (None: not offered).
    `key` names the edge properties that tell parallel edges of one type apart. `held` names the edge's
    own from and to dates, by which `asOf` decides whether it held on a day.
    """

    type: str
    to: tuple[str, ...]
    description: str
    out: Link | None = None
    back: Link | None = None
    properties: tuple[Property, ...] = ()
    key: tuple[str, ...] = ()
    held: tuple[str | None, str | None] | None = None


ANY_NODE = "*"


@dataclass(frozen=True, slots=True)
class Condition:
    """A derived condition: a Cypher predicate over `this` (the node) and `$today`, never stored.

    `$today` is the day the question is asked for: the registry's today, or `asOf` where given.
    """

    code: str
    description: str
    cypher: str


@dataclass(frozen=True, slots=True)
class NamesOthers:
    """Texts of a node that name other nodes, which not everybody who sees the node itself may see.

    `edge` leads to those of them that have a row scope, which are of the types `to`, and `names` is the property that
    lists them, so that one that is gone is missed. Whoever may see them all reads the texts. `instead` says by text
    which other property is read by everybody else: None for nothing.
    """

    edge: str
    to: tuple[str, ...]
    names: str
    instead: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Node:
    """One node type of the registry.

    `caption` is the property people know a node by. `concerns` are Cypher patterns from `this` to the bodies, bound
    as `body`, that answer for the node: they see and answer what rules find about it. `names_others` says which of its
    texts are not told to all who see it. `held` names the dates between
    which the node's fact held; `asOf` leaves out those that did not hold on that day where many are listed. `roots`
    offers the single and list fields on Query; `since` names an instant by which that list can begin.
    """

    label: str
    plural: str
    description: str
    caption: str
    properties: tuple[Property, ...]
    edges: tuple[Edge, ...] = ()
    conditions: tuple[Condition, ...] = ()
    scope: Scope = field(default_factory=Everyone)
    concerns: tuple[str, ...] = ()
    names_others: NamesOthers | None = None
    held: tuple[str | None, str | None] | None = None
    roots: bool = True
    default_order: str | None = None
    since: str | None = None

    @property
    def singular(self) -> str:
        """The name of the field that finds one node: the label with a small first letter."""
        return self.label[0].lower() + self.label[1:]
