from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest_asyncio

from api.app import create_app, prepare
from api.graphql.asked import Question
from api.graphql.execute import Engine
from api.schema.build import executable_schema
from api.schema.computed import COMPUTED_FIELDS
from api.schema.worked import WORKED_LISTS
from api.settings import Settings
from graph.access import ADMINISTRATOR, Caller
from graph.compile.plan import Compiler
from graph.model.registry import registry_model
from graph.store.store import Store
from tests.api.api_little import TODAY, little_registry, put
from tests.servers.under_test import EngineUnderTest
from tests.servers.wipe import wipe_data

SCHEMA = Path(__file__).parents[2] / "api" / "schema.graphql"
Ask = Callable[..., Any]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def little(store: Store) -> AsyncIterator[Store]:
    """The store with the little registry in it."""
    await wipe_data(store)
    await prepare(store)
    await put(store, *little_registry())
    yield store


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def asking(little: Store) -> Engine:
    """What answers questions over the little registry on 1 April 2026."""
    return Engine(
        executable_schema(SCHEMA.read_text(encoding="utf-8")),
        Compiler(registry_model(), [each.compiled for each in COMPUTED_FIELDS], worked_lists=WORKED_LISTS),
        little,
        today=lambda: TODAY,
    )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ask(asking: Engine) -> Ask:
    """Ask a question in both completions and return the answer, which must be the same."""

    async def asked(document: str, variables: dict[str, Any] | None = None, caller: Caller = ADMINISTRATOR) -> Any:
        question = Question(document, variables)
        answer = await asking.answer(question, caller)
        ordinary = await asking.answer(question, caller, pass_through=False)
        assert answer.body == ordinary.body
        return orjson.loads(answer.body)

    return asked


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def client(engine: EngineUnderTest, little: Store) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client of the whole application over the little registry."""
    given = engine.settings
    settings = Settings(
        neo4j_uri=given.uri,
        neo4j_user=given.user,
        neo4j_password=given.password,
        neo4j_database=given.database,
        data_dir=given.data_dir,
        today_fixed=TODAY,
        statement_timeout=given.read_timeout,
    )
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://registry") as client:
            yield client
