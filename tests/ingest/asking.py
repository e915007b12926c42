"""Puts questions in GraphQL to a registry, as the server does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from graphql import GraphQLSchema

from api.graphql.asked import Question
from api.graphql.execute import Engine
from api.schema.build import executable_schema
from api.schema.computed import COMPUTED_FIELDS
from api.schema.worked import WORKED_LISTS
from graph.access import ADMINISTRATOR, Caller
from graph.compile.plan import Compiler
from graph.model.registry import registry_model
from graph.store.store import Store

TODAY = dt.date(2026, 11, 22)
Ask = Callable[..., Awaitable[dict[str, Any]]]


def asker(store: Store) -> Ask:
    """Return what asks: a document, who asks (an administrator where nothing is said), and the variables."""
    schema, compiler = _compiling()
    engine = Engine(schema, compiler, store, today=lambda: TODAY)

    async def asked(document: str, caller: Caller = ADMINISTRATOR, **variables: Any) -> dict[str, Any]:
        body = orjson.loads((await engine.answer(Question(document, variables), caller)).body)
        assert "errors" not in body, body
        data: dict[str, Any] = body["data"]
        return data

    return asked


@lru_cache(maxsize=1)
def _compiling() -> tuple[GraphQLSchema, Compiler]:
    text = (Path(__file__).parents[2] / "api" / "schema.graphql").read_text(encoding="utf-8")
    computed = [each.compiled for each in COMPUTED_FIELDS]
    return executable_schema(text), Compiler(registry_model(), computed, worked_lists=WORKED_LISTS)
