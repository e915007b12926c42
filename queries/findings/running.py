"""Running gap rules over a store: what they find, in words, with the path in the graph that shows it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any, Final

from graph.model.day_words import day_in_words
from graph.store.store import Store
from queries.findings.in_turn import in_turn
from queries.findings.run_values import RunValues, run_values
from queries.gap_rules.catalogue import Rule
from queries.gap_rules.cypher import Path, PathEdge
from queries.gap_rules.rule import Evidence, RuleError

AT_ONCE: Final = 2
"""How many rules run at the same time: an engine works at each with one core, and holds what it collects in memory."""

_SECONDS = 120.0
"""A limit for rules, which read the whole graph."""
_NAMED_IN_A_MESSAGE = 5
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CAUTION = "It rests on law or practice that has not been checked against a published text."


@dataclass(frozen=True, slots=True)
class FoundNode:
    """A node that a finding speaks of. One that is merely on the way has a type alone."""

    label: str
    key: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """A path in the graph that shows a finding: one node more than edges."""

    nodes: tuple[FoundNode, ...]
    edges: tuple[PathEdge, ...]

    def __str__(self) -> str:
        parts = [self.nodes[0].name or self.nodes[0].label]
        for edge, node in zip(self.edges, self.nodes[1:], strict=True):
            parts.append(f"-{edge.type}->" if edge.outward else f"<-{edge.type}-")
            parts.append(node.name or node.label)
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found about one node. It prompts a person; it never says that anything is unlawful.

    `key` is the same in every run for as long as rule and node are: `rule:type:key of the node`. `nodes` are all that
    its sentence and path may name.
    """

    key: str
    subject: FoundNode
    message: str
    path: tuple[Chain, ...]
    nodes: tuple[FoundNode, ...]


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one rule found, sorted by the name of what it is about, among how many it looked at."""

    rule: Rule
    findings: tuple[Finding, ...]
    looked_at: int


def caution(rule: Rule) -> str | None:
    """Return what readers must be told of a rule whose ground was not checked, None for the others."""
    return _CAUTION if rule.text.evidence is Evidence.UNVERIFIED else None


async def run_rules(store: Store, rules: Sequence[Rule], today: dt.date) -> tuple[RuleResult, ...]:
    """Run rules over the whole graph, and return what they found in their order. Raises StoreErrors."""
    async with results_in_turn(store, rules, await run_values(store, today)) as results:
        return tuple([result async for result in results])


def results_in_turn(
    store: Store, rules: Sequence[Rule], values: RunValues
) -> AbstractAsyncContextManager[AsyncIterator[RuleResult]]:
    """Run rules over the whole graph, `AT_ONCE` at the same time, and give what each found, in their order.

    Raises StoreErrors.
    """
    return in_turn([partial(_run, store, rule, values) for rule in rules], AT_ONCE)


async def run_rule(store: Store, rule: Rule, today: dt.date) -> RuleResult:
    """Run one rule over the whole graph, as things stand on a day.

    Raises RuleError where it finds one thing twice, and StoreErrors.
    """
    return await _run(store, rule, await run_values(store, today))


async def _run(store: Store, rule: Rule, values: RunValues) -> RuleResult:
    parameters = values.of(rule)
    [rows] = await store.read(rule.find, parameters, timeout=_SECONDS)
    [looked_at] = await store.read(rule.count, parameters, timeout=_SECONDS)
    return result_of(rule, rows, looked_at)


def result_of(rule: Rule, rows: Sequence[Sequence[Any]], looked_at: int) -> RuleResult:
    """Return the result of a rule from the rows of its statement. Raises RuleError where it finds one thing twice."""
    findings: dict[str, Finding] = {}
    for key, nodes, values in rows:
        found = _finding(rule, key, nodes, values)
        if found.key in findings:
            line = rule.heading.line_of(("match",))
            raise RuleError(rule.file, line, f"match: {found.subject.name} is found twice; give each subject once")
        findings[found.key] = found
    ordered = sorted(findings.values(), key=lambda each: (each.subject.name.casefold(), each.key))
    return RuleResult(rule, tuple(ordered), looked_at)


def _finding(rule: Rule, key: str, cells: Sequence[Any], values: Sequence[Any]) -> Finding:
    nodes: dict[str, list[FoundNode]] = {}
    for (name, node), cell in zip(rule.nodes.items(), cells, strict=True):
        pairs = cell if node.listed else [cell]
        found = [FoundNode(node.label, k, str(caption or k)) for k, caption in pairs if k is not None]
        nodes[name] = sorted(set(found), key=lambda each: (each.name.casefold(), each.key))
    said: dict[str, str] = {name: _listed([each.name for each in found]) for name, found in nodes.items()}
    said |= {name: _value(value) for name, value in zip(rule.text.values, values, strict=True)}
    said |= {name: _value(value) for name, value in rule.parameters().items()}
    subject = next(each for each in nodes[rule.text.subject] if each.key == key)
    return Finding(
        key=f"{rule.id}:{subject.label}:{subject.key}",
        subject=subject,
        message=rule.text.message.format(**said),
        path=tuple(chain for path in rule.paths for chain in _chains(path, nodes)),
        nodes=tuple(each for found in nodes.values() for each in found),
    )


def _chains(path: Path, nodes: Mapping[str, Sequence[FoundNode]]) -> Iterator[Chain]:
    """One chain for each node of a list on the path, each pair of two lists; none where a node on it is not there."""
    for chain in product(*(nodes[node.name] if node.name else (FoundNode(node.label),) for node in path.nodes)):
        yield Chain(chain, path.edges)


def _value(value: Any) -> str:
    match value:
        case None:
            return "not recorded"
        case list():
            return _listed(sorted((_value(each) for each in value), key=str.casefold))
        case int():
            return f"{value:,}"
        case str() if _DAY.fullmatch(value):
            return day_in_words(dt.date.fromisoformat(value))
    return str(value)


def _listed(words: Sequence[str]) -> str:
    """Words as people list them: the first few by name, the rest by number."""
    shown = list(words[:_NAMED_IN_A_MESSAGE])
    more = len(words) - len(shown)
    if more:
        shown.append(f"{more:,} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else "none"
