"""Findings for programs: our own JSON, and SARIF 2.1.0, which code scanners and pipelines read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import orjson

from queries.findings.evidence import evidence_of
from queries.findings.running import Finding, RuleResult, caution
from queries.gap_rules.catalogue import Rule
from queries.gap_rules.changes import decision
from queries.gap_rules.rule import Severity

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_LEVELS = {Severity.BLOCKER: "error", Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def json_text(results: Sequence[RuleResult], today: dt.date) -> str:
    """Return every rule with what it found on a day."""
    return _text({"today": today.isoformat(), "rules": [_rule_as_json(result) for result in results]})


def sarif_text(results: Sequence[RuleResult], today: dt.date) -> str:
    """Return one run in SARIF: the rules, and a result a finding.

    A node of the registry is a logical location, and the path is a graph of the result. The fingerprint is the key of
    the finding, so that results are matched from run to run.
    """
    driver = {
        "name": "isa",
        "semanticVersion": version("isa-registry"),
        "rules": [_rule_as_sarif(result.rule) for result in results],
    }
    found = [
        _finding_as_sarif(result.rule, index, finding)
        for index, result in enumerate(results)
        for finding in result.findings
    ]
    run = {"tool": {"driver": driver}, "results": found, "properties": {"today": today.isoformat()}}
    return _text({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _text(answer: dict[str, Any]) -> str:
    return orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode()


def _rule_as_json(result: RuleResult) -> dict[str, Any]:
    text = result.rule.text
    return {
        "id": result.rule.id,
        "title": text.title,
        "severity": text.severity.value,
        "strength": text.strength.value,
        "citation": text.citation,
        "evidence": text.evidence.value,
        "caution": caution(result.rule),
        "decision": decision(result.rule) if result.rule.change else None,
        "covers": list(text.covers),
        "why": text.why,
        "remedy": text.remedy,
        "lookedAt": result.looked_at,
        "findings": [_finding_as_json(finding) for finding in result.findings],
    }


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "key": finding.key,
        "subject": {"type": finding.subject.label, "key": finding.subject.key, "name": finding.subject.name},
        "message": finding.message,
        "path": [
            {
                "nodes": [{"type": n.label, "key": n.key or None, "name": n.name or None} for n in chain.nodes],
                "edges": [{"type": e.type, "outward": e.outward} for e in chain.edges],
            }
            for chain in finding.path
        ],
    }


def _rule_as_sarif(rule: Rule) -> dict[str, Any]:
    text = rule.text
    said = " ".join(filter(None, (text.remedy, caution(rule))))
    return {
        "id": rule.id,
        "shortDescription": {"text": text.title},
        "fullDescription": {"text": text.why},
        "help": {"text": said},
        "defaultConfiguration": {"level": SARIF_LEVELS[text.severity]},
        "properties": {
            "severity": text.severity.value,
            "strength": text.strength.value,
            "citation": text.citation,
            "evidence": text.evidence.value,
            "tags": [text.area],
        },
    }


def _finding_as_sarif(rule: Rule, index: int, finding: Finding) -> dict[str, Any]:
    evidence = evidence_of(finding.path)
    subject = finding.subject
    return {
        "ruleId": rule.id,
        "ruleIndex": index,
        "level": SARIF_LEVELS[rule.text.severity],
        "message": {"text": finding.message},
        "fingerprints": {"finding/v1": finding.key},
        "locations": [
            {
                "logicalLocations": [
                    {"name": subject.name, "fullyQualifiedName": f"{subject.label}:{subject.key}", "kind": "object"}
                ]
            }
        ],
        "graphs": [
            {
                "nodes": [
                    {
                        "id": each.id,
                        "label": {
                            "text": f"{each.node.label}: {each.node.name}" if each.node.name else each.node.label
                        },
                    }
                    for each in evidence.nodes
                ],
                "edges": [
                    {
                        "id": f"e{number}",
                        "sourceNodeId": each.start,
                        "targetNodeId": each.end,
                        "label": {"text": each.type},
                    }
                    for number, each in enumerate(evidence.edges, start=1)
                ],
            }
        ],
    }
