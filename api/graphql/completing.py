"""Two ways to complete the same fetched data; tests hold them byte-equal.

Where every selected field is plain, the plan's own function builds the response. Otherwise, and where a value is not
what the schema promises, graphql-core completes it, so that nulls, errors and computed fields follow the specification.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from graphql import ExecutionResult, GraphQLError, GraphQLSchema, execute_sync

from api.graphql.asked import Prepared, Question
from api.graphql.documents import Document
from api.graphql.errors import formatted_error
from graph.compile.asked.selection import Selected
from graph.compile.errors import AskError, NodeNotFound
from graph.compile.reader import Surprise
from graph.store.errors import StoreError

log = logging.getLogger(__name__)


def pass_on(prepared: Sequence[Prepared], fetched: Sequence[Any]) -> dict[str, Any] | None:
    """Return the finished data, or None where ordinary completion must make it."""
    data: dict[str, Any] = {}
    try:
        for each, record in zip(prepared, fetched, strict=True):
            if each.root.definition is None:
                if each.root.name != "__typename":
                    return None
                data[each.root.key] = "Query"
                continue
            plan = each.plan
            if plan is None or not plan.plain or isinstance(record, Exception):
                return None
            value = plan.build(record, each.parameters or {})
            if value is None:
                return None
            data[each.root.key] = value
    except (Surprise, KeyError):
        return None
    return data


def complete(
    schema: GraphQLSchema,
    document: Document,
    question: Question,
    prepared: Sequence[Prepared],
    fetched: Sequence[Any],
) -> dict[str, Any]:
    """Return the response as graphql-core makes it of what was fetched; a failed root field becomes its error."""
    root: dict[str, Any] = {}
    for each, record in zip(prepared, fetched, strict=True):
        if each.plan is None or isinstance(record, Exception):
            root[each.root.key] = record
        else:
            value = each.plan.fetch(record, each.parameters or {})
            root[each.root.key] = NodeNotFound(_not_found(each.root)) if value is None else value
    return completed(schema, document, question, root)


def completed(schema: GraphQLSchema, document: Document, question: Question, root: Mapping[str, Any]) -> dict[str, Any]:
    """Return the response that graphql-core makes of a value for each root field."""
    result = execute_sync(
        schema,
        document.ast,
        root_value=root,
        variable_values=dict(question.variables or {}),
        operation_name=question.operation_name or None,
    )
    return _formatted(result)


def _not_found(root: Selected) -> str:
    return (
        f"{root.name}: nothing of this id or key is in the registry, or you may not see it. "
        "Look for it with search(text:) or in the list field of its type."
    )


def _formatted(result: ExecutionResult) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if result.errors:
        for error in result.errors:
            original = error.original_error
            if original is not None and not isinstance(original, AskError | StoreError | GraphQLError):
                log.error("a field failed: %s", error.path, exc_info=original)
        made["errors"] = [formatted_error(error) for error in result.errors]
    made["data"] = result.data
    return made
