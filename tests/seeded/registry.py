"""The seeded graph in an engine, ready to be asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from api.graphql.execute import Engine, Question
from api.schema.build import executable_schema
from api.schema.computed import COMPUTED_FIELDS
from graph.access import ADMINISTRATOR, Caller
from graph.compile.plan import Compiler
from graph.store.store import Store
from seeded.cursors import Cursors, collect_cursors
from seeded.graph import SeededGraph
from seeded.operations import Operation, Operations
from seeded.values import TODAY

SCHEMA_TEXT = (Path(__file__).parents[2] / "api" / "schema.graphql").read_text()


@dataclass(frozen=True)
class Registry:
    """The seeded graph in an engine, what answers questions about it, and the cursors it gave out."""

    graph: SeededGraph
    engine: Engine
    cursors: Cursors

    async def ask(self, text: str) -> Any:
        """Return the data of a question's answer, asked as the administrator and without any error."""
        answer = await self.engine.answer(Question(text), ADMINISTRATOR)
        body = json.loads(answer.body)
        assert "errors" not in body, (text, body["errors"])
        return body["data"]


def callers_of(registry: Registry, seed: int, *, every_caller: bool) -> tuple[Caller, ...]:
    """Return who asks the operation of a seed: every caller, or one, each in turn.

    A database plans an operation anew for each scope, which is nearly all the time such a test takes.
    """
    callers = tuple(registry.graph.callers)
    return callers if every_caller else (callers[seed % len(callers)],)


class SharedOperations:
    """The random operations that several tests ask: each is planned once by a database, which takes most of the time.

    `judged` is one an independent oracle can answer. `daring` is now and then one with mistakes in it, or a search,
    and otherwise the same.
    """

    def __init__(self, registry: Registry) -> None:
        query = registry.engine.schema.query_type
        assert query is not None
        self._roots = sorted(set(query.fields) - {"search"})
        given = (registry.engine.schema, registry.graph, registry.cursors)
        self._right = Operations(*given, mistakes=False)
        self._wrong = Operations(*given, mistakes=True)

    def judged(self, seed: int) -> Operation:
        """Return the operation of a seed, without mistakes."""
        return self._right.make(seed, self._roots)

    def daring(self, seed: int) -> Operation:
        """Return the operation of a seed, which in every eighth may hold mistakes."""
        return self._wrong.make(seed) if seed % 8 == 0 else self.judged(seed)


async def registry_over(store: Store, graph: SeededGraph, cursors: Cursors | None = None) -> Registry:
    """Return the registry over a store that holds the graph.

    A cursor is the same whichever engine gave it out, so those collected from one can be given for another.
    """
    compiler = Compiler(graph.model, [each.compiled for each in COMPUTED_FIELDS])
    engine = Engine(executable_schema(SCHEMA_TEXT), compiler, store, today=lambda: TODAY)
    registry = Registry(graph, engine, cursors or Cursors())
    return registry if cursors else replace(registry, cursors=await collect_cursors(graph.model, registry.ask))
