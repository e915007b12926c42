"""Prepared questions held against the schema they are asked of."""

from collections.abc import Iterable, Sequence
from typing import Any

import graphql
from graphql.utilities import validate_input_value

from queries.prepared.flat_validation import validate_flat_form
from queries.prepared.question import Parameter, Question, QuestionError


def validate_questions(questions: Iterable[Question], schema: graphql.GraphQLSchema) -> None:
    """Hold every question against the schema it will be asked of.

    Checked: the query is valid; the parameters are the operation's variables, with the same types and in the same
    order; defaults and example values are of those types; nothing required is left without a default; the query
    selects what the columns show, as the types they give.

    Raises:
        QuestionError: a question does not hold.
    """
    for question in questions:
        _validate(question, schema)


def _validate(question: Question, schema: graphql.GraphQLSchema) -> None:
    document = graphql.parse(question.document)
    for fault in graphql.validate(schema, document):
        line = fault.locations[0].line if fault.locations else 1
        raise QuestionError(question.path, question.lines_before_document + line, fault.message)
    operation = graphql.get_operation_ast(document)
    assert operation is not None  # noqa: S101 - held by _operation_name
    declared = [
        (node.variable.name.value, graphql.print_ast(node.type), node) for node in operation.variable_definitions or ()
    ]
    for name, _, node in declared:
        if node.default_value is not None:
            line = question.lines_before_document + (node.loc.start_token.line if node.loc else 1)
            raise QuestionError(question.path, line, f"give the default of ${name} in the heading, not in the query")
    _same_parameters(question, [(name, type_) for name, type_, _ in declared])
    types = {name: graphql.type_from_ast(schema, node.type) for name, _, node in declared}
    for parameter, line in zip(question.parameters, question.parameter_lines, strict=True):
        type_ = types[parameter.name]
        _names_nodes(question, line, parameter, type_, schema)
        if parameter.default is None and graphql.is_non_null_type(type_):
            raise QuestionError(question.path, line, f"{parameter.name} is required, so it needs a default")
        if parameter.default is not None:
            _coerces(question, line, f"default of {parameter.name}", parameter.default, type_)
    for name, value in question.example.parameters.items():
        if name not in types:
            raise QuestionError(
                question.path, question.example_line, f"the example gives '{name}', which is not a parameter"
            )
        _coerces(question, question.example_line, f"example value of {name}", value, types[name])
    validate_flat_form(question, schema, document)


def _same_parameters(question: Question, declared: Sequence[tuple[str, str]]) -> None:
    described = [(parameter.name, parameter.type) for parameter in question.parameters]
    if described != list(declared):
        heading = ", ".join(f"${name}: {type_}" for name, type_ in described) or "none"
        query = ", ".join(f"${name}: {type_}" for name, type_ in declared) or "none"
        line = question.parameter_lines[0] if question.parameter_lines else 1
        message = f"the parameters of the heading ({heading}) are not the variables of the query ({query})"
        raise QuestionError(question.path, line, message)


def _coerces(question: Question, line: int, what: str, value: Any, type_: Any) -> None:
    def fail(error: graphql.GraphQLError, path: Sequence[str | int]) -> None:
        at = "".join(f", at {step}," for step in path)
        raise QuestionError(question.path, line, f"the {what}{at} does not fit: {error.message}")

    validate_input_value(value, type_, fail)


def _names_nodes(
    question: Question, line: int, parameter: Parameter, type_: Any, schema: graphql.GraphQLSchema
) -> None:
    if parameter.names is None:
        return
    if graphql.get_named_type(type_) is not graphql.GraphQLID:
        raise QuestionError(question.path, line, f"{parameter.name} is no ID, so it names no {parameter.names}")
    node = schema.get_type("Node")
    named = schema.get_type(parameter.names)
    if not (isinstance(named, graphql.GraphQLObjectType) and node in named.interfaces):
        raise QuestionError(question.path, line, f"{parameter.name}: there is no type of node {parameter.names}")
