"""Telling apart nodes that share an identity and differ, the same way on every load.

Each gets an ordinal. On the next edition what a row says is matched to the ordinal whose content differs least, so
an amended row stays the same node and a new one takes a number of its own.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ingest.drafting.draft import Draft
from ingest.drafting.outcomes import Variant
from ingest.drafting.ref import EdgeName, row_text
from ingest.loading.held import HeldEdge, HeldNode

_EXHAUSTIVE = 6
"""Up to so many nodes of one identity every matching is tried; above that the nearest pairs are taken in turn."""

_LEFT_OUT = frozenset({"state"})
"""Withdrawn and restored nodes differ in this without differing in what a row says."""

Content = tuple[Mapping[str, Any], frozenset[tuple[Any, ...]]]


def place_variants(draft: Draft, held: Mapping[str, HeldNode], edges: Mapping[EdgeName, HeldEdge]) -> None:
    """Turn the variants of a draft into nodes and edges with keys `identity:ordinal`.

    `held` are the nodes of the graph whose key begins with one of the identities; `edges` those this source states.
    """
    groups: dict[tuple[str, str], list[Variant]] = {}
    for variant in draft.variants.values():
        groups.setdefault((variant.label, variant.identity), []).append(variant)
    held_edges = _by_node(edges)
    by_identity: dict[str, list[str]] = {}
    for key in held:
        by_identity.setdefault(key.rpartition(":")[0], []).append(key)
    for (label, identity), variants in groups.items():
        known = {
            int(key.rpartition(":")[2]): (held[key].values, held_edges.get((label, key), frozenset()))
            for key in by_identity.get(identity, ())
            if key.rpartition(":")[2].isdigit()
        }
        variants.sort(key=lambda v: json.dumps([v.values, sorted(map(repr, v.edges))], default=str, sort_keys=True))
        ordinals = assign([(v.values, _edge_set(v.edges)) for v in variants], known)
        for variant, ordinal in zip(variants, ordinals, strict=True):
            _place(draft, variant, f"{identity}:{ordinal}")


def assign(contents: Sequence[Content], known: Mapping[int, Content]) -> list[int]:
    """Return an ordinal for each content: of those known the ones that differ least, else the next free ones."""
    taken = _match(contents, known)
    free = (n for n in itertools.count(1) if n not in known and n not in taken.values())
    return [taken[i] if i in taken else next(free) for i in range(len(contents))]


def _match(contents: Sequence[Content], known: Mapping[int, Content]) -> dict[int, int]:
    if not known:
        return {}
    costs = {(i, n): differences(c, k) for i, c in enumerate(contents) for n, k in known.items()}
    pairs = min(len(contents), len(known))
    if max(len(contents), len(known)) > _EXHAUSTIVE:
        return _nearest_first(costs, pairs)
    wholes: Iterable[tuple[tuple[int, int], ...]] = (
        tuple(zip(rows, ordinals, strict=True))
        for rows in itertools.combinations(range(len(contents)), pairs)
        for ordinals in itertools.permutations(sorted(known), pairs)
    )
    return dict(min(wholes, key=lambda whole: (sum(costs[pair] for pair in whole), whole)))


def _nearest_first(costs: Mapping[tuple[int, int], int], pairs: int) -> dict[int, int]:
    matched: dict[int, int] = {}
    for (row, ordinal), _cost in sorted(costs.items(), key=lambda item: (item[1], item[0])):
        if row not in matched and ordinal not in matched.values() and len(matched) < pairs:
            matched[row] = ordinal
    return matched


def differences(one: Content, other: Content) -> int:
    """Return in how many values and edges two contents differ."""
    values, edges = one
    held, held_edges = other
    # A held node has sort keys and the like; what counts is what the row says.
    names = {n for n in values if n not in _LEFT_OUT}
    return sum(1 for n in names if values[n] != held.get(n)) + len(edges ^ held_edges)


def _place(draft: Draft, variant: Variant, key: str) -> None:
    ref = (variant.label, key)
    draft.nodes[ref] = dict(variant.values)
    for kind, other, properties, out in variant.edges:
        start, end = (ref, other) if out else (other, ref)
        draft.edges.setdefault(EdgeName(kind, start, end, properties), {})
    for row in variant.rows:
        draft.stated[row_text(row)][1][ref] = None


def _edge_set(
    edges: Iterable[tuple[str, tuple[str, str], tuple[tuple[str, Any], ...], bool]],
) -> frozenset[tuple[Any, ...]]:
    return frozenset((kind, other, properties, out) for kind, other, properties, out in edges)


def _by_node(edges: Mapping[EdgeName, HeldEdge]) -> dict[tuple[str, str], frozenset[tuple[Any, ...]]]:
    found: dict[tuple[str, str], set[tuple[Any, ...]]] = {}
    for edge in edges:
        found.setdefault(edge.start, set()).add((edge.type, edge.end, edge.key, True))
        found.setdefault(edge.end, set()).add((edge.type, edge.start, edge.key, False))
    return {ref: frozenset(edge_set) for ref, edge_set in found.items()}
