"""Breaking the conditions of a rule, one at a time: each part of a condition, wherever it stands, is left out in turn.

A condition is what follows a WHERE (of a clause, of what EXISTS, COUNT and COLLECT look for, of a list), what stands
between WHEN and THEN, and each value that a pattern asks of a node, as in ``(:Document {kind: 'DPIA'})``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.model.registry import Model
from queries.gap_rules.catalogue import Rule
from queries.gap_rules.cypher import expanded, finding_statement
from tests.rules.clauses import Brackets, cases, conditions

_ASKED_OF_A_NODE = re.compile(r"\(\w*:\w+\s*(\{[^{}]*\})\s*\)")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule that finds without one part of its condition."""

    rule: Rule
    lost: str


def mutants(rule: Rule, model: Model) -> Iterator[Mutant]:
    """Each rule that lacks one part of a condition of `rule`: of an AND, of an OR, a way of a CASE."""
    nodes = {name: (node.caption, node.listed) for name, node in rule.nodes.items()}
    for match, lost in _without_one(rule.text.match):
        find = finding_statement(expanded(match, model), rule.text.subject, nodes, rule.text.values)
        yield Mutant(replace(rule, find=find), " ".join(lost.split()))


def _without_one(text: str) -> Iterator[tuple[str, str]]:
    for there in conditions(text):
        for left, lost in _shorter(text[there.start : there.end]):
            yield f"{text[: there.start]} {left or 'true'} {text[there.end :]}", lost
    for case in cases(text):
        for when in case.ways:
            yield f"{text[: when.start]} {case.never} {text[when.end :]}", f"WHEN {text[when.start : when.end].strip()}"
        if case.otherwise:
            there = case.otherwise
            yield f"{text[: there.start]} {text[there.end :]}", text[there.start : there.end]
    for found in _ASKED_OF_A_NODE.finditer(text):
        yield text[: found.start(1)] + text[found.end(1) :], found[1]


def _shorter(condition: str) -> Iterator[tuple[str, str]]:
    """The condition without one of its parts, and the part; nothing is left of a condition that has one part."""
    brackets = Brackets(condition)
    for word in ("OR", "AND"):
        parts = brackets.split(word)
        if len(parts) > 1:
            for i, part in enumerate(parts):
                yield f" {word} ".join([*parts[:i], *parts[i + 1 :]]), part
                for left, lost in _inside(part):
                    yield f" {word} ".join([*parts[:i], left, *parts[i + 1 :]]), lost
            return
    yield "", condition
    yield from _inside(condition)


def _inside(part: str) -> Iterator[tuple[str, str]]:
    """The alternatives in brackets, one left out at a time: `(a OR b)`, `NOT (a AND b)`."""
    found = re.fullmatch(r"\s*(NOT\s*)?\((.*)\)\s*", part, re.DOTALL)
    if found is None or not Brackets(found[2]).closed:
        return
    if any(len(Brackets(found[2]).split(word)) > 1 for word in ("OR", "AND")):
        for left, lost in _shorter(found[2]):
            yield f"{found[1] or ''}({left})", lost
