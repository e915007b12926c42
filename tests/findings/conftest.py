"""A registry of three bodies and two flows, and one rule over it that a test can make fire."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from graph.model.records import Records
from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store
from queries.findings.recording import Recorder
from queries.gap_rules.catalogue import Rule, load_rules
from tests.servers.wipe import wipe_data

TODAY = dt.date(2026, 4, 1)
NOW = dt.datetime(2026, 4, 1, 5, tzinfo=dt.UTC)

SUSPENDED_FLOW = """\
title: Flow that is suspended
area: Flows
severity: warning
strength: practice
message: "{flow} from {giver} is suspended."
why: Somebody waits for the data. Nobody says so.
remedy: Start it again, or end it.
citation: Practice
evidence: CONFIRMED
nodes: {flow: Flow, giver: Organisation}
subject: flow
match: |
  MATCH (giver:Organisation)-[:DISCLOSES]->(flow:Flow)
  WHERE flow.state = 'SUSPENDED'
path:
  - (giver)-[:DISCLOSES]->(flow)
count: |
  MATCH (flow:Flow)
examples:
  - name: suspended
    nodes: {a: {is: Organisation, name: Alpha}, f: {is: Flow, title: There, state: SUSPENDED}}
    edges: [a DISCLOSES f]
    finds: {f: There from Alpha is suspended.}
  - name: live
    nodes: {a: {is: Organisation, name: Alpha}, f: {is: Flow, title: There, state: LIVE}}
    edges: [a DISCLOSES f]
    finds: {}
"""


@pytest.fixture
def rules(tmp_path: Path) -> tuple[Rule, ...]:
    (tmp_path / "suspended-flow.yaml").write_text(SUSPENDED_FLOW, encoding="utf-8")
    return load_rules(tmp_path)


@pytest_asyncio.fixture
async def registry(store: Store) -> AsyncIterator[Store]:
    """Alpha gives to Beta under an agreement that Gamma leads on; Beta gives back under none. Both are suspended."""
    await wipe_data(store)
    await ensure_schema(store, registry_model().schema_plan)
    make = Records(registry_model())
    nodes = [
        *(make.node("Organisation", f"o:{name.lower()}", name=name) for name in ("Alpha", "Beta", "Gamma")),
        make.node("Agreement", "a:1", title="Care", state="SIGNED", visibility="PARTIES"),
        make.node("Flow", "f:there", title="There", state="SUSPENDED"),
        make.node("Flow", "f:back", title="Back", state="SUSPENDED"),
        make.node("Post", "p:ig", title="IG lead", mailbox="ig@gamma.example"),
    ]
    edges = [
        ("DISCLOSES", ("Organisation", "o:alpha"), ("Flow", "f:there")),
        ("RECEIVED_BY", ("Flow", "f:there"), ("Organisation", "o:beta")),
        ("GOVERNED_BY", ("Flow", "f:there"), ("Agreement", "a:1")),
        ("LED_BY", ("Agreement", "a:1"), ("Organisation", "o:gamma")),
        ("DISCLOSES", ("Organisation", "o:beta"), ("Flow", "f:back")),
        ("RECEIVED_BY", ("Flow", "f:back"), ("Organisation", "o:alpha")),
    ]
    await store.write(
        [
            *(
                (f"CREATE (n:{n.label} {{key: $key}}) SET n += $values", {"key": n.key, "values": dict(n.properties)})
                for n in nodes
            ),
            *(
                (
                    f"MATCH (a:{start[0]} {{key: $a}}) MATCH (b:{end[0]} {{key: $b}}) CREATE (a)-[:{kind}]->(b)",
                    {"a": start[1], "b": end[1]},
                )
                for kind, start, end in edges
            ),
        ]
    )
    yield store


def recorder(store: Store) -> Recorder:
    return Recorder(store, registry_model(), "a test")


async def set_state(store: Store, flow: str, state: str) -> None:
    await store.write([("MATCH (f:Flow {key: $key}) SET f.state = $state", {"key": flow, "state": state})])


async def standing(store: Store) -> list[list[Any]]:
    """Key, state, baseline and how often it was reopened, of every finding."""
    [rows] = await store.read(
        "MATCH (f:Finding) WITH f ORDER BY f.key RETURN collect([f.key, f.state, f.baseline, f.timesReopened])", {}
    )
    return list(rows)


async def trend(store: Store) -> list[list[Any]]:
    """Body, day, how many findings stood and how many of each severity, of every number kept of a body."""
    [rows] = await store.read(
        "MATCH (t:BodyTotal)-[:TALLIED_FOR]->(b:Organisation) WITH t, b ORDER BY t.key "
        "RETURN collect([b.key, toString(t.on), t.found, [t.blockers, t.errors, t.warnings, t.infos]])",
        {},
    )
    return list(rows)


async def history(store: Store, finding: str) -> list[list[Any]]:
    """Property, before, after, reason and who, of every change of a finding, early to late."""
    [rows] = await store.read(
        "MATCH (c:Change)-[:OF_NODE]->(:Finding {key: $key}) WITH c ORDER BY c.at, c.key "
        "RETURN collect([c.property, c.before, c.after, c.reason, c.by])",
        {"key": finding},
    )
    return list(rows)
