"""The table, columns, chart and first row that a question promises, held against its query and the schema."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import graphql

from queries.answers import WRAPPERS
from queries.question import Column, Question, QuestionError

_TYPES = {"Int": "integer", "Boolean": "boolean", "Date": "date"}


@dataclass(frozen=True)
class _Leaf:
    """A selected value: the lists on the way to it from the root, and what it is."""

    lists: tuple[str, ...]
    type: graphql.GraphQLNamedType

    def column_type(self, table: str) -> str:
        """The type of a column that shows it: of several values in one cell, text or codes."""
        if isinstance(self.type, graphql.GraphQLEnumType):
            return "code"
        joined = any(each != table for each in self.lists)
        return "text" if joined else _TYPES.get(self.type.name, "text")


def validate_flat_form(question: Question, schema: graphql.GraphQLSchema, document: graphql.DocumentNode) -> None:
    """Check what a question says of its flat answer. Raises QuestionError with the line."""
    leaves, lists = _selected(schema, document)
    if question.table not in lists:
        offered = _near(question.table, lists)
        raise QuestionError(question.path, question.table_line, f"the query has no list '{question.table}'. {offered}")
    names: set[str] = set()
    for column, line in zip(question.columns, question.column_lines, strict=True):
        if column.name in names:
            raise QuestionError(question.path, line, f"two columns are called {column.name}")
        names.add(column.name)
        _check(question, column, line, leaves)
    _check_chart(question)
    _check_first(question)


def _check(question: Question, column: Column, line: int, leaves: Mapping[str, _Leaf]) -> None:
    leaf = leaves.get(column.path)
    if leaf is None:
        message = f"column {column.name}: the query selects nothing at '{column.path}'. {_near(column.path, leaves)}"
        raise QuestionError(question.path, line, message)
    holder = question.table.rpartition(".")[0]
    beside = holder != "" and column.path.startswith(f"{holder}.") and not leaf.lists
    if question.table not in leaf.lists and (not beside or column.path.startswith(f"{question.table}.")):
        message = f"column {column.name}: '{column.path}' is neither in a row of {question.table} nor beside it"
        raise QuestionError(question.path, line, message)
    right = leaf.column_type(question.table)
    if column.type != right:
        many = " and stands in a list" if any(each != question.table for each in leaf.lists) else ""
        message = (
            f"column {column.name} is of type {right}, not {column.type}: '{column.path}' is {leaf.type.name}{many}"
        )
        raise QuestionError(question.path, line, message)


def _check_chart(question: Question) -> None:
    if question.chart is None:
        return
    types = {column.name: column.type for column in question.columns}
    for role, name in (("category", question.chart.category), ("value", question.chart.value)):
        if name is not None and name not in types:
            message = f"the chart's {role} '{name}' is no column. {_near(name, types)}"
            raise QuestionError(question.path, question.chart_line, message)
    value = question.chart.value
    if value is not None and types[value] != "integer":
        message = f"the chart's value {value} is of type {types[value]}; a bar needs an integer"
        raise QuestionError(question.path, question.chart_line, message)


def _check_first(question: Question) -> None:
    names = [column.name for column in question.columns]
    for name in question.example.first:
        if name not in names:
            message = f"the example's first row gives '{name}', which is no column. {_near(name, names)}"
            raise QuestionError(question.path, question.example_line, message)


def _near(wanted: str, there: Mapping[str, object] | Sequence[str] | set[str]) -> str:
    near = get_close_matches(wanted, list(there), n=1, cutoff=0.4)
    return f"Did you mean {near[0]}?" if near else f"There are {', '.join(sorted(there)) or 'none'}."


def _selected(schema: graphql.GraphQLSchema, document: graphql.DocumentNode) -> tuple[dict[str, _Leaf], set[str]]:
    """The values that a query selects and its lists of things, by their dotted paths."""
    operation = graphql.get_operation_ast(document)
    assert operation is not None and schema.query_type is not None  # noqa: S101, PT018 - a valid query
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, graphql.FragmentDefinitionNode)}
    leaves: dict[str, _Leaf] = {}
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
                leaves.setdefault(path, _Leaf(inside, named))
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
