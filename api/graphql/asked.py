"""A question on its way to an answer: what is asked, of what it is read, and each root field made ready to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from graph.compile.asked.selection import Selected
from graph.compile.errors import AskError
from graph.compile.plan import Plan


class Reader(Protocol):
    """What execution needs of a store."""

    degree_switch: int

    def search_index(self, label: str) -> str:
        """Return the engine's name of a label's search index."""
        ...

    async def read(
        self,
        text: str,
        parameters: Mapping[str, object],
        *,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> list[Any]:
        """Return the values of the one record of a statement."""
        ...

    async def plan(self, text: str, parameters: Mapping[str, object]) -> str:
        """Return the engine's plan of a statement, without running it."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """A GraphQL request: a document, its variables, and which of its operations is meant."""

    document: str
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: the encoded response, and whether it was completed by pass through."""

    body: bytes
    passed_through: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A compiled statement with its parameters, as `explain` shows it."""

    field: str
    text: str
    parameters: Mapping[str, Any]


@dataclass(slots=True)
class Prepared:
    """One root field of a request: its plan and parameters, or the reason why there are none."""

    root: Selected
    plan: Plan | None = None
    parameters: dict[str, Any] | None = None
    failure: AskError | None = None
