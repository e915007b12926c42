"""`isa check` for programs and by body, and what it says of options that do not go together."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from api.cli.application import run
from api.cli.check_files import sarif_text
from api.cli.check_tables import write_by_body
from queries.findings.running import Chain, Finding, FoundNode, RuleResult
from queries.gap_rules.catalogue import Rule
from queries.gap_rules.cypher import PathEdge

DAY = dt.date(2026, 4, 1)
ALPHA = FoundNode("Organisation", "o:alpha", "Alpha")


def result(rule: Rule) -> RuleResult:
    flow = FoundNode("Flow", "f:1", "There")
    path = Chain((ALPHA, flow), (PathEdge("DISCLOSES", outward=True),))
    finding = Finding("suspended-flow:Flow:f:1", flow, "There from Alpha is suspended.", (path,), (ALPHA, flow))
    return RuleResult(rule, (finding,), 3)


def test_sarif_holds_rule_finding_and_path(rules: tuple[Rule, ...]) -> None:
    told = json.loads(sarif_text([result(rules[0])], DAY))
    assert (told["version"], told["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    [ran] = told["runs"]
    [rule] = ran["tool"]["driver"]["rules"]
    assert (rule["id"], rule["defaultConfiguration"]) == ("suspended-flow", {"level": "warning"})
    assert ran["results"] == [
        {
            "ruleId": "suspended-flow",
            "ruleIndex": 0,
            "level": "warning",
            "message": {"text": "There from Alpha is suspended."},
            "fingerprints": {"finding/v1": "suspended-flow:Flow:f:1"},
            "locations": [
                {"logicalLocations": [{"name": "There", "fullyQualifiedName": "Flow:f:1", "kind": "object"}]}
            ],
            "graphs": [
                {
                    "nodes": [
                        {"id": "n1", "label": {"text": "Organisation: Alpha"}},
                        {"id": "n2", "label": {"text": "Flow: There"}},
                    ],
                    "edges": [{"id": "e1", "sourceNodeId": "n1", "targetNodeId": "n2", "label": {"text": "DISCLOSES"}}],
                }
            ],
        }
    ]


def test_the_table_by_body_counts_a_finding_for_each_body_it_concerns(
    rules: tuple[Rule, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    bodies = {("Flow", "f:1"): ["o:alpha", "o:beta"]}
    write_by_body([result(rules[0])], bodies, {"o:alpha": "Alpha", "o:beta": "Beta"})
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[:3] == [
        ["body", "key", "blocker", "error", "warning", "info"],
        ["Alpha", "o:alpha", "0", "0", "1", "0"],
        ["Beta", "o:beta", "0", "0", "1", "0"],
    ]
    assert " ".join(word for line in lines[3:] for word in line).startswith(
        "Findings: 1; bodies they concern: 2. One may concern several, and 0 concern none"
    )


def test_options_that_say_how_to_keep_ask_for_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISA_DATA_DIR", str(tmp_path))
    assert run(["check", "--baseline"]) == 2
    assert "Give --record with them." in capsys.readouterr().err
    assert run(["check", "--record", "--around", "f:1"]) == 2
    assert "--around f:1 names no node. Write its type and key" in capsys.readouterr().err
