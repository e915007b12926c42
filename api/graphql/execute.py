"""Answers a question: one read per root field, then completion."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import orjson
from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationType,
    get_variable_values,
)
from graphql.execution.values import VariableValues

from api.graphql.asked import Answer, Prepared, Question, Reader, Statement
from api.graphql.completing import complete, completed, pass_on
from api.graphql.documents import Document, Documents, LeastRecent, Operation
from api.graphql.errors import Refusal
from api.graphql.mutating import Mutating
from api.limits import Limits
from api.mutations import Mutation
from graph.access import Caller, ScopeClass
from graph.compile.asked.arguments import Arguments, coerce, shape
from graph.compile.asked.selection import Selection
from graph.compile.errors import AskError
from graph.compile.plan import Compiler, Plan, Request
from graph.store.errors import EngineUnavailable, StoreError

log = logging.getLogger(__name__)

PLAN_CACHE = 2000

AS_OF_NOTE = (
    "Dates decide what held on the day. Words and values are those recorded now: where an agreement's terms were "
    "overwritten, its earlier terms are in `versions` as far as they were kept."
)


class Engine:
    """Answers questions over one schema and store."""

    def __init__(
        self,
        schema: GraphQLSchema,
        compiler: Compiler,
        store: Reader,
        limits: Limits | None = None,
        today: Callable[[], dt.date] = dt.date.today,
        mutations: Mapping[str, Mutation] | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(tz=dt.UTC),
    ) -> None:
        self.schema = schema
        self.compiler = compiler
        self.store = store
        self.documents = Documents(schema, limits or Limits())
        self.today = today
        self.mutations = mutations or {}
        self.now = now
        self._plans: LeastRecent[Plan] = LeastRecent(PLAN_CACHE)

    async def answer(
        self, question: Question, caller: Caller, *, pass_through: bool = True, may_change: bool = False
    ) -> Answer:
        """Return the answer to a question. `pass_through` False forces ordinary completion, for tests.

        `may_change` says that a mutation may be run: the request was made in a way that no link or form can make.
        Raises Refusal where nothing can be executed: a bad document, bad variables, a limit, no engine.
        """
        document, operation, variables = self._read(question)
        selection = document.selection(self.schema, operation, variables)
        if operation.node.operation is OperationType.MUTATION:
            if not may_change:
                raise Refusal.because(
                    "BAD_REQUEST", "A mutation changes something: send it with POST to /graphql.", 405
                )
            request = self._request(selection, variables, caller)
            mutating = Mutating(self.mutations, self.compiler, self.store, selection, request, self.now)
            return Answer(orjson.dumps(completed(self.schema, document, question, await mutating.run())), False)
        prepared = self._prepare(selection, variables, caller)
        fetched = await self._fetch(prepared)
        data = pass_on(prepared, fetched) if pass_through else None
        passed_through = data is not None
        made = {"data": data} if passed_through else complete(self.schema, document, question, prepared, fetched)
        if any(each.plan is not None and each.plan.as_of for each in prepared):
            made["extensions"] = {"asOf": AS_OF_NOTE}
        return Answer(orjson.dumps(made), passed_through)

    async def plans(self, question: Question, caller: Caller) -> list[tuple[Statement, str]]:
        """Return the statements of a question, each with the engine's plan of it. Nothing is run.

        Raises Refusal, AskError and StoreErrors.
        """
        return [(each, await self.store.plan(each.text, each.parameters)) for each in self.explain(question, caller)]

    def explain(self, question: Question, caller: Caller) -> list[Statement]:
        """Return the statements a question compiles to, without running them. Raises Refusal or AskError."""
        document, operation, variables = self._read(question)
        if operation.node.operation is OperationType.MUTATION:
            raise Refusal.because("BAD_REQUEST", "A mutation cannot be explained: only what is read is compiled.")
        selection = document.selection(self.schema, operation, variables)
        statements = []
        for each in self._prepare(selection, variables, caller):
            if each.failure is not None:
                raise each.failure
            if each.plan is not None and each.parameters is not None:
                statements.append(Statement(each.root.key, each.plan.text, each.parameters))
        return statements

    def _read(self, question: Question) -> tuple[Document, Operation, VariableValues]:
        document = self.documents.read(question.document)
        operation = document.operation(question.operation_name)
        variables = get_variable_values(
            self.schema, operation.node.variable_definitions or (), dict(question.variables or {}), max_errors=20
        )
        if isinstance(variables, list):
            raise Refusal("BAD_VARIABLES", variables)
        return document, operation, variables

    def _request(self, selection: Selection, variables: VariableValues, caller: Caller) -> Request:
        try:
            arguments = coerce(selection, variables)
        except GraphQLError as error:
            raise Refusal("BAD_VARIABLES", [error]) from None
        return Request(
            arguments=arguments,
            today=self.today(),
            caller=caller,
            degree_switch=self.store.degree_switch,
            search_index=self.store.search_index,
        )

    def _prepare(self, selection: Selection, variables: VariableValues, caller: Caller) -> list[Prepared]:
        request = self._request(selection, variables, caller)
        prepared = []
        for index, root in enumerate(selection.roots):
            made = Prepared(root)
            prepared.append(made)
            if root.definition is None:
                continue
            try:
                made.plan = self._plan(selection, index, list(request.arguments), caller.scope)
                made.parameters = made.plan.bind(request, self.compiler.bounds)
            except AskError as error:
                made.failure = error
        return prepared

    def _plan(self, selection: Selection, index: int, arguments: list[Arguments], scope: ScopeClass) -> Plan:
        root = selection.roots[index]
        # The selection is part of the key by identity: it lives as long as its document is kept, and the plan
        # holds on to it so that the identity is not given to another.
        shaped = tuple(shape(each, arguments[each.slot]) for each in selection.slots_of(root))
        key = (id(selection), index, scope, shaped)
        plan = self._plans.get(key)
        if plan is None or plan.selection is not selection:
            plan = self.compiler.compile(selection, root, arguments, scope)
            self._plans.put(key, plan)
        return plan

    async def _fetch(self, prepared: Sequence[Prepared]) -> list[Any]:
        """Return per root field the values of its record, or the exception that kept them away."""
        reads: list[Awaitable[Any]] = []
        for each in prepared:
            if each.plan is not None and each.parameters is not None:
                reads.append(self._read_one(each.plan, each.parameters))
        values = iter([await reads[0]] if len(reads) == 1 else await asyncio.gather(*reads))
        return [
            each.failure if each.failure is not None else (next(values) if each.plan is not None else None)
            for each in prepared
        ]

    async def _read_one(self, plan: Plan, parameters: Mapping[str, Any]) -> Any:
        try:
            record = await self.store.read(plan.text, parameters)
            return record if plan.work is None else await asyncio.to_thread(plan.work, record, parameters)
        except EngineUnavailable as error:
            raise Refusal.because("ENGINE_UNAVAILABLE", str(error), 503) from error
        except StoreError as error:
            log.warning("a statement failed: %s", error)
            return error
