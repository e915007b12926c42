"""The seeded graph in an engine, ready to be asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from api.graphql.asked import Question
from api.graphql.execute import Engine
from api.schema.build import executable_schema
from api.schema.computed import COMPUTED_FIELDS
from api.schema.worked import WORKED_LISTS
from graph.access import ADMINISTRATOR
from graph.compile.plan import Compiler
from graph.store.store import Store
from tests.seeded.cursors import Cursors, collect_cursors
from tests.seeded.graph import SeededGraph
from tests.seeded.values import TODAY

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


async def registry_over(store: Store, graph: SeededGraph, cursors: Cursors | None = None) -> Registry:
    """Return the registry over a store that holds the graph.

    A cursor is the same whichever engine gave it out, so those collected from one can be given for another.
    """
    compiler = Compiler(graph.model, [each.compiled for each in COMPUTED_FIELDS], worked_lists=WORKED_LISTS)
    engine = Engine(executable_schema(SCHEMA_TEXT), compiler, store, today=lambda: TODAY)
    registry = Registry(graph, engine, cursors or Cursors())
    return registry if cursors else replace(registry, cursors=await collect_cursors(graph.model, registry.ask))
