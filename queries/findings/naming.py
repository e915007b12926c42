"""Which nodes the sentence and path of a finding name, of those that not everybody may see.

A rule is run as if it showed each of these also by itself, behind its paths: what a run reads of the graph is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from graph.model.registry import registry_model
from graph.model.row_scope import Everyone
from queries.findings.running import Chain, Finding, FoundNode, RuleResult
from queries.gap_rules.catalogue import Rule
from queries.gap_rules.cypher import Path, PathNode

_BEHIND: Final = Path((PathNode("", "Finding"),), ())
"""Stands behind the paths of a rule. No rule has such a path: a finding is about nothing that rules make."""
_BEHIND_CHAIN: Final = Chain((FoundNode("Finding"),), ())

Names = dict[str, tuple[str, ...]]
"""What findings name, as `Type:key`, by the key of each finding."""


@lru_cache(maxsize=1)
def labels_with_scope() -> frozenset[str]:
    """Return the types of which not everybody may see every node."""
    return frozenset(label for label, node in registry_model().nodes.items() if not isinstance(node.scope, Everyone))


def told(chain: Chain, seen: Collection[tuple[str, str]]) -> bool:
    """Return whether a chain may be told to somebody who may see some nodes, as (label, key), of those with a scope.

    What hangs together by way of a hidden node is part of what is hidden, so a chain is told whole or not at all.
    """
    return all((node.label, node.key) in seen for node in chain.nodes if node.key and node.label in labels_with_scope())


def showing_names(rules: Sequence[Rule]) -> list[Rule]:
    """Return rules whose findings can be given to `names_apart`."""
    return [replace(rule, paths=(*rule.paths, _BEHIND, *_by_themselves(rule))) for rule in rules]


def names_apart(result: RuleResult) -> tuple[RuleResult, Names]:
    """Return what a rule of `showing_names` found as it would have without, and what its findings name."""
    rule = result.rule
    paths = rule.paths[: rule.paths.index(_BEHIND)]
    findings: list[Finding] = []
    names: Names = {}
    for each in result.findings:
        end = each.path.index(_BEHIND_CHAIN)
        findings.append(replace(each, path=each.path[:end]))
        names[each.key] = tuple(sorted({f"{node.label}:{node.key}" for c in each.path[end + 1 :] for node in c.nodes}))
    return replace(result, rule=replace(rule, paths=paths), findings=tuple(findings)), names


def _by_themselves(rule: Rule) -> list[Path]:
    return [
        Path((PathNode(name, node.label),), ())
        for name, node in rule.nodes.items()
        if node.label in labels_with_scope()
    ]
