"""Every Cypher text, shipped or compiled, keeps to the portable rules."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from graph.access import ScopeClass, scope_predicate
from graph.model.registry import registry_model
from graph.model.row_scope import Follows, OwnVisibility
from tests.compile.portable import RULES, broken_answer_rules, broken_rules
from tests.compile.test_cases import ALL_CASES

ROOT = Path(__file__).parents[2]
CYPHER = re.compile(r"\b(MATCH|MERGE|UNWIND|CALL db\.|RETURN)\b.*[(\[$]", re.DOTALL)
# Only the store may speak an engine's own dialect, and it keeps that in files of its own.
OWN_DIALECT = ("graph/store/",)

BREAKS = {
    "own keys": "MATCH (n) RETURN elementId(n)",
    "no version prefix": "CYPHER 25 RETURN 1",
    "no Cypher 25 clauses": "MATCH (n)\nFILTER n.x = 1 RETURN n.x",
    "no SHORTEST": "MATCH p = ANY SHORTEST (a)--(b) RETURN length(p)",
    "no dynamic label in CREATE": "CREATE (n:$($label))",
    "no quantified paths": "MATCH (a) ((x)-[:R]->(y)){1,3} (b) RETURN b.key",
    "bounded length": "MATCH (a)-[:R*]->(b) RETURN b.key",
    "lower bound one": "MATCH (a)-[:R*2..6]->(b) RETURN b.key",
    "no apoc": "RETURN apoc.version()",
    "no LOAD CSV": "LOAD CSV FROM 'x' AS line RETURN line",
    "no naive datetime": "SET n.at = datetime()",
    "no now": "MATCH (n) WHERE n.endsOn < date() RETURN n.key",
    "no awaitIndexes": "CALL db.awaitIndexes()",
    "no propertyKeys": "CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey",
    "no shortestPath with WHERE all": "MATCH p = shortestPath((a)-[:R*..4]->(b)) WHERE all(x IN p WHERE x) RETURN p",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_can_be_broken(rule: object) -> None:
    name = rule.name  # type: ignore[attr-defined]
    assert name in broken_rules(BREAKS[name])


def test_the_answer_rules_can_be_broken() -> None:
    assert broken_answer_rules("RETURN collect({a: n1.key}) AS c0") == ["no maps"]
    assert broken_answer_rules("RETURN collect([n1.endsOn, n1.key]) AS c0") == ["no temporal values"]
    assert broken_answer_rules("RETURN collect([toString(n1.endsOn), COUNT { (n1)--() }]) AS c0") == []


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.id)
def test_compiled(case: object) -> None:
    for text, _ in case.statements:  # type: ignore[attr-defined]
        assert broken_rules(text) == []
        assert broken_answer_rules(text) == []


def shipped() -> list[tuple[str, str]]:
    """Every string in the product's Python that looks like Cypher, f-string parts joined by a placeholder."""
    found = []
    for folder in ("alerts", "api", "graph", "ingest", "queries"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            place = file.relative_to(ROOT).as_posix()
            if "node_modules" in place:
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                text = _text(node)
                if text is not None and CYPHER.search(text):
                    found.append((f"{place}:{getattr(node, 'lineno', 0)}", text))
    return found


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "x" for v in node.values)
    return None


def test_shipped() -> None:
    texts = shipped()
    assert len(texts) > 50
    broken = [
        (place, rules) for place, text in texts if not place.startswith(OWN_DIALECT) and (rules := broken_rules(text))
    ]
    assert broken == []


def test_declared_patterns() -> None:
    model = registry_model()
    texts = [c.cypher for node in model.nodes.values() for c in node.conditions]
    for node in model.nodes.values():
        if isinstance(node.scope, OwnVisibility):
            texts += [p for p in (node.scope.parties, node.scope.partners) if p]
        if isinstance(node.scope, Follows):
            texts += node.scope.paths
    assert len(texts) > 25
    assert [text for text in texts if broken_rules(text)] == []
    # A node that an argument names is called so in a statement, and would be taken for the pattern's own.
    assert [text for text in texts if re.search(r"\bgiven[A-Z]", text)] == []


def test_row_scope_names_what_it_binds_as_no_statement_does() -> None:
    model = registry_model()
    for label in model.nodes:
        for scope in (ScopeClass.BODIES, ScopeClass.PUBLIC):
            # As if a statement called its node as the patterns call theirs.
            for variable in ("body", "agreement", "flow", "other"):
                predicate = scope_predicate(model, label, variable, scope) or ""
                bound = set(re.findall(r"\((\w+):", predicate))
                assert {name for name in bound if not re.match("scope[A-Z]", name)} == set()
    assert [place for place, text in shipped() if re.search(r"\bscope[A-Z]\w*\b", text)] == []
