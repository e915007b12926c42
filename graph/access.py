"""Who is calling, and which nodes they may see.

Row scope is decided here and nowhere else: the compiler asks `scope_predicate` for every node it expands,
counts or tests for existence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from graph.model.declaration import AdministratorsOnly, Everyone, Follows, OwnVisibility
from graph.model.registry import Model

_THIS = re.compile(r"\bthis\b")


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


def scope_predicate(model: Model, label: str, variable: str, scope: ScopeClass) -> str | None:
    """Return the Cypher predicate that holds for the nodes of a label a scope may see.

    None means every node. The predicate reads `$bodies` (keys of organisations) in the BODIES scope.
    """
    if scope is ScopeClass.ALL:
        return None
    match model.nodes[label].scope:
        case Everyone():
            return None
        case AdministratorsOnly():
            return "false"
        case OwnVisibility() as own:
            return _own_visibility(own, variable, scope)
        case Follows() as follows:
            return _follows(model, follows, variable, scope)


def _own_visibility(own: OwnVisibility, variable: str, scope: ScopeClass) -> str:
    choices = [f"{variable}.visibility = 'PUBLIC'"]
    if scope is ScopeClass.BODIES:
        if own.parties:
            choices.append(
                f"({variable}.visibility IN ['PARTNERS', 'PARTIES'] AND {_reaches_caller(own.parties, variable)})"
            )
        if own.partners:
            choices.append(f"({variable}.visibility = 'PARTNERS' AND {_reaches_caller(own.partners, variable)})")
    return _any_of(choices)


def _follows(model: Model, follows: Follows, variable: str, scope: ScopeClass) -> str | None:
    choices = []
    for pattern, other, label in follows.paths:
        inner = scope_predicate(model, label, other, scope)
        if inner is None:
            choices.append(f"EXISTS {{ {bind_this(pattern, variable)} }}")
        else:
            choices.append(f"EXISTS {{ {bind_this(pattern, variable)} WHERE {inner} }}")
    nothing = " AND ".join(f"NOT EXISTS {{ {bind_this(pattern, variable)} }}" for pattern, _, _ in follows.paths)
    if isinstance(follows.alone, Everyone):
        choices.append(f"({nothing})")
    elif follows.alone is not None and scope is ScopeClass.BODIES:
        choices.append(f"({nothing} AND {_reaches_caller(follows.alone, variable)})")
    return _any_of(choices)


def _reaches_caller(pattern: str, variable: str) -> str:
    return f"EXISTS {{ {bind_this(pattern, variable)} WHERE body.key IN $bodies }}"


def _any_of(choices: list[str]) -> str:
    return choices[0] if len(choices) == 1 else f"({' OR '.join(choices)})"
