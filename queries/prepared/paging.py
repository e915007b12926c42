"""The pages of a prepared question: its own query, with the page of its table made a variable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import graphql

from queries.prepared.question import Question

PAGE_VARIABLES = ("first", "after")


def paged_document(question: Question, schema: graphql.GraphQLSchema) -> str | None:
    """Return the query with `$first` and `$after` for its table, and what tells whether more follow.

    None where its pages cannot be asked for: the table is a plain list, stands in a fragment, or the question sees to
    its pages by itself.
    """
    document = graphql.parse(question.document)
    operation = graphql.get_operation_ast(document)
    assert operation is not None and schema.query_type is not None  # noqa: S101, PT018 - held by validation
    declared = operation.variable_definitions or ()
    if any(each.variable.name.value in PAGE_VARIABLES for each in declared):
        return None
    table = _table(operation.selection_set, schema.query_type, question.table.split("."))
    if table is None:
        return None
    size = next((each.value for each in table.arguments or () if each.name.value == "first"), None)
    model = _model(size)
    paged = replace(
        operation,
        variable_definitions=(*declared, *(model.variable_definitions or ())),
        selection_set=_with(operation.selection_set, question.table.split("."), _paged(table, _field(model))),
    )
    others = [each for each in document.definitions if each is not operation]
    return "\n\n".join(graphql.print_ast(each) for each in (paged, *others))


def _table(
    selection: graphql.SelectionSetNode | None, owner: graphql.GraphQLNamedType, steps: Sequence[str]
) -> graphql.FieldNode | None:
    """The field of the table, where it is a list in pages whose page the query does not choose otherwise."""
    field = _named(selection, steps[0])
    if field is None or not isinstance(owner, graphql.GraphQLObjectType):
        return None
    inner = graphql.get_named_type(owner.fields[field.name.value].type)
    if len(steps) > 1:
        return _table(field.selection_set, inner, steps[1:])
    if not isinstance(inner, graphql.GraphQLObjectType) or not {"pageInfo", "totalCount"} <= inner.fields.keys():
        return None
    written = {each.name.value for each in field.arguments or ()}
    return None if written & {"last", "before", "after"} else field


def _paged(table: graphql.FieldNode, model: graphql.FieldNode) -> graphql.FieldNode:
    """The field of the table with the arguments and the fields of the model added."""
    assert table.selection_set is not None and model.selection_set is not None  # noqa: S101, PT018 - objects both
    kept = [each for each in table.arguments or () if each.name.value != "first"]
    selections = (*table.selection_set.selections, *model.selection_set.selections)
    return replace(
        table,
        arguments=(*kept, *(model.arguments or ())),
        selection_set=replace(table.selection_set, selections=selections),
    )


def _with(
    selection: graphql.SelectionSetNode, steps: Sequence[str], field: graphql.FieldNode
) -> graphql.SelectionSetNode:
    """The selection with `field` at the end of the steps."""
    old = _named(selection, steps[0])
    assert old is not None  # noqa: S101 - found by _table
    new = field
    if len(steps) > 1 and old.selection_set is not None:
        new = replace(old, selection_set=_with(old.selection_set, steps[1:], field))
    return replace(selection, selections=tuple(new if each is old else each for each in selection.selections))


def _named(selection: graphql.SelectionSetNode | None, key: str) -> graphql.FieldNode | None:
    fields = [each for each in selection.selections if isinstance(each, graphql.FieldNode)] if selection else []
    return next((each for each in fields if (each.alias or each.name).value == key), None)


def _model(size: graphql.ValueNode | None) -> graphql.OperationDefinitionNode:
    default = f" = {graphql.print_ast(size)}" if size is not None else ""
    text = (
        f"query ($first: Int{default}, $after: String) "
        "{ table(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } } }"
    )
    operation = graphql.get_operation_ast(graphql.parse(text))
    assert operation is not None  # noqa: S101
    return operation


def _field(operation: graphql.OperationDefinitionNode) -> graphql.FieldNode:
    [field] = operation.selection_set.selections
    assert isinstance(field, graphql.FieldNode)  # noqa: S101
    return field
