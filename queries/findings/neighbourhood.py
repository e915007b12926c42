"""Rules over the neighbourhood of one node: what a change of it can have made true or untrue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from graph.model.registry import Model
from graph.model.row_scope import Everyone
from graph.store.batches import batches
from graph.store.store import Store
from queries.findings.among import find_together, parameters_together
from queries.findings.in_turn import in_turn
from queries.findings.run_values import RunValues, run_values
from queries.findings.running import RuleResult, result_of
from queries.gap_rules.catalogue import Rule

HOPS: Final = 3
"""From a body over its place in an agreement and the agreement to a flow, as the rules that look furthest do."""

TOGETHER: Final = 8
"""How many rules share a statement: each is over so soon that its way to the engine and back would take longer."""

AT_ONCE: Final = 4
"""How many statements are under way at the same time."""

MOST: Final = 5_000
"""How many nodes of one type are looked at around a change."""

_SECONDS: Final = 120.0
"""A limit for some rules together: a server that was just started plans them all."""

_BOOKKEEPING: Final = frozenset(
    (
        *("STATES", "IN_EDITION", "OF_SOURCE", "OF_NODE"),
        *("ABOUT_NODE", "CONCERNS", "ASSIGNED_TO", "TALLIED_FOR", "NOTIFIES_OF", "NOTIFIES", "SPEAKS_OF"),
    )
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

    What is looked at of a result counts the subjects that are near. Raises RuleError where a rule finds one thing
    twice, and StoreErrors.
    """
    by_type: dict[str, list[Rule]] = {}
    for rule in rules:
        if near.keys.get(rule.subject.label):
            by_type.setdefault(rule.subject.label, []).append(rule)
    values = await run_values(store, today)
    calls = [
        partial(_run_together, store, some, near.keys[label], values)
        for label, alike in by_type.items()
        for some in batches(alike, TOGETHER)
    ]
    found: dict[str, RuleResult] = {}
    async with in_turn(calls, AT_ONCE) as several:
        async for results in several:
            found |= {result.rule.id: result for result in results}
    return tuple(found[rule.id] for rule in rules if rule.id in found)


async def _run_together(
    store: Store, rules: Sequence[Rule], keys: Collection[str], values: RunValues
) -> list[RuleResult]:
    """Run rules that have one type of subject over some of them, in one statement."""
    parameters = {**parameters_together(rules, values), "subjects": sorted(keys)}
    found = dict(await store.rows(find_together(rules), parameters, timeout=_SECONDS))
    return [result_of(rule, found.get(place, ()), len(keys)) for place, rule in enumerate(rules)]


def _edge_types(model: Model) -> set[str]:
    return {edge.type for node in model.nodes.values() for edge in node.edges} - _BOOKKEEPING


def _gone_through(model: Model, label: str) -> bool:
    """Whether a neighbourhood goes on beyond nodes of a type: what hangs on an agreement does not end it."""
    return not isinstance(model.nodes[label].scope, Everyone)
