"""The portable rules: what every Cypher text we ship or compile must keep to, so that both engines answer alike.

Each rule has the measured reason for it; see docs/engines.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    name: str
    forbidden: re.Pattern[str]
    reason: str


def _rule(name: str, pattern: str, reason: str) -> Rule:
    return Rule(name, re.compile(pattern, re.IGNORECASE | re.MULTILINE), reason)


RULES = (
    _rule("own keys", r"\b(elementId|id)\s*\(", "an element id changes when a label is added"),
    _rule("no version prefix", r"^\s*CYPHER\s+\d", "the embedded engine does not parse it"),
    _rule("no Cypher 25 clauses", r"^\s*(FILTER|LET|NEXT)\b", "Neo4j 5.26 and the embedded engine lack them"),
    _rule("no SHORTEST", r"\b(ANY|ALL)\s+SHORTEST\b|\bSHORTEST\s+\d", "the embedded engine lacks them"),
    _rule("no dynamic label in CREATE", r"\bCREATE\s*\([^)]*:\$", "the embedded engine makes a node with no label"),
    _rule("no quantified paths", r"\)\)?\s*(\{\s*\d*\s*,\s*\d*\s*\}|\+)\s*[(\-<]", "one from a hub ends the engine"),
    _rule("bounded length", r"\[[^\]]*\*\s*(\.\.)?\s*\]|\[[^\]]*\*\s*\d+\s*\.\.\s*\]", "an unbounded walk never ends"),
    _rule("lower bound one", r"\[[^\]]*\*\s*(0|[2-9]\d*)\s*\.\.", "another lower bound is no longer breadth first"),
    _rule("no apoc", r"\bapoc\.", "it is not there"),
    _rule("no LOAD CSV", r"\bLOAD\s+CSV\b", "it reads files of the server"),
    _rule(
        "no naive datetime", r"\b(local)?datetime\s*\(\s*\)|\blocaldatetime\s*\(", "instants are UTC and come from us"
    ),
    _rule("no now", r"\b(date|timestamp)\s*\(\s*\)", "today is a parameter"),
    _rule("no awaitIndexes", r"\bdb\.awaitIndex", "the embedded engine lacks it"),
    _rule("no propertyKeys", r"\bdb\.propertyKeys", "it lists declared keys only"),
    _rule("no shortestPath with WHERE all", r"shortestPath.*WHERE\s+all\s*\(", "it filters after choosing the path"),
)

_RETURN = re.compile(r"\bRETURN\b(.*)$", re.IGNORECASE | re.MULTILINE)
_SUBQUERY = re.compile(r"\b(EXISTS|COUNT|COLLECT)\s*\{")
_DURATION = re.compile(r"\bduration\s*\(\s*\{[^}]*\}\s*\)")


def broken_rules(text: str) -> list[str]:
    """The names of the rules a Cypher text breaks."""
    return [rule.name for rule in RULES if rule.forbidden.search(text)]


def broken_answer_rules(text: str) -> list[str]:
    """The rules of an answer: no map and no property that holds a date or an instant leaves the database bare."""
    broken = []
    for returned in _RETURN.findall(text):
        bare = _DURATION.sub("", returned)
        while (found := _SUBQUERY.search(bare)) is not None:
            bare = bare[: found.start()] + _after_brace(bare[found.end() :])
        if "{" in bare:
            broken.append("no maps")
        if re.search(r"(?<![\w(])(n\d+|r\d+)\.(\w+(On|At|From|To)|from|to|on|at)(?=[,\]])", bare):
            broken.append("no temporal values")
    return broken


def _after_brace(text: str) -> str:
    depth = 1
    for index, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return text[index + 1 :]
    return ""
