"""The values of a question's parameters, as they are written on a command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphql

from api.cli.faults import BadInput
from queries.prepared.values import ParameterError, read_values


def variables(operation: graphql.OperationDefinitionNode, written: Sequence[str]) -> dict[str, Any]:
    """Read `name=value` texts as the variables that the operation declares. Raises BadInput."""
    given: dict[str, list[str]] = {}
    for each in written:
        name, equals, value = each.partition("=")
        if not equals:
            raise BadInput(f"--param {each} has no value: write --param name=value.")
        given.setdefault(name, []).append(value)
    try:
        return read_values(operation, given)
    except ParameterError as wrong:
        raise BadInput(f"--param {wrong}" if wrong.name else str(wrong)) from None
