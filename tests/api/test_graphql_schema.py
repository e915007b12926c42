"""The schema: checked in as made, described throughout, and grown by a declaration alone."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import orjson
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
)

from api.graphql.asked import Question
from api.graphql.execute import Engine
from api.schema.build import executable_schema, schema_text
from graph.access import ADMINISTRATOR, PUBLIC
from graph.compile.plan import Compiler
from graph.model.records import Records
from graph.model.registry import load_model, registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store
from tests.api.api_little import put

SCHEMA = Path(__file__).parents[2] / "api" / "schema.graphql"


def test_the_checked_in_schema_is_current() -> None:
    """Where this fails: `isa schema > api/schema.graphql`, and read what changed."""
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(registry_model())


def test_everything_is_described() -> None:
    bare: list[str] = []
    for name, kind in build_schema(SCHEMA.read_text(encoding="utf-8")).type_map.items():
        if name.startswith("__") or name in ("String", "Int", "Float", "Boolean", "ID"):
            continue
        if not kind.description:
            bare.append(name)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                if not field.description:
                    bare.append(f"{name}.{field_name}")
                for argument, definition in getattr(field, "args", {}).items():
                    if not definition.description:
                        bare.append(f"{name}.{field_name}({argument}:)")
        if isinstance(kind, GraphQLEnumType):
            bare += [f"{name}.{value}" for value, each in kind.values.items() if not each.description]
    assert bare == []


NEW_TYPE = """
from graph.model.declaration import Condition, Edge, Link, Node
from graph.model.property import CodeList, code, day, text
from graph.model.row_scope import Follows

GRAVITY = CodeList("BreachGravity", "How grave it is.", {"MINOR": "Minor.", "GRAVE": "Grave."})

NODE = Node(
    label="Breach",
    plural="breaches",
    caption="title",
    description="A personal data breach.",
    properties=(
        text("title", "What happened.", required=True, order=True, search=True),
        code("gravity", GRAVITY, "Gravity."),
        day("foundOn", "When it was found.", order=True),
    ),
    edges=(
        Edge("BREACH_OF", ("Agreement",), "The agreement it touches.",
             out=Link("agreement", "The agreement it touches.", many=False),
             back=Link("breaches", "Breaches that touch it.")),
    ),
    conditions=(Condition("STALE", "Found more than a year ago.", "this.foundOn < $today - duration({years: 1})"),),
    scope=Follows(paths=("(this)-[:BREACH_OF]->(:Agreement)",)),
    default_order="title",
)
"""


async def test_a_new_node_type_is_one_file(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Constraints, indexes, records, GraphQL type, filter, order, condition, scope, search: from the declaration."""
    package = tmp_path / "added_nodes"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "breach.py").write_text(dedent(NEW_TYPE))
    monkeypatch.syspath_prepend(tmp_path)
    model = load_model("graph.model.nodes", "added_nodes")
    try:
        await ensure_schema(store, model.schema_plan)
        make = Records(model)
        nodes = [
            make.node("Agreement", "new:open", title="Open", state="SIGNED", visibility="PUBLIC"),
            make.node("Agreement", "new:closed", title="Closed", state="SIGNED", visibility="PARTIES"),
            make.node("Breach", "b:1", title="Lost laptop", gravity="GRAVE", foundOn=dt.date(2024, 5, 1)),
            make.node("Breach", "b:2", title="Wrong envelope", gravity="MINOR", foundOn=dt.date(2026, 3, 1)),
        ]
        edges = [
            make.edge("BREACH_OF", ("Breach", "b:1"), ("Agreement", "new:open")),
            make.edge("BREACH_OF", ("Breach", "b:2"), ("Agreement", "new:closed")),
        ]
        await put(store, nodes, edges)
        engine = Engine(
            executable_schema(schema_text(model)), Compiler(model), store, today=lambda: dt.date(2026, 4, 1)
        )

        async def ask(document: str, caller: Any = ADMINISTRATOR) -> Any:
            return orjson.loads((await engine.answer(Question(document), caller)).body)["data"]

        listed = "{ breaches(orderBy: [{foundOn: DESC}]) { nodes { title gravity conditions agreement { title } } } }"
        assert (await ask(listed))["breaches"]["nodes"] == [
            {"title": "Wrong envelope", "gravity": "MINOR", "conditions": [], "agreement": {"title": "Closed"}},
            {"title": "Lost laptop", "gravity": "GRAVE", "conditions": ["STALE"], "agreement": {"title": "Open"}},
        ]
        assert [n["title"] for n in (await ask(listed, PUBLIC))["breaches"]["nodes"]] == ["Lost laptop"]
        found = await ask("{ breaches(where: {gravity: {eq: GRAVE}, conditions: {has: STALE}}) { totalCount } }")
        assert found == {"breaches": {"totalCount": 1}}
        back = await ask('{ agreement(id: "new:open") { breaches { nodes { title } } } }')
        assert back == {"agreement": {"breaches": {"nodes": [{"title": "Lost laptop"}]}}}
        hits = await ask('{ search(text: "laptop", kinds: [BREACH]) { hits { node { caption } } } }')
        assert hits == {"search": {"hits": [{"node": {"caption": "Lost laptop"}}]}}
    finally:
        sys.modules.pop("added_nodes", None)
        sys.modules.pop("added_nodes.breach", None)
        await store.run_alone("MATCH (n) WHERE n.key STARTS WITH 'new:' OR n:Breach DETACH DELETE n")
        await ensure_schema(store, registry_model().schema_plan)
