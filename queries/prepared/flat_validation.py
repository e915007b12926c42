"""The table, columns, chart and first row that a question promises, held against its query and the schema."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import graphql

from queries.prepared.question import Bars, Column, Question, QuestionError
from queries.prepared.selected import Leaf, selected


def validate_flat_form(question: Question, schema: graphql.GraphQLSchema, document: graphql.DocumentNode) -> None:
    """Check what a question says of its flat answer. Raises QuestionError with the line."""
    leaves, lists = selected(schema, document)
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


def _check(question: Question, column: Column, line: int, leaves: Mapping[str, Leaf]) -> None:
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
    for role, name in question.chart.columns().items():
        if name not in types:
            message = f"the chart's {role} '{name}' is no column. {_near(name, types)}"
            raise QuestionError(question.path, question.chart_line, message)
    if isinstance(question.chart, Bars) and (value := question.chart.value) is not None and types[value] != "integer":
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
