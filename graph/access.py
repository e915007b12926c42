"""Who is calling, and which nodes they may see.

Row scope is decided here and nowhere else: the compiler asks `scope_predicate` for every node it expands,
counts or tests for existence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def scope_of_any(model: Model, labels: Sequence[str], variable: str, scope: ScopeClass) -> str | None:
    """Return the predicate over a node that may be of several types: of each, what its own scope asks.

    It is one CASE, which the database takes as it is; written with OR it would multiply the arms out.
    """
    arms: dict[str, list[str]] = {}
    for label in labels:
        predicate = scope_predicate(model, label, variable, scope)
        if predicate is not None:
            arms.setdefault(predicate, []).append(f"{variable}:{label}")
    if not arms:
        return None
    cases = " ".join(f"WHEN {' OR '.join(tests)} THEN {predicate}" for predicate, tests in arms.items())
    return f"CASE {cases} ELSE true END"


def _own_visibility(own: OwnVisibility, variable: str, scope: ScopeClass) -> str:
    if scope is ScopeClass.PUBLIC or not own.parties:
        return f"{variable}.visibility = 'PUBLIC'"
    party = _reaches_caller(own.parties, variable)
    partner = f"{party} OR {_reaches_caller(own.partners, variable)}" if own.partners else party
    return (
        f"CASE {variable}.visibility WHEN 'PUBLIC' THEN true WHEN 'PARTNERS' THEN {partner} "
        f"WHEN 'PARTIES' THEN {party} ELSE false END"
    )


def _follows(model: Model, follows: Follows, variable: str, scope: ScopeClass) -> str:
    visible = []
    for pattern, other, label in follows.paths:
        inner = scope_predicate(model, label, other, scope)
        condition = "" if inner is None else f" WHERE {inner}"
        visible.append(f"EXISTS {{ {bind_this(pattern, variable)}{condition} }}")
    seen = " OR ".join(visible)
    if follows.alone is None:
        return seen if len(visible) == 1 else f"({seen})"
    there = " OR ".join(f"EXISTS {{ {bind_this(pattern, variable)} }}" for pattern, _, _ in follows.paths)
    return f"CASE WHEN {there} THEN {seen} ELSE {_alone(follows.alone, variable, scope)} END"


def _alone(alone: Everyone | str, variable: str, scope: ScopeClass) -> str:
    if isinstance(alone, Everyone):
        return "true"
    return _reaches_caller(alone, variable) if scope is ScopeClass.BODIES else "false"


def _reaches_caller(pattern: str, variable: str) -> str:
    return f"EXISTS {{ {bind_this(pattern, variable)} WHERE body.key IN $bodies }}"
