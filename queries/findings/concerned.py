"""Whom findings concern: the bodies that answer for a node, as its type declares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from graph.model.registry import Model
from graph.model.this import bind_this
from graph.store.store import Store
from queries.gap_rules.catalogue import Rule

_SECONDS = 120.0
_KEYS = 5_000


async def bodies_concerned(store: Store, model: Model, label: str, keys: Collection[str]) -> dict[str, list[str]]:
    """Return the keys of the bodies that each of some nodes of a type concerns. Raises StoreErrors."""
    patterns = model.nodes[label].concerns
    found: dict[str, list[str]] = {}
    if not patterns:
        return found
    text = (
        f"UNWIND $keys AS key MATCH (n:{label} {{key: key}})\n{_reached(patterns, 'n')}\n"
        "WITH n, collect(DISTINCT body.key) AS bodies\nRETURN collect([n.key, bodies])"
    )
    ordered = sorted(keys)
    for start in range(0, len(ordered), _KEYS):
        [rows] = await store.read(text, {"keys": ordered[start : start + _KEYS]}, timeout=_SECONDS)
        found.update(rows)
    return found


async def looked_at_by_body(
    store: Store, model: Model, rule: Rule, parameters: Mapping[str, Any]
) -> list[tuple[str, int]]:
    """Return how much of each body's a rule looks at, as (key of the body, number). Raises StoreErrors."""
    patterns = model.nodes[rule.subject.label].concerns
    if not patterns:
        return []
    [rows] = await store.read(count_by_body(rule, patterns), parameters, timeout=_SECONDS)
    return [(body, number) for body, number in rows]


def count_by_body(rule: Rule, patterns: Collection[str]) -> str:
    """Return the statement that counts what a rule looks at by the body concerned."""
    subject = rule.text.subject
    looked_at = rule.count.removesuffix(f"RETURN count(DISTINCT {subject})")
    # By a name of its own: a rule may well call its subject `body`, which is what the patterns bind.
    return (
        f"{looked_at}WITH DISTINCT {subject} AS counted\n{_reached(patterns, 'counted')}\n"
        "WITH body.key AS key, count(DISTINCT counted) AS number\nRETURN collect([key, number])"
    )


def _reached(patterns: Collection[str], variable: str) -> str:
    """The subquery that binds each body that patterns reach from a node."""
    ways = "\nUNION\n".join(f"MATCH {bind_this(pattern, variable)}\nRETURN body" for pattern in patterns)
    return f"CALL ({variable}) {{\n{ways}\n}}"


async def names_of_bodies(store: Store, keys: Collection[str]) -> dict[str, str]:
    """Return what bodies are called, by key. Raises StoreErrors."""
    [rows] = await store.read(
        "UNWIND $keys AS key MATCH (b:Organisation {key: key}) RETURN collect([b.key, b.name])", {"keys": sorted(keys)}
    )
    return dict(rows)
