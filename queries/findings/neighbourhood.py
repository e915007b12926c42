"""Rules over the neighbourhood of one node: what a change of it can have made true or untrue."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from graph.model.registry import Model
from graph.model.row_scope import Everyone
from graph.store.store import Store
from queries.findings.in_turn import in_turn
from queries.findings.running import RuleResult, result_of
from queries.gap_rules.catalogue import Rule

HOPS: Final = 3
"""From a body over its place in an agreement and the agreement to a flow, as the rules that look furthest do."""

AT_ONCE: Final = 4
"""How many rules look at a neighbourhood at the same time."""

MOST: Final = 5_000
"""How many nodes of one type are looked at around a change."""

_BOOKKEEPING: Final = frozenset(
    (
        *("STATES", "IN_EDITION", "OF_SOURCE", "OF_NODE"),
        *("ABOUT_NODE", "CONCERNS", "ASSIGNED_TO", "TALLIED_FOR", "NOTIFIES_OF", "NOTIFIES"),
    )
)
_CLAUSE: Final = re.compile(
    r"\b(OPTIONAL MATCH|MATCH|WHERE|WITH|UNWIND|RETURN|CALL|ORDER BY|SKIP|LIMIT|UNION)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Nodes by type. `cut_short`: there were more than `MOST` of a type, of which the others are left out."""

    keys: Mapping[str, Collection[str]]
    cut_short: bool

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((label, key) for label, keys in self.keys.items() for key in keys)


async def subjects_near(store: Store, model: Model, label: str, key: str) -> Neighbourhood:
    """Return the nodes within `HOPS` edges of a node, itself included, whether or not it is there.

    What many things share, such as a body, a dataset or a law, is reached and not gone through, unless it is the node
    itself. Raises StoreErrors.
    """
    types = "|".join(sorted(_edge_types(model)))
    found: dict[str, set[str]] = {label: {key}}
    edge_of_it: dict[str, set[str]] = {label: {key}}
    cut_short = False
    for _ in range(HOPS):
        reached: dict[str, set[str]] = {}
        for each, keys in edge_of_it.items():
            [rows] = await store.read(
                f"UNWIND $keys AS key MATCH (n:{each} {{key: key}})-[:{types}]-(m) "
                "WITH DISTINCT m LIMIT $most RETURN collect([head(labels(m)), m.key])",
                {"keys": sorted(keys), "most": MOST + 1},
            )
            cut_short = cut_short or len(rows) > MOST
            for other, other_key in rows[:MOST]:
                if other_key not in found.setdefault(other, set()):
                    found[other].add(other_key)
                    reached.setdefault(other, set()).add(other_key)
        edge_of_it = {other: keys for other, keys in reached.items() if _gone_through(model, other)}
    return Neighbourhood(found, cut_short)


async def run_rules_near(
    store: Store, rules: Sequence[Rule], near: Neighbourhood, today: dt.date
) -> tuple[RuleResult, ...]:
    """Run over a neighbourhood the rules that have a subject there, and return what they found in their order.

    Each is a small statement that mostly waits for its way to the engine and back: several are under way at once.
    Raises StoreErrors.
    """
    calls = [
        partial(run_rule_near, store, rule, keys, today)
        for rule in rules
        if (keys := near.keys.get(rule.subject.label))
    ]
    async with in_turn(calls, AT_ONCE) as results:
        return tuple([result async for result in results])


async def run_rule_near(store: Store, rule: Rule, keys: Collection[str], today: dt.date) -> RuleResult:
    """Run a rule over some of its subjects, which are what `looked_at` of the result counts.

    Raises RuleError where it finds one thing twice, and StoreErrors.
    """
    parameters = {**rule.parameters(), "today": today, "subjects": sorted(keys)}
    [rows] = await store.read(find_among(rule), parameters)
    return result_of(rule, rows, len(keys))


def find_among(rule: Rule) -> str:
    """Return the statement that finds among the subjects whose keys are `$subjects`.

    It starts from them where the rule says that they stand apart, or holds on to its subject from one end to the
    other; else what the rule finds is sifted at the end, which costs as much as a whole run and gives the same.
    """
    subject = rule.text.subject
    match, returned, answer = rule.find.rpartition("\nRETURN ")
    if rule.text.apart or _held_throughout(match, subject):
        return f"MATCH ({subject}:{rule.subject.label}) WHERE {subject}.key IN $subjects\n{rule.find}"
    return f"{match}\nWITH * WHERE {subject}.key IN $subjects{returned}{answer}"


def _held_throughout(match: str, subject: str) -> bool:
    if re.search(rf"\bAS\s+{subject}\b", match, re.IGNORECASE):
        return False
    clauses = _clauses(match)
    first = next((body for name, body in clauses if name == "MATCH"), "")
    projections = [body for name, body in clauses if name == "WITH"]
    return re.search(rf"\({subject}\b", first) is not None and all(
        subject in re.split(r"\s*,\s*", re.sub(r"^DISTINCT\s+", "", body.strip(), flags=re.IGNORECASE))
        for body in projections
    )


def _clauses(match: str) -> list[tuple[str, str]]:
    """The clauses of Cypher by name, with what they say; what stands in brackets of any kind belongs to its clause."""
    starts = [found for found in _CLAUSE.finditer(match) if _depth(match, found.start()) == 0]
    ends = [each.start() for each in starts[1:]] + [len(match)]
    return [(each[1].upper(), match[each.end() : end]) for each, end in zip(starts, ends, strict=True)]


def _depth(text: str, place: int) -> int:
    before = text[:place]
    return sum(before.count(each) for each in "([{") - sum(before.count(each) for each in ")]}")


def _edge_types(model: Model) -> set[str]:
    return {edge.type for node in model.nodes.values() for edge in node.edges} - _BOOKKEEPING


def _gone_through(model: Model, label: str) -> bool:
    """Whether a neighbourhood goes on beyond nodes of a type: what hangs on an agreement does not end it."""
    return not isinstance(model.nodes[label].scope, Everyone)
