"""Runs the fields of a mutation one after the other, each followed by one read of what its answer selects."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from api.mutations import Mutation, MutationCall, MutationOutcome
from graph.access import Caller
from graph.compile.asked.arguments import Arguments
from graph.compile.asked.selection import Selected, Selection
from graph.compile.errors import AskError
from graph.compile.plan import Compiler, Request
from graph.compile.reader import TYPE_KEY
from graph.store.errors import StoreError

log = logging.getLogger(__name__)


class Reads(Protocol):
    """What is needed of a store to read what an answer selects."""

    async def read(self, text: str, parameters: Mapping[str, object], /) -> list[Any]:
        """Return the values of the one record of a statement."""
        ...


class Mutating:
    """One mutation under way."""

    def __init__(
        self,
        mutations: Mapping[str, Mutation],
        compiler: Compiler,
        store: Reads,
        selection: Selection,
        request: Request,
        now: Callable[[], dt.datetime],
    ) -> None:
        """`now` is asked for each field, so that what one request does is kept in its order."""
        self.mutations = mutations
        self.compiler = compiler
        self.store = store
        self.selection = selection
        self.request = request
        self.now = now

    async def run(self) -> dict[str, Any]:
        """Return what each field came to, by response key: its answer, or the exception that kept it away.

        One that fails does not keep the next from being run, as the specification of GraphQL has it.
        """
        made: dict[str, Any] = {}
        for root in self.selection.roots:
            if root.definition is None:
                continue
            try:
                made[root.key] = await self._field(root)
            except (AskError, StoreError) as failure:
                log.warning("the mutation %s failed: %s", root.name, failure)
                made[root.key] = failure
        return made

    async def _field(self, root: Selected) -> dict[str, Any]:
        caller: Caller = self.request.caller
        arguments: Sequence[Arguments] = self.request.arguments
        call = MutationCall(arguments[root.slot], caller, self.request.today, self.now())
        outcome = await self.mutations[root.name](call)
        answer: dict[str, Any] = {TYPE_KEY: outcome.type_name}
        for each in root.children.get(outcome.type_name, ()):
            if each.definition is not None:
                answer[each.key] = await self._value(each, outcome)
        return answer

    async def _value(self, each: Selected, outcome: MutationOutcome) -> Any:
        node = outcome.nodes.get(each.name)
        if node is None:
            return outcome.values[each.name]
        plan = self.compiler.compile_node(
            self.selection, each, *node, list(self.request.arguments), self.request.caller.scope
        )
        parameters = plan.bind(self.request, self.compiler.bounds)
        return plan.fetch(await self.store.read(plan.text, parameters), parameters)
