"""Who is calling, and which nodes they may see.

Row scope is decided here and nowhere else: the compiler asks `scope_predicate` for every node it expands,
counts or tests for existence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.model.declaration import (
    AdministratorsOnly,
    BodiesReached,
    Everyone,
    Follows,
    FollowsAny,
    OwnVisibility,
)
from graph.model.registry import Model

_THIS = re.compile(r"\bthis\b")
_BINDS = re.compile(r"\((\w+):")


class Role(StrEnum):
    """What a caller is to the registry."""

    ADMINISTRATOR = "ADMINISTRATOR"
    MEMBER = "MEMBER"
    PUBLIC = "PUBLIC"


class ScopeClass(StrEnum):
    """The three row scopes. Plans are kept per scope class, never per caller."""

    ALL = "ALL"
    BODIES = "BODIES"
    PUBLIC = "PUBLIC"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: a role, and the keys of the bodies they act for."""

    role: Role
    bodies: tuple[str, ...] = ()

    @property
    def scope(self) -> ScopeClass:
        """The row scope of this caller. A member without a body sees what the public sees."""
        if self.role is Role.ADMINISTRATOR:
            return ScopeClass.ALL
        if self.role is Role.MEMBER and self.bodies:
            return ScopeClass.BODIES
        return ScopeClass.PUBLIC


ADMINISTRATOR = Caller(Role.ADMINISTRATOR)
PUBLIC = Caller(Role.PUBLIC)


def bind_this(cypher: str, variable: str) -> str:
    """Return a declared pattern or predicate with its `this` replaced by a variable."""
    return _THIS.sub(variable, cypher)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in which a node may be seen: patterns that must match, from the node on, and what must then hold.

    Ways are kept flat. Written as one EXISTS within another, the same test takes Neo4j minutes to plan.
    """

    patterns: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    def after(self, pattern: str) -> _Way:
        """Return the same way for a node from which `pattern` leads to this one's."""
        return _Way((pattern, *self.patterns), self.conditions)

    def when(self, condition: str) -> _Way:
        """Return the same way, open only where a condition holds too."""
        return _Way(self.patterns, (condition, *self.conditions))

    def predicate(self) -> str:
        """Return the way as a Cypher predicate."""
        holds = " AND ".join(self.conditions)
        if not self.patterns:
            return holds or "true"
        # A MATCH each: within one, the edge that leads to an agreement could not be walked back from it.
        matched = " ".join(f"MATCH {pattern}" for pattern in self.patterns)
        return f"EXISTS {{ {matched}{f' WHERE {holds}' if holds else ''} }}"


def scope_predicate(model: Model, label: str, variable: str, scope: ScopeClass) -> str | None:
    """Return the Cypher predicate that holds for the nodes of a label a scope may see.

    None means every node. The predicate reads `$bodies` (keys of organisations) in the BODIES scope. What it binds
    is named as no statement names a variable: `scopeBody`.
    """
    hangs_on = model.nodes[label].scope
    if isinstance(hangs_on, FollowsAny) and scope is not ScopeClass.ALL:
        return _with_own_names(_follows_any(model, hangs_on, scope), variable)
    ways = _ways(model, label, "this", scope)
    if ways is None:
        return None
    choices = [way.predicate() for way in ways]
    if not choices:
        return "false"
    return _with_own_names(choices[0] if len(choices) == 1 else f"({' OR '.join(choices)})", variable)


def _with_own_names(predicate: str, variable: str) -> str:
    """Return a predicate over `this` for a variable, with other names for what it binds.

    A variable of the statement that had the name of a pattern's would be taken for it, without a word.
    """
    for name in sorted(set(_BINDS.findall(predicate)) - {"this"}):
        own = f"scope{name[0].upper()}{name[1:]}"
        predicate = re.sub(rf"(?<![\w.:'$]){name}(?![\w'])", own, predicate)
    return bind_this(predicate, variable)


def seen_by(model: Model, label: str, variable: str, bodies: str) -> str | None:
    """Return the predicate that holds for the nodes of a label that some bodies may see, None for every node.

    `bodies` is a Cypher expression for a list of keys of organisations, such as `[asking]`.
    """
    predicate = scope_predicate(model, label, variable, ScopeClass.BODIES)
    return None if predicate is None else predicate.replace("$bodies", bodies)


def scope_of_any(model: Model, labels: Sequence[str], variable: str, scope: ScopeClass) -> str | None:
    """Return the predicate over a node that may be of several types: of each, what its own scope asks.

    It is one OR, in which each way begins by asking for its type: as a CASE over the type, Neo4j takes ten times as
    long to plan it. A type that itself hangs on nodes of any type is left to administrators here: it would double
    every such statement.
    """
    seen_by_all: list[str] = []
    choices: list[str] = []
    for label in labels:
        hangs_on_any = isinstance(model.nodes[label].scope, FollowsAny) and scope is not ScopeClass.ALL
        ways = [] if hangs_on_any else _ways(model, label, "this", scope)
        if ways is None:
            seen_by_all.append(label)
        else:
            choices += [way.after(f"(this:{label})").predicate() for way in ways]
    if len(seen_by_all) == len(labels):
        return None
    choices = [*(f"this:{label}" for label in seen_by_all), *choices]
    return _with_own_names(f"({' OR '.join(choices)})", variable)


def _ways(model: Model, label: str, variable: str, scope: ScopeClass) -> list[_Way] | None:
    """Return every way in which a scope may see a node of a label; None where it sees them all."""
    if scope is ScopeClass.ALL:
        return None
    match model.nodes[label].scope:
        case Everyone():
            return None
        case AdministratorsOnly():
            return []
        case BodiesReached(pattern):
            return [_to_caller(pattern, variable)] if scope is ScopeClass.BODIES else []
        case OwnVisibility() as own:
            return _own_visibility(own, variable, scope)
        case Follows() as follows:
            return _follows(model, follows, variable, scope)
        case FollowsAny():
            raise AssertionError(f"{label}: what hangs on nodes of any type is not written as ways")


def _follows_any(model: Model, follows: FollowsAny, scope: ScopeClass) -> str:
    """One OR of every way of every type, each of which asks for its type: see `scope_of_any`."""
    everyone = ", ".join(f"'{label}'" for label, node in model.nodes.items() if isinstance(node.scope, Everyone))
    choices = [f"this.{follows.type} IN [{everyone}]"]
    for label in follows.restricted:
        pattern = f"(this)-[:{follows.edge}]->(other:{label})"
        ways = _ways(model, label, "other", scope)
        named = f"this.{follows.type} = '{label}'"
        choices += [way.after(pattern).when(named).predicate() for way in ([_Way()] if ways is None else ways)]
    return f"({' OR '.join(choices)})"


def _own_visibility(own: OwnVisibility, variable: str, scope: ScopeClass) -> list[_Way]:
    ways = [_Way(conditions=(f"{variable}.visibility = 'PUBLIC'",))]
    if scope is ScopeClass.BODIES:
        if own.parties:
            ways.append(_to_caller(own.parties, variable, f"{variable}.visibility IN ['PARTNERS', 'PARTIES']"))
        if own.partners:
            ways.append(_to_caller(own.partners, variable, f"{variable}.visibility = 'PARTNERS'"))
    return ways


def _follows(model: Model, follows: Follows, variable: str, scope: ScopeClass) -> list[_Way]:
    ways: list[_Way] = []
    for pattern, other, label in follows.paths:
        inner = _ways(model, label, other, scope)
        path = bind_this(pattern, variable)
        ways += [way.after(path) for way in ([_Way()] if inner is None else inner)]
    there = " OR ".join(f"EXISTS {{ {bind_this(pattern, variable)} }}" for pattern, _, _ in follows.paths)
    # A CASE, because an AND of several within the OR of the ways would be multiplied out.
    nothing = f"CASE WHEN {there} THEN false ELSE true END" if len(follows.paths) > 1 else f"NOT {there}"
    if isinstance(follows.alone, Everyone):
        ways.append(_Way(conditions=(nothing,)))
    elif follows.alone is not None and scope is ScopeClass.BODIES:
        ways.append(_to_caller(follows.alone, variable, nothing))
    return ways


def _to_caller(pattern: str, variable: str, *conditions: str) -> _Way:
    return _Way((bind_this(pattern, variable),), (*conditions, "body.key IN $bodies"))
