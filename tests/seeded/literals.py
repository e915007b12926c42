"""Argument values as GraphQL text: literals, or variables with and without defaults, null or absent."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from graphql import (
    BooleanValueNode,
    ConstListValueNode,
    ConstObjectFieldNode,
    ConstObjectValueNode,
    ConstValueNode,
    EnumValueNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    IntValueNode,
    ListValueNode,
    NameNode,
    Node,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    parse_type,
    visit,
)


class RandomVariables:
    """Writes values, some of them as variables, and keeps the variables' definitions and values."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.definitions: list[VariableDefinitionNode] = []
        self.values: dict[str, Any] = {}

    def value(self, value: Any, kind: GraphQLInputType, *, may_vanish: bool, often: bool = False) -> ValueNode:
        """Return a JSON value of an input type as a value of the document.

        `may_vanish` allows that null or nothing is sent for it in the end.
        """
        if self.rng.random() < (0.5 if often else 0.2):
            return self._variable(value, kind, may_vanish=may_vanish and not isinstance(kind, GraphQLNonNull))
        return self._literal(value, kind, may_vanish=may_vanish)

    def used_in(self, nodes: Iterable[Node]) -> list[VariableDefinitionNode]:
        """Return the definitions of the variables that some nodes of the document use."""
        used: set[str] = set()

        class Find(Visitor):
            def enter_variable(self, node: VariableNode, *_: object) -> None:
                used.add(node.name.value)

        for node in nodes:
            visit(node, Find())
        return [each for each in self.definitions if each.variable.name.value in used]

    def _literal(self, value: Any, kind: GraphQLInputType, *, may_vanish: bool) -> ValueNode:
        if isinstance(kind, GraphQLNonNull):
            return self._literal(value, kind.of_type, may_vanish=may_vanish)
        if value is None:
            return NullValueNode()
        if isinstance(kind, GraphQLList):
            if len(value) == 1 and self.rng.random() < 0.2:
                return self._literal(value[0], kind.of_type, may_vanish=False)
            return ListValueNode(values=tuple(self._item(each, kind.of_type, may_vanish) for each in value))
        if isinstance(kind, GraphQLInputObjectType):
            return ObjectValueNode(fields=tuple(self._fields(value, kind, may_vanish)))
        return plain_literal(value, kind)

    def _item(self, value: Any, kind: GraphQLInputType, may_vanish: bool) -> ValueNode:
        # An item may hold variables that vanish, and cannot itself.
        if self.rng.random() < 0.1:
            return self._variable(value, kind, may_vanish=False)
        return self._literal(value, kind, may_vanish=may_vanish)

    def _fields(
        self, value: dict[str, Any], kind: GraphQLInputObjectType, may_vanish: bool
    ) -> Iterable[ObjectFieldNode]:
        for name, each in value.items():
            of: GraphQLInputType = kind.fields[name].type
            if kind.is_one_of:
                of = GraphQLNonNull(of)  # type: ignore[arg-type]
            node = self.value(each, of, may_vanish=may_vanish and not kind.is_one_of)
            yield ObjectFieldNode(name=NameNode(value=name), value=node)

    def _variable(self, value: Any, kind: GraphQLInputType, *, may_vanish: bool) -> VariableNode:
        name = f"v{len(self.definitions) + 1}"
        dice = self.rng.random()
        default: ConstValueNode | None = None
        if may_vanish and dice < 0.3:
            if dice < 0.15:
                self.values[name] = None
        elif value is not None and dice < 0.5:
            default = _constant(value, kind)
        else:
            self.values[name] = value
            if value is not None and dice < 0.6:
                default = _constant(value, kind)
            if isinstance(value, list) and len(value) == 1 and self.rng.random() < 0.2:
                self.values[name] = value[0]
        self.definitions.append(
            VariableDefinitionNode(
                variable=VariableNode(name=NameNode(value=name)),
                type=parse_type(str(kind)),
                default_value=default,
                directives=(),
            )
        )
        return VariableNode(name=NameNode(value=name))


def plain_literal(value: Any, kind: GraphQLInputType) -> ConstValueNode:
    """Return a scalar or enum value as a literal."""
    if isinstance(kind, GraphQLEnumType):
        return EnumValueNode(value=value)
    if isinstance(value, bool):
        return BooleanValueNode(value=value)
    if isinstance(value, int):
        return IntValueNode(value=str(value))
    return StringValueNode(value=value, block=False)


def _constant(value: Any, kind: GraphQLInputType) -> ConstValueNode:
    if isinstance(kind, GraphQLNonNull):
        return _constant(value, kind.of_type)
    if value is None:
        return NullValueNode()
    if isinstance(kind, GraphQLList):
        return ConstListValueNode(values=tuple(_constant(each, kind.of_type) for each in value))
    if isinstance(kind, GraphQLInputObjectType):
        return ConstObjectValueNode(
            fields=tuple(
                ConstObjectFieldNode(name=NameNode(value=name), value=_constant(each, kind.fields[name].type))
                for name, each in value.items()
            )
        )
    return plain_literal(value, kind)
