"""Which nodes findings name that not everybody may see, and what is told of a chain to somebody who may not."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from graph.model.registry import registry_model
from graph.model.row_scope import Everyone
from queries.findings.running import Chain, Finding


@lru_cache(maxsize=1)
def labels_with_scope() -> frozenset[str]:
    """Return the types of which not everybody may see every node."""
    return frozenset(label for label, node in registry_model().nodes.items() if not isinstance(node.scope, Everyone))


def names_of(finding: Finding) -> tuple[str, ...]:
    """Return what the sentence and path of a finding name and not everybody may see, each as `Type:key`."""
    named = (node for node in finding.nodes if node.label in labels_with_scope())
    return tuple(sorted({f"{node.label}:{node.key}" for node in named}))


def told(chain: Chain, seen: Collection[tuple[str, str]]) -> bool:
    """Return whether a chain may be told to somebody who may see some nodes, as (label, key), of those with a scope.

    What hangs together by way of a hidden node is part of what is hidden, so a chain is told whole or not at all.
    """
    return all((node.label, node.key) in seen for node in chain.nodes if node.key and node.label in labels_with_scope())
