"""Who is calling, and which nodes they may see.

Row scope is decided here and nowhere else: the compiler asks `scope_predicate` for every node it expands,
counts or tests for existence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.model.registry import Model
from graph.model.row_scope import AdministratorsOnly, BodiesReached, Everyone, Follows, FollowsAny, OwnVisibility
from graph.model.this import bind_this
from graph.ways import Step, Way, joined, steps_of

_BINDS = re.compile(r"\((\w+):")
_NAMED = "scopeNamed"


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


def scope_predicate(model: Model, label: str, variable: str, scope: ScopeClass) -> str | None:
    """Return the Cypher predicate that holds for the nodes of a label a scope may see.

    None means every node. The predicate reads `$bodies` (keys of organisations) in the BODIES scope. What it binds
    is named as no statement names a variable: `scopeBody`.
    """
    ways = _ways(model, label, scope)
    if ways is None:
        return None
    hangs_on = model.nodes[label].scope
    choices = [way.predicate() for way in joined(model, ways)]
    if isinstance(hangs_on, FollowsAny):
        everyone = ", ".join(f"'{name}'" for name, node in model.nodes.items() if isinstance(node.scope, Everyone))
        choices = [f"this.{hangs_on.type} IN [{everyone}]", *choices]
    return _any_of(choices, variable)


def seen_by(model: Model, label: str, variable: str, bodies: str) -> str | None:
    """Return the predicate that holds for the nodes of a label that some bodies may see, None for every node.

    `bodies` is a Cypher expression for a list of keys of organisations, such as `[asking]`.
    """
    predicate = scope_predicate(model, label, variable, ScopeClass.BODIES)
    return None if predicate is None else predicate.replace("$bodies", bodies)


def scope_of_any(model: Model, labels: Sequence[str], variable: str, scope: ScopeClass) -> str | None:
    """Return the predicate over a node that may be of several types: of each, what its own scope asks.

    It is one OR, in which each way begins by asking for its types: as a CASE over the type, Neo4j takes ten times as
    long to plan it. A type that itself hangs on nodes of any type is left to administrators here: it would double
    every such statement.
    """
    seen_by_all: list[str] = []
    ways: list[Way] = []
    for label in labels:
        if isinstance(model.nodes[label].scope, FollowsAny) and scope is not ScopeClass.ALL:
            continue
        of_label = _ways(model, label, scope)
        if of_label is None:
            seen_by_all.append(label)
        else:
            ways += of_label
    if len(seen_by_all) == len(labels):
        return None
    choices = [way.predicate(ask_type=True) for way in joined(model, ways)]
    return _any_of([*(f"this:{label}" for label in seen_by_all), *choices], variable)


def all_named_seen(model: Model, label: str, variable: str, scope: ScopeClass) -> str | None:
    """Return the predicate that holds where a scope may see all that a node's texts name; None where all are told.

    It fails where one of those is no longer there, and where it was never listed which there are.
    """
    others = model.nodes[label].names_others
    if others is None or scope is ScopeClass.ALL:
        return None
    seen = named_and_seen(model, label, variable, _NAMED, scope)
    return f"coalesce(COUNT {{ {seen} }} = size({variable}.{others.names}), false)"


def named_and_seen(model: Model, label: str, variable: str, named: str, scope: ScopeClass) -> str:
    """Return the pattern, with its predicate, of each node `named` that a node's texts name and a scope may see.

    Raises ValueError for a type whose texts name nothing.
    """
    others = model.nodes[label].names_others
    if others is None:
        raise ValueError(f"{label} names no others")
    predicate = scope_of_any(model, others.to, named, scope)
    return f"({variable})-[:{others.edge}]->({named}){f' WHERE {predicate}' if predicate else ''}"


def _any_of(choices: Sequence[str], variable: str) -> str:
    """Return the predicate for a variable that one of several over `this` holds, with other names for what they bind.

    A variable of the statement that had the name of a pattern's would be taken for it, without a word.
    """
    predicate = " OR ".join(choices) or "false"
    if len(choices) > 1:
        predicate = f"({predicate})"
    for name in sorted(set(_BINDS.findall(predicate)) - {"this"}):
        own = f"scope{name[0].upper()}{name[1:]}"
        predicate = re.sub(rf"(?<![\w.:'$]){name}(?![\w'])", own, predicate)
    return bind_this(predicate, variable)


def _ways(model: Model, label: str, scope: ScopeClass) -> list[Way] | None:
    """Return every way in which a scope may see a node of a label; None where it sees them all.

    Of what hangs on nodes of any type, those through types that not everyone sees.
    """
    if scope is ScopeClass.ALL:
        return None
    match model.nodes[label].scope:
        case Everyone():
            return None
        case AdministratorsOnly():
            return []
        case BodiesReached(pattern):
            return [_to_caller(label, pattern)] if scope is ScopeClass.BODIES else []
        case OwnVisibility() as own:
            return _own_visibility(label, own, scope)
        case Follows() as follows:
            return _follows(model, label, follows, scope)
        case FollowsAny(edge, _, restricted):
            return [way for other in restricted for way in _through(model, label, (Step((edge,), (other,)),), scope)]


def _through(model: Model, label: str, steps: tuple[Step, ...], scope: ScopeClass) -> list[Way]:
    """Return the ways in which a node of a label is seen where one that it hangs on is."""
    [there] = steps[-1].labels
    ways = _ways(model, there, scope)
    return [way.after(label, steps) for way in ([Way((there,))] if ways is None else ways)]


def _own_visibility(label: str, own: OwnVisibility, scope: ScopeClass) -> list[Way]:
    ways = [Way((label,), conditions=("this.visibility = 'PUBLIC'",))]
    if scope is ScopeClass.BODIES:
        if own.parties:
            ways.append(_to_caller(label, own.parties, "this.visibility IN ['PARTNERS', 'PARTIES']"))
        if own.partners:
            ways.append(_to_caller(label, own.partners, "this.visibility = 'PARTNERS'"))
    return ways


def _follows(model: Model, label: str, follows: Follows, scope: ScopeClass) -> list[Way]:
    paths = [Way((label,), _declared_steps(label, pattern)) for pattern in follows.paths]
    ways = [way for path in paths for way in _through(model, label, path.steps, scope)]
    there = [path.pattern() for path in joined(model, paths)]
    # Sums, because an AND of several NOT EXISTS within the OR of the ways would be multiplied out.
    nothing = f"{' + '.join(f'COUNT {{ {pattern} }}' for pattern in there)} = 0"
    if len(there) == 1:
        nothing = f"NOT EXISTS {{ {there[0]} }}"
    if isinstance(follows.alone, Everyone):
        ways.append(Way((label,), conditions=(nothing,)))
    elif follows.alone is not None and scope is ScopeClass.BODIES:
        ways.append(_to_caller(label, follows.alone, nothing))
    return ways


def _declared_steps(label: str, pattern: str) -> tuple[Step, ...]:
    steps = steps_of(pattern)
    if steps is None:
        raise ValueError(
            f"{label}: the scope follows steps along edges, such as (this)-[:IN]->(:Agreement), not {pattern}"
        )
    return steps


def _to_caller(label: str, pattern: str, *conditions: str) -> Way:
    """Return the way of the bodies that a pattern reaches, where conditions hold of the node it begins at."""
    if not conditions and (steps := steps_of(pattern)):
        return Way((label,), steps, conditions=("this.key IN $bodies",))
    return Way((label,), patterns=(pattern,), conditions=(*conditions, "body.key IN $bodies"))
