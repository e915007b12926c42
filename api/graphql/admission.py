"""Which document a request asks: its own, where its caller may write one, or a prepared question's by `documentId`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from api.graphql.asked import Question
from api.graphql.errors import Refusal
from graph.access import Caller, Role


class FreeQuestions(StrEnum):
    """Who may ask questions in words of their own; everyone else asks the prepared ones."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    ADMINISTRATORS = "administrators"
    NOBODY = "nobody"


_MAY: Mapping[FreeQuestions, frozenset[Role]] = {
    FreeQuestions.EVERYONE: frozenset(Role),
    FreeQuestions.MEMBERS: frozenset({Role.ADMINISTRATOR, Role.MEMBER}),
    FreeQuestions.ADMINISTRATORS: frozenset({Role.ADMINISTRATOR}),
    FreeQuestions.NOBODY: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a request asks: exactly one of a document and the id of a prepared one, variables, and which operation."""

    document: str | None
    document_id: str | None
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None


class Prepared(Protocol):
    """What is needed of a prepared question: its document, and the values it is asked with where none are given."""

    @property
    def document(self) -> str:
        """The GraphQL."""
        ...

    def variables(self) -> dict[str, Any]:
        """Return the default variables."""
        ...


class Admission:
    """Turns requests into questions. `find` returns a prepared question by its name, or raises Refusal (404)."""

    def __init__(self, free: FreeQuestions, find: Callable[[str, Caller], Prepared]) -> None:
        self._free = _MAY[free]
        self._find = find

    def question(self, request: Request, caller: Caller) -> Question:
        """Return what to ask. Raises Refusal: no such prepared question, or this caller may ask no other."""
        if request.document_id is not None:
            prepared = self._find(request.document_id, caller)
            values = {**prepared.variables(), **(request.variables or {})}
            return Question(prepared.document, values, request.operation_name)
        if caller.role not in self._free:
            raise Refusal.because(
                "NOT_PREPARED",
                "This registry answers you prepared questions alone. Name one in documentId; /questions lists them.",
                403,
            )
        assert request.document is not None  # noqa: S101 - one of the two is there
        return Question(request.document, request.variables, request.operation_name)
