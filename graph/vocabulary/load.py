"""The vocabulary into the graph: what is new or changed is written, what was dropped is marked, the rest is left."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.records import EdgeRecord
from graph.model.registry import Model
from graph.store.batches import batches
from graph.store.store import Statement, Store
from graph.vocabulary.catalogue import PLACES, Vocabulary
from graph.vocabulary.entry import LINKS

DIGEST = "vocabularyDigest"
"""Kept on every node of the vocabulary: of what was written, by which a change is seen. Not part of the model."""

_ROWS = 500
_DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class VocabularyReport:
    """How many entries a load wrote, marked as dropped, and found as they should be."""

    written: int
    dropped: int
    unchanged: int


async def load_vocabulary(store: Store, model: Model, vocabulary: Vocabulary) -> VocabularyReport:
    """Make the graph hold the vocabulary. Loading it again reads a few digests and writes nothing.

    An entry that its file no longer has stays, with the status DROPPED. A node of the same key that a source made
    becomes the entry's: there is one node a provision. A load cut short is completed by the next. Raises StoreErrors.
    """
    links: dict[tuple[str, str], list[EdgeRecord]] = {}
    for edge in vocabulary.edges:
        links.setdefault(edge.start, []).append(edge)
    written = dropped = 0
    for label in PLACES:
        wanted = {
            node.key: (dict(node.properties), links.get((label, node.key), []))
            for node in vocabulary.nodes
            if node.label == label
        }
        digests = {key: _digest(values, edges) for key, (values, edges) in wanted.items()}
        [rows] = await store.read(
            f"MATCH (n:{label}) WHERE n.{DIGEST} IS NOT NULL RETURN collect([n.key, n.{DIGEST}])", {}
        )
        held = dict(rows)
        changed = [key for key in wanted if held.get(key) != digests[key]]
        gone = [key for key, digest in held.items() if key not in wanted and digest != _DROPPED]
        await _write_nodes(store, model, label, {key: wanted[key][0] for key in changed})
        await _write_links(store, model, label, {key: wanted[key][1] for key in changed})
        # Last, so that an entry counts as written only when all of it is.
        await _mark(store, label, {key: digests[key] for key in changed})
        await _drop(store, label, gone)
        written += len(changed)
        dropped += len(gone)
    return VocabularyReport(written, dropped, len(vocabulary.nodes) - written)


async def _write_nodes(store: Store, model: Model, label: str, nodes: Mapping[str, Mapping[str, Any]]) -> None:
    # What an entry no longer says is taken away: null removes a property.
    nothing = {prop.name: None for prop in model.properties(label) if prop.name != "key"}
    rows = [{"key": key, "values": {**nothing, **values}} for key, values in nodes.items()]
    text = f"UNWIND $rows AS row MERGE (n:{label} {{key: row.key}}) SET n += row.values"
    for batch in batches(rows, _ROWS):
        await store.write([(text, {"rows": batch})])


async def _write_links(store: Store, model: Model, label: str, links: Mapping[str, Sequence[EdgeRecord]]) -> None:
    """Replace the edges that lead from changed entries, whose nodes are all there."""
    declared = {edge.type for edge in model.nodes[label].edges}
    for kind, target in LINKS.values():
        if kind not in declared:
            continue
        to_label = target or label
        rows = [
            {"key": key, "to": [e.end[1] for e in edges if e.type == kind and e.end[0] == to_label]}
            for key, edges in links.items()
        ]
        for batch in batches(rows, _ROWS):
            statements: list[Statement] = [
                (
                    f"UNWIND $rows AS row MATCH (n:{label} {{key: row.key}})-[r:{kind}]->(m:{to_label}) "
                    "WHERE NOT m.key IN row.to DELETE r",
                    {"rows": batch},
                ),
                (
                    f"UNWIND $rows AS row MATCH (n:{label} {{key: row.key}}) UNWIND row.to AS key "
                    f"MATCH (m:{to_label} {{key: key}}) MERGE (n)-[:{kind}]->(m)",
                    {"rows": batch},
                ),
            ]
            await store.write(statements)


async def _mark(store: Store, label: str, digests: Mapping[str, str]) -> None:
    rows = [{"key": key, "digest": digest} for key, digest in digests.items()]
    for batch in batches(rows, _ROWS):
        await store.write(
            [(f"UNWIND $rows AS row MATCH (n:{label} {{key: row.key}}) SET n.{DIGEST} = row.digest", {"rows": batch})]
        )


async def _drop(store: Store, label: str, keys: Sequence[str]) -> None:
    for batch in batches(keys, _ROWS):
        await store.write(
            [
                (
                    f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}) "
                    f"SET n.status = 'DROPPED', n.{DIGEST} = $dropped",
                    {"keys": batch, "dropped": _DROPPED},
                )
            ]
        )


def _digest(values: Mapping[str, Any], edges: Sequence[EdgeRecord]) -> str:
    said = [sorted(values.items()), sorted([edge.type, edge.end[0], edge.end[1]] for edge in edges)]
    return hashlib.sha256(json.dumps(said, default=str, ensure_ascii=False).encode()).hexdigest()[:16]
