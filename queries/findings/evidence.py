"""The path of a finding as the graph keeps it: each chain a JSON text, so that it can be drawn without its rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from queries.findings.running import Chain, FoundNode
from queries.gap_rules.cypher import PathEdge


def chain_text(chain: Chain) -> str:
    """Return a chain as text: a JSON list in which nodes [type, key, name] and edges [type, outward] take turns."""
    parts: list[list[Any]] = [_node(chain.nodes[0])]
    for edge, node in zip(chain.edges, chain.nodes[1:], strict=True):
        parts += [[edge.type, edge.outward], _node(node)]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def read_chain(text: str) -> Chain:
    """Return the chain of a text that `chain_text` made."""
    parts = json.loads(text)
    nodes = tuple(FoundNode(*part) for part in parts[::2])
    return Chain(nodes, tuple(PathEdge(*part) for part in parts[1::2]))


def _node(node: FoundNode) -> list[str]:
    return [node.label, node.key, node.name]


@dataclass(frozen=True, slots=True)
class EvidenceNode:
    """A node of the evidence. `id` tells it from the others of the same evidence, and is no key of the registry."""

    id: str
    node: FoundNode


@dataclass(frozen=True, slots=True)
class EvidenceEdge:
    """An edge of the evidence, along its arrow."""

    type: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The chains of a finding as one graph: what they share stands in it once."""

    nodes: tuple[EvidenceNode, ...]
    edges: tuple[EvidenceEdge, ...]


def evidence_of(chains: Iterable[Chain]) -> Evidence:
    """Return the graph that chains make up together.

    A node that is merely on the way has no key. It counts as the same where it hangs on the same nodes by the same
    edges.
    """
    ids: dict[object, str] = {}
    nodes: list[EvidenceNode] = []
    edges: dict[EvidenceEdge, None] = {}
    for chain in chains:
        places = []
        for index, node in enumerate(chain.nodes):
            known: object = (node.label, node.key) if node.key else _on_the_way(chain, index)
            if known not in ids:
                ids[known] = f"n{len(ids) + 1}"
                nodes.append(EvidenceNode(ids[known], node))
            places.append(ids[known])
        for edge, left, right in zip(chain.edges, places, places[1:], strict=False):
            ends = (left, right) if edge.outward else (right, left)
            edges.setdefault(EvidenceEdge(edge.type, *ends))
    return Evidence(tuple(nodes), tuple(edges))


def _on_the_way(chain: Chain, index: int) -> Sequence[object]:
    """What tells a node without a key from others: the chain up to it, and the edge and node after it."""
    before = tuple((node.label, node.key) for node in chain.nodes[: index + 1])
    after = tuple((node.label, node.key) for node in chain.nodes[index + 1 : index + 2])
    return (before, chain.edges[: index + 1], after)
