"""What an operation selects: fields merged by response key, fragments opened, @include and @skip decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    GraphQLUnionType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_directive_values,
    get_named_type,
)
from graphql.execution.values import VariableValues

AnyNode = FieldNode | InlineFragmentNode | FragmentSpreadNode


@dataclass(slots=True)
class Selected:
    """One selected field: response key, definition, and what is selected of each type it can return.

    `slot` is its place among the fields that take arguments, -1 where it takes none.
    """

    key: str
    name: str
    definition: GraphQLField | None
    node: FieldNode
    slot: int = -1
    children: dict[str, list[Selected]] = field(default_factory=dict)

    def only(self) -> list[Selected]:
        """Return what is selected of the one object type this field returns."""
        return next(iter(self.children.values()))


@dataclass(slots=True)
class Selection:
    """The whole selection of an operation, and its fields that take arguments, by slot."""

    roots: list[Selected]
    with_arguments: list[Selected]

    def slots_of(self, root: Selected) -> list[Selected]:
        """Return the fields with arguments in and under a root field. Their slots follow each other."""
        start = root.slot
        later = [other.slot for other in self.roots if other.slot > start >= 0]
        return self.with_arguments[start : min(later)] if later else self.with_arguments[start:]


class _Collector:
    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: VariableValues,
    ) -> None:
        self.schema = schema
        self.fragments = fragments
        self.variables = variables
        self.with_arguments: list[Selected] = []

    def collect(self, kind: GraphQLObjectType, sets: Iterable[SelectionSetNode]) -> list[Selected]:
        grouped: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for selection_set in sets:
            self._group(kind, selection_set, grouped, visited)
        return [self._field(kind, key, nodes) for key, nodes in grouped.items()]

    def _field(self, kind: GraphQLObjectType, key: str, nodes: list[FieldNode]) -> Selected:
        name = nodes[0].name.value
        definition = kind.fields.get(name)
        selected = Selected(key, name, definition, nodes[0])
        if definition is None:  # __typename, __schema, __type
            return selected
        if definition.args:
            selected.slot = len(self.with_arguments)
            self.with_arguments.append(selected)
        sets = [node.selection_set for node in nodes if node.selection_set is not None]
        if sets:
            returned = get_named_type(definition.type)
            if isinstance(returned, GraphQLInterfaceType | GraphQLUnionType):
                possible = self.schema.get_possible_types(returned)
            else:
                assert isinstance(returned, GraphQLObjectType)  # noqa: S101 (validation saw to it)
                possible = [returned]
            for each in possible:
                selected.children[each.name] = self.collect(each, sets)
        return selected

    def _group(
        self,
        kind: GraphQLObjectType,
        selection_set: SelectionSetNode,
        grouped: dict[str, list[FieldNode]],
        visited: set[str],
    ) -> None:
        for node in selection_set.selections:
            if not self._included(cast("AnyNode", node)):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                grouped.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or self._applies(kind, node.type_condition.name.value):
                    self._group(kind, node.selection_set, grouped, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self.fragments[node.name.value]
                if self._applies(kind, fragment.type_condition.name.value):
                    self._group(kind, fragment.selection_set, grouped, visited)

    def _included(self, node: AnyNode) -> bool:
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        if skip and skip["if"] is True:
            return False
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (include and include["if"] is False)

    def _applies(self, kind: GraphQLObjectType, condition: str) -> bool:
        if condition == kind.name:
            return True
        other = self.schema.get_type(condition)
        return isinstance(other, GraphQLInterfaceType | GraphQLUnionType) and self.schema.is_sub_type(other, kind)


def select(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: VariableValues,
) -> Selection:
    """Return the selection of a valid query or mutation. Of the variables only those in directives are read."""
    root = schema.get_root_type(operation.operation)
    assert root is not None  # noqa: S101
    collector = _Collector(schema, fragments, variables)
    roots = collector.collect(root, [operation.selection_set])
    return Selection(roots, collector.with_arguments)
