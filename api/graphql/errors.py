"""Errors as callers see them: a message that says what to do, a stable code, a page that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from api.limits import LimitExceeded
from graph.compile.errors import AskError
from graph.store.errors import (
    EngineFault,
    EngineUnavailable,
    StatementStopped,
    StatementTimedOut,
    StatementTooLarge,
    StoreError,
)

ERROR_PAGES = "docs/errors/{code}.md"

_STORE_CODES: tuple[tuple[type[StoreError], str], ...] = (
    (StatementTimedOut, "STATEMENT_TIMED_OUT"),
    (StatementTooLarge, "STATEMENT_TOO_LARGE"),
    (StatementStopped, "STATEMENT_STOPPED"),
    (EngineUnavailable, "ENGINE_UNAVAILABLE"),
    (EngineFault, "ENGINE_FAULT"),
)

CODES = (
    "BAD_REQUEST",
    "GRAPHQL_SYNTAX",
    "GRAPHQL_INVALID",
    "LIMIT_EXCEEDED",
    "OPERATION_NOT_FOUND",
    "NOT_PREPARED",
    "BAD_VARIABLES",
    "BAD_ID",
    "BAD_CURSOR",
    "BAD_ARGUMENT",
    "PAGE_TOO_LARGE",
    "QUERY_TOO_COSTLY",
    "NOT_FOUND",
    "CONFLICT",
    "STATEMENT_TIMED_OUT",
    "STATEMENT_TOO_LARGE",
    "STATEMENT_STOPPED",
    "ENGINE_UNAVAILABLE",
    "ENGINE_FAULT",
    "INTERNAL",
)


class Refusal(Exception):
    """A request is refused before anything is executed. `status` is what the HTTP answer says of it."""

    def __init__(self, code: str, errors: Sequence[GraphQLError], status: int = 400) -> None:
        super().__init__(errors[0].message)
        self.code = code
        self.errors = tuple(errors)
        self.status = status

    @classmethod
    def because(cls, code: str, message: str, status: int = 400) -> Refusal:
        """Return a refusal with one error."""
        return cls(code, [GraphQLError(message)], status)

    def formatted(self) -> list[dict[str, Any]]:
        """Return the errors for the answer."""
        return [formatted_error(error, self.code) for error in self.errors]


@dataclass(frozen=True, slots=True)
class Fault:
    """A code and a message for a failure met while a field was answered."""

    code: str
    message: str


def fault_of(error: BaseException | None) -> Fault | None:
    """Return what to tell a caller of a failure, or None where it is a fault of ours to be logged."""
    if isinstance(error, AskError | LimitExceeded):
        return Fault(error.code, str(error))
    if isinstance(error, StoreError):
        for kind, code in _STORE_CODES:
            if isinstance(error, kind):
                return Fault(code, str(error))
    return None


def formatted_error(error: GraphQLError, code: str | None = None) -> dict[str, Any]:
    """Return an error as the response holds it: message, locations, path, code and page."""
    fault = fault_of(error.original_error)
    if fault is not None:
        code, message = fault.code, fault.message
    elif error.original_error is not None and not isinstance(error.original_error, GraphQLError) and code is None:
        code = "INTERNAL"
        message = (
            "The registry failed to answer this field. The failure is in the server's log under this request's id."
        )
    else:
        code, message = code or "ENGINE_FAULT", error.message
    made: dict[str, Any] = {"message": message}
    if error.locations:
        made["locations"] = [{"line": each.line, "column": each.column} for each in error.locations]
    if error.path:
        made["path"] = list(error.path)
    made["extensions"] = {"code": code, "help": ERROR_PAGES.format(code=code)}
    if isinstance(error.original_error, LimitExceeded):
        made["extensions"]["limit"] = error.original_error.limit
    return made
