"""Prepared questions to which the demonstration has nothing to show, asked of registries that have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
import pytest_asyncio

from api.app import prepare
from api.graphql.asked import Question
from api.graphql.execute import Engine
from api.schema.build import executable_schema
from api.schema.computed import COMPUTED_FIELDS
from api.schema.worked import WORKED_LISTS
from graph.access import ADMINISTRATOR
from graph.compile.plan import Compiler
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from graph.store.store import Store
from queries.findings.recording import Recorder
from queries.gap_rules.catalogue import load_rules
from queries.gap_rules.examples import EXAMPLE_DAY, load_examples
from queries.prepared.catalogue import load_questions
from queries.prepared.columns import flat_answer
from tests.api.api_little import put
from tests.servers.wipe import wipe_data

SCHEMA = Path(__file__).parents[2] / "api" / "schema.graphql"
D = dt.date
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
EMPTY = [question for question in load_questions() if question.example.rows == 0]
GAPS = [question for question in EMPTY if question.table == "findings"]
ASKED = {question.name: question for question in EMPTY}


def small_registry() -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """A council gives a dataset with NHS numbers to a company under an agreement that a trust signed late."""
    make = Records(registry_model())
    nodes = [
        make.node("Organisation", "o:council", name="Alpha Council", kind="LOCAL_AUTHORITY"),
        make.node("Organisation", "o:trust", name="Beta Trust", kind="NHS_TRUST"),
        make.node("Organisation", "o:company", name="Gamma Ltd", kind="COMPANY"),
        make.node("Organisation", "o:abroad", name="Delta Institute", kind="UNIVERSITY", jurisdiction="France"),
        make.node(
            "Agreement", "a:care", reference="A1", title="Care agreement", state="SIGNED", visibility="PUBLIC",
            startsOn=D(2025, 1, 1), endsOn=D(2026, 12, 31),
        ),
        make.node("Party", "p:council", role="CONTROLLER"),
        make.node("Party", "p:trust", role="CONTROLLER"),
        make.node("Signature", "s:council", signedOn=D(2024, 12, 1)),
        make.node("Signature", "s:trust", signedOn=D(2025, 3, 1)),
        make.node("Post", "post:lead", title="Head of sharing", to=D(2026, 9, 30)),
        make.node(
            "Assurance", "dspt:trust", title="DSPT 24/25: Beta Trust", standard="DSPT", status="NOT_MET",
            statusStated="24/25 Standards Not Met", issuedOn=D(2025, 6, 30),
        ),
        make.node("Dataset", "d:care", title="Care plans"),
        make.node("DataElement", "e:nhs", code="nhs-number", title="NHS number"),
        make.node("Flow", "f:company", title="Care plans to Gamma", state="LIVE", identifiability="IDENTIFIABLE"),
        make.node("Flow", "f:abroad", title="Care plans to Delta", state="LIVE", countries=["FR"]),
        make.node("Flow", "f:trust", title="Care plans to Beta", state="LIVE"),
        make.node("Source", "nhs-digital-register", title="A register", visibility="PUBLIC"),
        make.node("Edition", "e:april", title="April"),
    ]  # fmt: skip
    edges = [
        make.edge(kind, (start, a), (end, b))
        for kind, start, a, end, b in (
            ("OF", "Party", "p:council", "Organisation", "o:council"),
            ("OF", "Party", "p:trust", "Organisation", "o:trust"),
            ("IN", "Party", "p:council", "Agreement", "a:care"),
            ("IN", "Party", "p:trust", "Agreement", "a:care"),
            ("FOR_PARTY", "Signature", "s:council", "Party", "p:council"),
            ("FOR_PARTY", "Signature", "s:trust", "Party", "p:trust"),
            ("LEADS", "Post", "post:lead", "Agreement", "a:care"),
            ("AT", "Post", "post:lead", "Organisation", "o:council"),
            ("HELD_BY", "Assurance", "dspt:trust", "Organisation", "o:trust"),
            ("CONTAINS", "Dataset", "d:care", "DataElement", "e:nhs"),
            ("OF_SOURCE", "Edition", "e:april", "Source", "nhs-digital-register"),
            ("WITHDRAWS", "Edition", "e:april", "Organisation", "o:company"),
            *(
                each
                for flow, to in (("f:company", "o:company"), ("f:abroad", "o:abroad"), ("f:trust", "o:trust"))
                for each in (
                    ("DISCLOSES", "Organisation", "o:council", "Flow", flow),
                    ("RECEIVED_BY", "Flow", flow, "Organisation", to),
                    ("CARRIES", "Flow", flow, "Dataset", "d:care"),
                    ("GOVERNED_BY", "Flow", flow, "Agreement", "a:care"),
                )
            ),
        )
    ]
    return nodes, edges


@pytest_asyncio.fixture(loop_scope="session")
async def rows(store: Store) -> Rows:
    """Asks a question by its name over an emptied registry, on the day on which rules are tried."""
    await wipe_data(store)
    await prepare(store)
    compiler = Compiler(registry_model(), [each.compiled for each in COMPUTED_FIELDS], worked_lists=WORKED_LISTS)
    engine = Engine(executable_schema(SCHEMA.read_text(encoding="utf-8")), compiler, store, today=lambda: EXAMPLE_DAY)

    async def asked(name: str) -> list[dict[str, Any]]:
        question = ASKED[name]
        answer = await engine.answer(Question(question.document, question.variables()), ADMINISTRATOR)
        body = orjson.loads(answer.body)
        assert "errors" not in body
        return flat_answer(question, body["data"]).records()

    return asked


def shown(found: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in found]


async def test_signatures_assurance_posts_companies_and_what_was_dropped(store: Store, rows: Rows) -> None:
    await put(store, *small_registry())
    assert shown(await rows("signed-after-effect"), "reference", "startsOn", "parties", "signedOn") == [
        ("A1", "2025-01-01", "Alpha Council; Beta Trust", "2024-12-01; 2025-03-01")
    ]
    assert shown(await rows("partners-below-standard"), "reference", "bodies", "roles", "assurances", "results") == [
        ("A1", "Beta Trust", "CONTROLLER", "DSPT 24/25: Beta Trust", "24/25 Standards Not Met")
    ]
    assert shown(await rows("posts-falling-vacant"), "reference", "posts", "bodies", "lastDays") == [
        ("A1", "Head of sharing", "Alpha Council", "2026-09-30")
    ]
    # What goes to the trust goes neither to a company nor abroad.
    assert shown(await rows("items-to-companies-or-abroad"), "recipient", "recipientKind", "countries", "datasets") == [
        ("Delta Institute", "UNIVERSITY", "FR", "Care plans"),
        ("Gamma Ltd", "COMPANY", None, "Care plans"),
    ]
    assert shown(await rows("listed-no-longer"), "body", "editions", "sources") == [
        ("Gamma Ltd", "April", "A register")
    ]


async def test_every_gap_shows_what_its_rules_find(store: Store, rows: Rows) -> None:
    """In the examples of the rules themselves, all loaded together and recorded as a nightly run does."""
    wanted = {name for question in GAPS for name in question.variables()["rules"]}
    rules = [rule for rule in load_rules() if rule.id in wanted]
    await load_examples(store, rules, registry_model())
    now = dt.datetime(2026, 4, 1, 5, tzinfo=dt.UTC)
    await Recorder(store, registry_model(), "a test").record_all(rules, EXAMPLE_DAY, now)
    messages = {rule.id: {message for example in rule.examples for message in example.finds.values()} for rule in rules}
    for question in GAPS:
        found = await rows(question.name)
        said = {message for name in question.variables()["rules"] for message in messages[name]}
        # A rule may find the same in the examples of another, under the names it has there.
        assert said <= {row["finding"] for row in found}, question.name
        assert all(row["remedy"] and row["citation"] for row in found), question.name
        assert {row["key"].partition(":")[0] for row in found} == set(question.variables()["rules"]), question.name


def test_these_are_all_the_questions_without_a_row_on_the_demonstration() -> None:
    others = {
        *("signed-after-effect", "partners-below-standard", "posts-falling-vacant", "items-to-companies-or-abroad"),
        "listed-no-longer",
    }
    asked_elsewhere = {
        "asked-more-than-once"
    }  # test_routes_and_side_by_side.py has `askOnce` over a registry of its own
    assert {question.name for question in EMPTY} == others | asked_elsewhere | {question.name for question in GAPS}
