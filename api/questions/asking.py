"""Asking a prepared question by its name: who may, with which values, and what comes back."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.metadata import version
from typing import Any

import graphql
import orjson

from api.graphql.asked import Question as Asked
from api.graphql.asked import Statement
from api.graphql.errors import Refusal, fault_of
from api.graphql.execute import Engine
from graph.access import Caller
from graph.compile.errors import AskError
from graph.store.errors import EngineUnavailable, StoreError
from graph.store.revision import revision
from graph.store.store import Store
from queries.prepared.asks_findings import asks_of_findings
from queries.prepared.columns import FlatAnswer, flat_answer
from queries.prepared.paging import PAGE_VARIABLES, paged_document
from queries.prepared.question import Question
from queries.prepared.values import ParameterError, read_values

_STATUS = {
    "NOT_FOUND": 404,
    "BAD_ID": 400,
    "BAD_ARGUMENT": 400,
    "BAD_CURSOR": 400,
    "PAGE_TOO_LARGE": 400,
    "QUERY_TOO_COSTLY": 400,
    "STATEMENT_TIMED_OUT": 503,
    "STATEMENT_STOPPED": 503,
    "ENGINE_UNAVAILABLE": 503,
}
"""What HTTP says of an error met while answering; of any other 500."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question about to be asked: its values as given, defaults filled in, and the page of its table."""

    question: Question
    values: Mapping[str, Any]
    page: Mapping[str, Any]

    @property
    def as_of(self) -> str | None:
        """The day asked about, where the question has such a parameter and it is given."""
        day = self.values.get("asOf")
        return day if isinstance(day, str) else None


@dataclass(frozen=True, slots=True)
class Answered:
    """A question's flat answer, the day it holds for, and where the next page begins."""

    asking: Asking
    flat: FlatAnswer
    as_of: str
    more: bool
    next_cursor: str | None

    @property
    def cut_short(self) -> str | None:
        """What to say where the answer is not all there is."""
        if not self.more:
            return None
        shown = f"{len(self.flat.rows):,}"
        of = f" of {self.flat.total:,}" if self.flat.total is not None else ""
        beyond = " The next page begins at the cursor given." if self.next_cursor else ""
        return f"Cut short: these are {shown}{of} rows.{beyond}"


class PreparedQuestions:
    """The prepared questions of a running registry. `engine` and `store` are asked at each request."""

    def __init__(self, questions: Sequence[Question], engine: Callable[[], Engine], store: Callable[[], Store]) -> None:
        self._questions = {question.name: question for question in questions}
        self._engine = engine
        self._store = store
        self._paged_documents: dict[str, str | None] = {}
        self._of_findings: dict[str, bool] = {}

    def offered(self, caller: Caller) -> list[Question]:
        """Return the questions that a caller may ask, in the order they are shown."""
        return [question for question in self._questions.values() if caller.role.value in question.roles]

    def find(self, name: str, caller: Caller) -> Question:
        """Return the question of a name. Raises Refusal (404) for one there is not, or not for this caller."""
        there = {question.name: question for question in self.offered(caller)}
        if name not in there:
            near = get_close_matches(name, there, n=3)
            hint = f"Did you mean {' or '.join(near)}?" if near else "/questions lists them."
            raise Refusal.because("NOT_FOUND", f"There is no prepared question {name}. {hint}", 404)
        return there[name]

    def read(self, question: Question, given: Mapping[str, Sequence[str]]) -> Asking:
        """Read parameters from text by their GraphQL types; where one is not given its default is used.

        An empty text stands for null. `first` and `after` choose the page, where the question has no parameters of
        those names. Raises Refusal (400).
        """
        operation = graphql.get_operation_ast(graphql.parse(question.document))
        assert operation is not None  # noqa: S101 - held when the questions were loaded
        paged = self._paged(question)
        offered = PAGE_VARIABLES if paged else ()
        try:
            page = read_values(_page_operation(), {n: t for n, t in given.items() if n in offered and any(t)})
            values = read_values(operation, {n: t for n, t in given.items() if n not in offered}, empty_is_null=True)
        except ParameterError as wrong:
            raise Refusal.because("BAD_VARIABLES", _sentence(str(wrong))) from None
        return Asking(question, {**question.variables(), **values}, page)

    async def tag(self, asking: Asking, caller: Caller, representation: str) -> str | None:
        """Return the entity tag of an answer, without answering: it costs one read of the facts' revision.

        There is none where the question asks about findings, which change while the facts stay. Raises Refusal where
        the registry cannot be read.
        """
        if self._asks_of_findings(asking.question):
            return None
        try:
            facts = await revision(self._store())
        except EngineUnavailable as error:
            raise Refusal.because("ENGINE_UNAVAILABLE", str(error), 503) from error
        except StoreError as error:
            raise Refusal.because("ENGINE_FAULT", str(error), 500) from error
        parts = [
            facts,
            self._engine().today().isoformat(),
            _fingerprint(asking.question),
            dict(asking.values),
            dict(asking.page),
            [caller.role.value, *sorted(caller.bodies)],
            representation,
        ]
        return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]

    async def answer(self, asking: Asking, caller: Caller) -> Answered:
        """Ask the question. Raises Refusal where there is no answer or only a part of one."""
        today: dt.date = self._engine().today()
        paged = self._paged(asking.question)
        variables = {**asking.values, **asking.page}
        answer = await self._engine().answer(Asked(paged or asking.question.document, variables), caller)
        body = orjson.loads(answer.body)
        if body.get("errors"):
            first = body["errors"][0]
            code = first["extensions"]["code"]
            raise Refusal.because(code, first["message"], _STATUS.get(code, 500))
        info = _page_info(body["data"], asking.question.table) if paged else {}
        flat = flat_answer(asking.question, body["data"])
        return Answered(
            asking,
            flat,
            asking.as_of or today.isoformat(),
            bool(info["hasNextPage"]) if info else flat.more,
            info.get("endCursor") if info.get("hasNextPage") else None,
        )

    async def plans(self, asking: Asking, caller: Caller) -> list[tuple[Statement, str]]:
        """Return what the database is asked, and how it would go about it. Raises Refusal where it cannot be told."""
        variables = {**asking.values, **asking.page}
        document = self._paged(asking.question) or asking.question.document
        try:
            return await self._engine().plans(Asked(document, variables), caller)
        except (AskError, StoreError) as failure:
            fault = fault_of(failure)
            assert fault is not None  # noqa: S101 - each of the two has a code
            raise Refusal.because(fault.code, fault.message, _STATUS.get(fault.code, 500)) from failure

    def _asks_of_findings(self, question: Question) -> bool:
        if question.name not in self._of_findings:
            self._of_findings[question.name] = asks_of_findings(question, self._engine().schema)
        return self._of_findings[question.name]

    def _paged(self, question: Question) -> str | None:
        if question.name not in self._paged_documents:
            self._paged_documents[question.name] = paged_document(question, self._engine().schema)
        return self._paged_documents[question.name]


def _page_info(data: Mapping[str, Any], table: str) -> Mapping[str, Any]:
    found: Any = data
    for step in table.split("."):
        found = (found or {}).get(step)
    return (found or {}).get("pageInfo") or {}


@cache
def _page_operation() -> graphql.OperationDefinitionNode:
    operation = graphql.get_operation_ast(graphql.parse("query ($first: Int, $after: String) { x }"))
    assert operation is not None  # noqa: S101
    return operation


@cache
def _software() -> str:
    return version("isa-registry")


def _fingerprint(question: Question) -> str:
    """What of a question and of this software an answer depends on."""
    said = [question.title, question.question, question.document, [each.model_dump() for each in question.columns]]
    return hashlib.sha256(orjson.dumps([_software(), question.name, question.table, *said])).hexdigest()


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] if text.startswith("the ") else text
