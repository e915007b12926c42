"""Makes a failing operation small: parts are left out for as long as it still fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import fields, replace
from time import monotonic
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    Node,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    validate,
    visit,
)

from tests.seeded.operations import Operation

MOST_ATTEMPTS = 400
MOST_SECONDS = 120
"""Something that fails because it takes too long is left as it is when this has passed."""

_REMOVABLE = {"selections", "arguments", "directives", "fields", "values"}


async def shrink(
    schema: GraphQLSchema, operation: Operation, still_fails: Callable[[Operation], Awaitable[bool]]
) -> Operation:
    """Return a smaller operation that still fails, valid like the first one."""
    attempts = 0
    until = monotonic() + MOST_SECONDS
    progress = True
    while progress and attempts < MOST_ATTEMPTS and monotonic() < until:
        progress = False
        for smaller in _variants(operation.document):
            candidate = _tidied(smaller, operation.variables)
            if validate(schema, candidate.document):
                continue
            attempts += 1
            if attempts > MOST_ATTEMPTS or monotonic() > until:
                break
            if await still_fails(candidate):
                operation, progress = candidate, True
                break
    return operation


def _variants(node: Any) -> Iterator[Any]:
    """Return copies of a syntax tree with one part left out, large parts first."""
    inner: list[tuple[str, int | None, Any]] = []
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                if each.name in _REMOVABLE and (each.name != "selections" or len(value) > 1):
                    yield replace(node, **{each.name: value[:index] + value[index + 1 :]})
                if isinstance(item, Node):
                    inner.append((each.name, index, item))
        elif each.name == "alias" and value is not None:
            yield replace(node, alias=None)
        elif isinstance(value, Node) and each.name != "loc":
            inner.append((each.name, None, value))
    for name, at, item in inner:
        for smaller in _variants(item):
            if at is None:
                yield replace(node, **{name: smaller})
            else:
                value = getattr(node, name)
                yield replace(node, **{name: (*value[:at], smaller, *value[at + 1 :])})


class _Names(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.fragments: set[str] = set()

    def enter_variable(self, node: VariableNode, *_: object) -> None:
        self.variables.add(node.name.value)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.fragments.add(node.name.value)


def _names(node: Node) -> _Names:
    found = _Names()
    visit(node, found)
    return found


def _tidied(document: DocumentNode, variables: dict[str, Any]) -> Operation:
    """Drop fragments and variables that nothing uses any more."""
    definitions = list(document.definitions)
    while True:
        spread = set().union(*(_names(each).fragments for each in definitions))
        kept = [d for d in definitions if not isinstance(d, FragmentDefinitionNode) or d.name.value in spread]
        if len(kept) == len(definitions):
            break
        definitions = kept
    used: set[str] = set()
    for each in definitions:
        body = replace(each, variable_definitions=()) if isinstance(each, OperationDefinitionNode) else each
        used |= _names(body).variables
    definitions = [
        replace(
            each,
            variable_definitions=tuple(v for v in each.variable_definitions or () if v.variable.name.value in used),
        )
        if isinstance(each, OperationDefinitionNode)
        else each
        for each in definitions
    ]
    left = {name: value for name, value in variables.items() if name in used}
    return Operation(DocumentNode(definitions=tuple(definitions)), left)
