"""The rule files: what they say holds together, and what a wrong one is told. No engine is needed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.model.records import Records
from graph.model.registry import registry_model
from graph.vocabulary.catalogue import vocabulary
from queries.findings.among import find_among
from queries.findings.naming import labels_with_scope
from queries.gap_rules.catalogue import RULES_FOLDER, Rule, load_rules
from queries.gap_rules.cypher import CypherError, expanded, read_path
from queries.gap_rules.examples import example_records
from queries.gap_rules.rule import Evidence, RuleError, Severity, Strength
from tests.compile.portable import broken_answer_rules, broken_rules

RULES = load_rules()
RECORDS = Records(registry_model())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_keeps_to_the_portable_cypher(rule: Rule) -> None:
    for text in (rule.find, find_among(rule), rule.count):
        assert broken_rules(text) == []
        assert broken_answer_rules(text) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_fit_the_model(rule: object) -> None:
    nodes, _ = example_records(rule, RECORDS)  # type: ignore[arg-type]
    assert len({(node.label, node.key) for node in nodes}) == len(nodes)


_READ = r"(?:coalesce\((\w+)\.(\w+), '(\w+)'\)|(\w+)\.(\w+)) (?:=|<>|IN|STARTS WITH) "
_COMPARED = re.compile(_READ + r"(\[[^\]]*\]|'[^']*'|\$\w+)")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_looks_for_codes_that_there_are(rule: Rule) -> None:
    """A misspelt code is never found, and nothing else would tell."""
    text = f"{rule.text.match} {rule.text.count}"
    labels = dict(re.findall(r"\((\w+):(\w+)", text))
    entries = vocabulary().entries
    for found in _COMPARED.finditer(text):
        variable, name, default = found[1] or found[4], found[2] or found[5], found[3]
        label = labels.get(variable)
        if label is None:
            continue
        values = set(re.findall(r"'([^']*)'", found[6]))
        if parameter := rule.text.parameters.get(found[6][1:]):
            values = set(parameter.value) if isinstance(parameter.value, list) else {str(parameter.value)}
        declared = next((each for each in registry_model().properties(label) if each.name == name), None)
        if declared and declared.codes:
            assert {*values, default or min(values)} <= declared.codes.values.keys(), found[0]
        elif name == "code" and label in entries and "STARTS WITH" in found[0]:
            assert all(any(code.startswith(each) for code in entries[label]) for each in values), found[0]
        elif name == "code" and label in entries:
            assert values <= entries[label].keys(), found[0]


def test_law_that_nobody_checked_is_a_warning_at_most() -> None:
    unchecked = [r for r in RULES if r.text.evidence is Evidence.UNVERIFIED and r.text.strength is Strength.LAW]
    assert all(not rule.text.severity.at_least(Severity.ERROR) for rule in unchecked)


WRONG = [
    ("severity: error", "severity: fatal", "expired-still-flowing.yaml, line 3: severity: Input should be 'blocker',"),
    ("title: ", "titel: ", "expired-still-flowing.yaml, line 1: title: Field required"),
    (
        "{ended}",
        "{when}",
        "expired-still-flowing.yaml, line 5: message: when is no node, value or parameter of the rule",
    ),
    (
        "condition(other:Agreement, CANNOT_TELL)",
        "condition(other:Agreement, WHO_KNOWS)",
        "expired-still-flowing.yaml, line 16: match: Agreement has no condition WHO_KNOWS",
    ),
    (
        "(flows)-[:GOVERNED_BY]->(agreement)\ncount",
        "(flows)-[:CARRIES]->(agreement)\ncount",
        "expired-still-flowing.yaml, line 29: path.0: the model has no (Flow)-[:CARRIES]->(Agreement)",
    ),
    (
        "edges: [flow GOVERNED_BY agreement]",
        "edges: [flow GOVERNS agreement]",
        "expired-still-flowing.yaml, line 48: examples.1.edges.0: the model has no (Flow)-[:GOVERNS]->(Agreement)",
    ),
    ("AND flow.state = 'LIVE'", "AND flow.state = $state", "line 16: match: $state is no parameter of the rule"),
    (
        "What was agreed about purpose, retention\n  and security may no longer hold.",
        "",
        "expired-still-flowing.yaml, line 6: why: say why it matters in two sentences",
    ),
    (
        "strength: practice",
        "strength: law\nevidence: UNVERIFIED",
        "expired-still-flowing.yaml, line 13: 'evidence' stands twice",
    ),
]


@pytest.mark.parametrize(("old", "new", "told"), WRONG, ids=[told[-40:] for *_, told in WRONG])
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    source = (RULES_FOLDER / "expired-still-flowing.yaml").read_text(encoding="utf-8")
    assert old in source
    (tmp_path / "expired-still-flowing.yaml").write_text(source.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError) as fault:
        load_rules(tmp_path)
    assert told in str(fault.value)


def test_a_condition_is_written_out_with_variables_of_its_own() -> None:
    """A rule may call a flow `flow`: the flow inside the condition is another."""
    text = expanded("MATCH (flow:Flow) WHERE condition(a:Agreement, EXPIRED_STILL_FLOWING)", registry_model())
    assert "EXISTS { (a)<-[:GOVERNED_BY]-(a_flow:Flow) WHERE a_flow.state = 'LIVE'" in text
    assert "this" not in text
    assert text.startswith("MATCH (flow:Flow) WHERE (")


def test_what_a_source_collects_is_asked_of_the_rows_that_state_the_node() -> None:
    assert expanded("WHERE collects(f:Flow, optOut)", registry_model()) == (
        "WHERE EXISTS { (f)<-[:STATES]-(:Record)-[:IN_EDITION]->(:Edition)-[:OF_SOURCE]->(fSource:Source) "
        "WHERE coalesce(fSource.key, '') IN $collecting_Flow_optOut }"
    )
    with pytest.raises(CypherError, match="Flow has no colour"):
        expanded("WHERE collects(f:Flow, colour)", registry_model())


def test_a_last_day_is_judged_by_what_is_known_of_the_date() -> None:
    assert expanded("WHERE lastDay(f.ceasedOn) < $today", registry_model()) == (
        "WHERE (CASE f.ceasedOnPrecision WHEN 'YEAR' THEN f.ceasedOn + duration({years: 1}) - duration({days: 1}) "
        "WHEN 'MONTH' THEN f.ceasedOn + duration({months: 1}) - duration({days: 1}) ELSE f.ceasedOn END) < $today"
    )
    with pytest.raises(CypherError, match=r"write .* lastDay\(name.property\), not 'lastDay\(f\)"):
        expanded("WHERE lastDay(f) < $today", registry_model())


def test_a_path_is_read_both_ways() -> None:
    labels = {"body": "Organisation", "agreement": "Agreement"}
    path = read_path("(body)<-[:OF]-(:Party)-[:IN]->(agreement)", labels.get, registry_model())
    assert [(node.name, node.label) for node in path.nodes] == [
        ("body", "Organisation"),
        ("", "Party"),
        ("agreement", "Agreement"),
    ]
    assert [(edge.type, edge.outward) for edge in path.edges] == [("OF", False), ("IN", True)]


def test_all_that_rules_name_and_not_everybody_may_see_is_kept_with_their_findings() -> None:
    """A type that is missing here would be told to everybody who may see the finding."""
    others = registry_model().nodes["Finding"].names_others
    assert others is not None
    named = {node.label for rule in load_rules() for node in rule.nodes.values()}
    assert named & labels_with_scope() == set(others.to)
