"""The web application: GraphQL, explorer, pages and health over one store."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from fastapi.middleware.cors import CORSMiddleware
from graphql import GraphQLSchema

from alerts.asking import Ask
from alerts.links import Links
from api.alerts.feeds import feeds_router
from api.alerts.questions import OWN_BOUNDS, asking_as
from api.auth.caller import caller_of
from api.findings.forms import GivenAnswer, give_answer
from api.findings.page import Wanted, findings_page
from api.graphql.admission import Admission
from api.graphql.execute import Engine
from api.graphql.http import graphql_router
from api.health import health_router
from api.holdings.decisions import GivenDecision, OpenNames, give_decision, open_names
from api.limits import Limits
from api.monitoring import monitoring_router
from api.mutations import mutations
from api.pages.alert_answers import answer_pages
from api.pages.assets import StaticFiles
from api.pages.explore import explore_router
from api.pages.findings import findings_pages
from api.pages.holders import holders_page
from api.pages.names import names_page
from api.pages.questions import question_pages
from api.pages.security import SecurityHeaders
from api.pages.start import RegistrySummary, start_router
from api.questions.asking import PreparedQuestions
from api.questions.folder import offered_questions
from api.questions.http import ABOUT_ANSWERS, questions_router
from api.questions.warming import warming
from api.requests.forms import NotTaken
from api.requests.id import HEADER as REQUEST_ID
from api.requests.id import RequestIds
from api.schema.build import executable_schema
from api.schema.computed import COMPUTED_FIELDS
from api.schema.worked import WORKED_LISTS
from api.settings import Settings
from api.summary import registry_summary
from graph.access import ADMINISTRATOR, Caller, Role
from graph.compile.asked.bounds import Bounds
from graph.compile.plan import Compiler
from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.migrations.runner import migrate
from graph.store.opening import open_store
from graph.store.store import Store
from graph.vocabulary.catalogue import vocabulary
from graph.vocabulary.load import load_vocabulary
from queries.prepared.validation import validate_questions

SCHEMA_FILE = Path(__file__).with_name("schema.graphql")


def make_engine(
    settings: Settings, store: Store, bounds: Bounds | None = None, schema: GraphQLSchema | None = None
) -> Engine:
    """Return what answers questions over a store, within the limits of the settings.

    `bounds` are for questions that the software itself asks, whose pages no caller chose; `schema` is that of another
    engine, since it takes long to make.
    """
    return Engine(
        schema=schema or executable_schema(SCHEMA_FILE.read_text(encoding="utf-8")),
        compiler=Compiler(
            registry_model(),
            [each.compiled for each in COMPUTED_FIELDS],
            bounds or Bounds(page=settings.max_page_size),
            WORKED_LISTS,
        ),
        store=store,
        limits=Limits(
            depth=settings.max_depth,
            aliases=settings.max_aliases,
            tokens=settings.max_tokens,
            root_fields=settings.max_root_fields,
        ),
        today=settings.today,
        mutations=mutations(store, registry_model()),
    )


async def prepare(store: Store) -> None:
    """Bring an engine to what this version of the software needs: migrations, constraints, indexes, the vocabulary."""
    await migrate(store)
    await ensure_schema(store, registry_model().schema_plan)
    await load_vocabulary(store, registry_model(), vocabulary())


def create_app(settings: Settings) -> FastAPI:
    """Return the application. Its lifespan opens the store and closes it.

    Starting raises StoreError where no engine can be used, and QuestionError where a prepared question does not
    fit the schema.
    """
    questions = offered_questions(settings)
    opened: dict[str, tuple[Store, Engine]] = {}

    def current() -> tuple[Store, Engine]:
        return opened["now"]

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_store(settings.store_settings()) as store:
            await prepare(store)
            engine = make_engine(settings, store)
            validate_questions(questions, engine.schema)
            opened["now"] = (store, engine)
            opened["alerts"] = (store, make_engine(settings, store, OWN_BOUNDS, engine.schema))
            app.state.store, app.state.engine = store, engine
            async with warming(prepared, prepared.offered(ADMINISTRATOR)):
                yield
        opened.clear()

    prepared = PreparedQuestions(questions, lambda: current()[1], lambda: current()[0])

    async def summary() -> RegistrySummary:
        store, engine = current()
        return await registry_summary(engine, store.engine)

    app = FastAPI(title="Registry of information sharing agreements", lifespan=lifespan, openapi_url=None)
    admission = Admission(settings.free_questions, prepared.find)
    app.include_router(graphql_router(lambda: current()[1], admission, caller_of))
    app.include_router(health_router(lambda: current()[0]))
    app.include_router(monitoring_router(lambda: current()[0], lambda: dt.datetime.now(tz=dt.UTC)))
    app.include_router(questions_router(prepared, caller_of))
    app.include_router(question_pages(prepared, lambda: current()[1], caller_of))
    app.include_router(holders_page(lambda: current()[1], caller_of))
    app.include_router(explore_router(questions))

    async def findings(caller: Caller, wanted: Wanted, body: str | None) -> Mapping[str, Any]:
        return await findings_page(current()[1], caller, wanted, body)

    async def answer(caller: Caller, given: GivenAnswer) -> NotTaken | None:
        return await give_answer(current()[1], caller, given)

    app.include_router(findings_pages(findings, answer, caller_of))

    async def names(everything: bool) -> OpenNames:
        return await open_names(current()[0], everything)

    async def decide(caller: Caller, given: GivenDecision) -> NotTaken | None:
        return await give_decision(current()[1], caller, given)

    app.include_router(names_page(names, decide, caller_of))
    links = Links(settings.address(), settings.link_secret)

    def ask_for(body: str) -> Ask:
        return asking_as(Caller(Role.MEMBER, (body,)), opened["alerts"][1], questions)

    app.include_router(feeds_router(links, ask_for, settings.today))
    app.include_router(answer_pages(settings.link_secret, lambda: current()[0], settings.today))
    app.include_router(start_router(summary, questions))

    @app.get("/schema.graphql", include_in_schema=False)
    async def schema() -> Response:
        """The schema in the schema definition language."""
        return Response(SCHEMA_FILE.read_bytes(), media_type="text/plain; charset=utf-8")

    app.mount("/static", StaticFiles())
    app.add_middleware(SecurityHeaders)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Content-Type", "If-None-Match", REQUEST_ID],
            expose_headers=["ETag", "Link", "Retry-After", REQUEST_ID, *ABOUT_ANSWERS],
        )
    app.add_middleware(RequestIds)
    return app
