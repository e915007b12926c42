"""Who may see a node, as a node type declares it. `graph.access` turns it into Cypher."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Everyone:
    """Row scope: every caller may see the node."""


@dataclass(frozen=True, slots=True)
class OwnVisibility:
    """Row scope: the node's own `visibility` decides, with the patterns that reach its parties.

    Patterns are Cypher, from `this` to a body bound as `body`. Where there is none, what is not public is
    seen by administrators alone.
    """

    parties: str | None = None
    partners: str | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """Row scope: visible when a node it hangs on is visible.

    `paths` are Cypher patterns from `this`, step by step along edges, to the node whose scope decides; one visible is
    enough. `alone` says who may see it where no such node exists: Everyone, the bodies (bound as `body`)
    that a pattern from `this` reaches, or, with None, administrators alone.
    """

    paths: tuple[str, ...]
    alone: Everyone | str | None = None


@dataclass(frozen=True, slots=True)
class AdministratorsOnly:
    """Row scope: seen by administrators alone."""


@dataclass(frozen=True, slots=True)
class BodiesReached:
    """Row scope: seen by the bodies (bound as `body`) that a pattern from `this` reaches, and by administrators."""

    pattern: str


@dataclass(frozen=True, slots=True)
class FollowsAny:
    """Row scope: visible when a node that it hangs on is visible, of whatever type.

    `edge` is the type of the edge to that node and `type` the property that holds the node's label. Reached from
    the node itself it needs no further test. Elsewhere a type that everyone sees is seen by its name alone, the scope
    of the node decides where it is one of `restricted`, and the rest is left to administrators: each type makes every
    such statement longer.
    """

    edge: str
    type: str
    restricted: tuple[str, ...]


Scope = Everyone | OwnVisibility | Follows | FollowsAny | AdministratorsOnly | BodiesReached
