"""What a query selects: its values and its lists of things, by their dotted paths in the answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import graphql

from queries.prepared.answers import WRAPPERS

_TYPES = {"Int": "integer", "Boolean": "boolean", "Date": "date"}


@dataclass(frozen=True)
class Leaf:
    """A selected value: the lists on the way to it from the root, and what it is."""

    lists: tuple[str, ...]
    type: graphql.GraphQLNamedType

    def column_type(self, table: str) -> str:
        """The type of a column that shows it: of several values in one cell, text or codes."""
        if isinstance(self.type, graphql.GraphQLEnumType):
            return "code"
        joined = any(each != table for each in self.lists)
        return "text" if joined else _TYPES.get(self.type.name, "text")


def selected(schema: graphql.GraphQLSchema, document: graphql.DocumentNode) -> tuple[dict[str, Leaf], set[str]]:
    """Return the values that a valid query selects and its lists of things, by their dotted paths."""
    operation = graphql.get_operation_ast(document)
    assert operation is not None and schema.query_type is not None  # noqa: S101, PT018 - a valid query
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, graphql.FragmentDefinitionNode)}
    leaves: dict[str, Leaf] = {}
    lists: set[str] = set()

    def walk(
        selection: graphql.SelectionSetNode, parent: graphql.GraphQLNamedType, at: str, above: Sequence[str]
    ) -> None:
        for node, owner in _fields(schema, fragments, selection, parent):
            field = owner.fields.get(node.name.value) if hasattr(owner, "fields") else None
            if field is None:
                continue
            key = node.alias.value if node.alias else node.name.value
            path = at if key in WRAPPERS else f"{at}.{key}".lstrip(".")
            named = graphql.get_named_type(field.type)
            inside = (*above, path) if _is_list(field.type) else tuple(above)
            if node.selection_set is None:
                leaves.setdefault(path, Leaf(inside, named))
                continue
            if inside != tuple(above):
                lists.add(path)
            walk(node.selection_set, named, path, inside)

    walk(operation.selection_set, schema.query_type, "", ())
    return leaves, lists


def _is_list(type_: graphql.GraphQLOutputType) -> bool:
    return graphql.is_list_type(graphql.get_nullable_type(type_))


def _fields(
    schema: graphql.GraphQLSchema,
    fragments: Mapping[str, graphql.FragmentDefinitionNode],
    selection: graphql.SelectionSetNode,
    parent: graphql.GraphQLNamedType,
) -> Iterator[tuple[graphql.FieldNode, graphql.GraphQLNamedType]]:
    """The fields of a selection with the type each belongs to, fragments taken apart."""
    for node in selection.selections:
        if isinstance(node, graphql.FieldNode):
            yield node, parent
            continue
        fragment = fragments[node.name.value] if isinstance(node, graphql.FragmentSpreadNode) else node
        assert isinstance(fragment, graphql.FragmentDefinitionNode | graphql.InlineFragmentNode)  # noqa: S101
        condition = fragment.type_condition
        inner = schema.get_type(condition.name.value) if condition else parent
        if inner is not None:
            yield from _fields(schema, fragments, fragment.selection_set, inner)
