"""What a load changes of what the registry held, kept as changes: before, after, when, by which edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.model.declaration import Everyone
from graph.model.records import NodeRecord, Records
from ingest.draft import Contradiction, EdgeName, Ref
from ingest.plan import SHARED, WITHDRAWN, Held, NodeWrite, Plan
from ingest.relabelling import Relabelling
from ingest.value_text import text_of

RELABELLED_KEY = "relabelled"
"""Begins the keys of relabellings, after the load."""

_UNTOLD = frozenset({"Name"})
"""Node types of which a new one is no change worth telling: a spelling is listed with the body it stands for."""


@dataclass(frozen=True, slots=True)
class ChangeWrite:
    """A change to write, and a node it happened to. A relabelling is written once for each node, as one change."""

    record: NodeRecord
    of: Ref


@dataclass(slots=True)
class Changes:
    """The changes of a load, by the node or edge they are written with: both together, or neither."""

    of_nodes: dict[Ref, list[ChangeWrite]] = field(default_factory=dict)
    of_edges: dict[EdgeName, list[ChangeWrite]] = field(default_factory=dict)
    contradictions: list[ChangeWrite] = field(default_factory=list)

    def __iter__(self) -> Iterator[ChangeWrite]:
        for group in (*self.of_nodes.values(), *self.of_edges.values(), self.contradictions):
            yield from group


class ChangeMaker:
    """Makes the changes of one load.

    Keys are made of the edition, how often it was loaded, the node and the property, so that a load cut short and run
    again writes each change once. `newer` says that an edition of the source was loaded before: only then is what is
    new a change. `number` counts the loads of this edition, from 1.
    """

    def __init__(self, records: Records, edition: str, number: int, at: dt.datetime, *, newer: bool) -> None:
        self._records = records
        self._edition = edition
        self._load = f"{edition}:{number}"
        self._at = at
        self._newer = newer

    def of(
        self, plan: Plan, held: Held, relabellings: Iterable[Relabelling], contradictions: Iterable[Contradiction]
    ) -> Changes:
        """Return the changes that a plan makes."""
        found = Changes()
        renamed = {(ref, name): each for each in relabellings for ref, name in each.places}
        for write in plan.nodes:
            of_node = list(self._of_node(write, renamed))
            if of_node:
                found.of_nodes[write.ref] = of_node
        new = {write.ref for write in plan.nodes if write.new}
        for edge, made in self._of_edges(plan, held, new):
            found.of_edges.setdefault(edge, []).append(made)
        found.contradictions = [self._contradicted(each) for each in contradictions]
        return found

    def _of_node(self, write: NodeWrite, renamed: Mapping[tuple[Ref, str], Relabelling]) -> Iterator[ChangeWrite]:
        label, key = write.ref
        if write.new:
            if self._newer and label not in _UNTOLD:
                yield self._change(f"{label}:{key}", write.ref, kind="NEW")
            return
        declared = {p.name for p in self._records.model.properties(label)}
        for name, after in sorted(write.values.items()):
            if name not in declared:
                continue
            event = renamed.get((write.ref, name))
            if event is not None:
                yield ChangeWrite(self._relabelled(event), write.ref)
                continue
            before = write.before.get(name)
            yield self._change(
                f"{label}:{key}:{name}",
                write.ref,
                kind=_kind(name, before, after),
                property=name,
                before=text_of(before),
                after=text_of(after),
            )

    def _relabelled(self, event: Relabelling) -> NodeRecord:
        return self._node(
            f"{RELABELLED_KEY}:{event.digest}",
            kind="RELABELLED",
            type=event.label,
            property=event.words.name,
            before=event.words.before,
            after=event.words.after,
        )

    def _of_edges(self, plan: Plan, held: Held, new: set[Ref]) -> Iterator[tuple[EdgeName, ChangeWrite]]:
        for edge in plan.edges if self._newer else ():
            yield from self._of_edge(edge, new, "added", None, self._other_end(edge))
        for edge in plan.removed_edges:
            yield from self._of_edge(edge, new, "removed", self._other_end(edge), None)
        for edge, values in plan.changed_edges.items():
            for name, after in sorted(values.items()):
                before = held.edges[edge].values.get(name)
                yield from self._of_edge(edge, new, name, text_of(before), text_of(after), name)

    def _of_edge(
        self, edge: EdgeName, new: set[Ref], what: str, before: str | None, after: str | None, name: str | None = None
    ) -> Iterator[tuple[EdgeName, ChangeWrite]]:
        subject, other, outward = _ends(edge)
        if subject in new:
            return
        link = self._link(edge, outward)
        told = ":".join(str(value) for _, value in edge.key)
        change = self._change(
            f"{subject[0]}:{subject[1]}:{edge.type}:{other[0]}:{other[1]}:{told}:{what}",
            subject,
            kind="AMENDED",
            property=link if name is None else f"{link}.{name}",
            before=before,
            after=after,
        )
        yield edge, change

    def _other_end(self, edge: EdgeName) -> str | None:
        """The key of the node that a link led or leads to; of a type that not everybody sees, none."""
        _, (label, key), _ = _ends(edge)
        return key if isinstance(self._records.model.nodes[label].scope, Everyone) else None

    def _link(self, edge: EdgeName, outward: bool) -> str:
        declared = next(e for e in self._records.model.nodes[edge.start[0]].edges if e.type == edge.type)
        link = declared.out if outward else declared.back
        return edge.type if link is None else link.name

    def _contradicted(self, found: Contradiction) -> ChangeWrite:
        label, key = found.ref
        record = self._records.node(
            "Change",
            f"{self._edition}:{label}:{key}:{found.property}:{found.place}",
            kind="CONTRADICTED",
            type=label,
            property=found.property,
            before=text_of(found.kept),
            after=text_of(found.other),
            at=self._at,
            by=f"load of {self._edition}",
        )
        return ChangeWrite(record, found.ref)

    def _change(self, key: str, of: Ref, **values: str | None) -> ChangeWrite:
        return ChangeWrite(self._node(key, type=of[0], **values), of)

    def _node(self, key: str, **values: str | None) -> NodeRecord:
        by = f"load of {self._edition}"
        return self._records.node("Change", f"{self._load}:{key}", **values, at=self._at, by=by)


def _ends(edge: EdgeName) -> tuple[Ref, Ref, bool]:
    """The node whose change the edge is, the other, and whether the arrow leaves the first.

    What stands on its own, such as a body, is not changed by what is recorded about an agreement or a flow.
    """
    if edge.start[0] in SHARED and edge.end[0] not in SHARED:
        return edge.end, edge.start, False
    return edge.start, edge.end, True


def _kind(name: str, before: Any, after: Any) -> str:
    if name == "state" and after == WITHDRAWN:
        return "WITHDRAWN"
    return "RESTORED" if name == "state" and before == WITHDRAWN else "AMENDED"
