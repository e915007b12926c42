"""What a load changes of what the registry held, kept as changes: before, after, when, by which edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.model.records import NodeRecord, Records
from graph.model.row_scope import Everyone
from ingest.drafting.outcomes import Contradiction
from ingest.drafting.ref import EdgeName, Ref
from ingest.loading.ownership import SHARED, WITHDRAWN
from ingest.loading.planned import EdgeChange, NodeWrite, Plan
from ingest.loading.relabelling import Relabelling
from ingest.loading.value_text import text_of
from ingest.loading.withdrawal import Mark

RELABELLED_KEY = "relabelled"
"""Begins the keys of relabellings, after the load."""

UNTOLD = frozenset({"Name"})
"""Node types of which a new one is no change worth telling: a spelling is listed with the body it stands for."""


@dataclass(frozen=True, slots=True)
class ChangeWrite:
    """A change to write, and a node it happened to. A relabelling is written once for each node, as one change."""

    record: NodeRecord
    of: Ref


class Changes:
    """The changes of a load. Each is made when it is asked for, with the node or edge it is written with.

    Keys are made of the edition, how often it was loaded, the node and the property, so that a load cut short and run
    again writes each change once. `newer` says that an edition of the source was loaded before: only then is what is
    new a change. `number` counts the loads of this edition, from 1. `is_new` tells nodes that this load makes.
    """

    def __init__(
        self,
        records: Records,
        plan: Plan,
        edition: str,
        number: int,
        at: dt.datetime,
        *,
        newer: bool,
        is_new: Callable[[Ref], bool],
        relabellings: Iterable[Relabelling],
        contradictions: Iterable[Contradiction],
    ) -> None:
        self._records = records
        self._plan = plan
        self._edition = edition
        self._load = f"{edition}:{number}"
        self._at = at
        self._newer = newer
        self._is_new = is_new
        self._renamed = {(ref, name): each for each in relabellings for ref, name in each.places}
        self.contradictions = [self._contradicted(each) for each in contradictions]
        model = records.model
        self._declared = {label: frozenset(p.name for p in model.properties(label)) for label in model.nodes}

    @cached_property
    def count(self) -> int:
        """How many changes there are to write: one of several nodes counts for each."""
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[ChangeWrite]:
        for mark in self._plan.marks:
            yield from self.of_mark(mark)
        for write in self._plan.node_writes():
            yield from self.of_node(write)
        for edge in self._plan.new_edges() if self._newer else ():
            yield from self.of_new_edge(edge)
        for edge in self._plan.removed_edges:
            yield from self.of_removed_edge(edge)
        for change in self._plan.changed_edges:
            yield from self.of_changed_edge(change)
        yield from self.contradictions

    def of_node(self, write: NodeWrite) -> list[ChangeWrite]:
        """Return the changes of one node, field by field."""
        label, key = write.ref
        if write.new:
            told = self._newer and label not in UNTOLD
            return [self._change(f"{label}:{key}", write.ref, kind="NEW")] if told else []
        return [
            self._amended(write, name, after)
            for name, after in sorted(write.values.items())
            if name in self._declared[label]
        ]

    def of_mark(self, mark: Mark) -> list[ChangeWrite]:
        """Return the change that a node is withdrawn from its source, or is back, if that is to be told by itself."""
        if not mark.told:
            return []
        kind = "WITHDRAWN" if mark.withdraws else "RESTORED"
        return [self._change(f"{mark.ref[0]}:{mark.ref[1]}:{kind.lower()}", mark.ref, kind=kind)]

    def of_new_edge(self, edge: EdgeName) -> list[ChangeWrite]:
        """Return the change of the node that an edge was added to, if that is to be told."""
        return self._of_edge(edge, "added", None, self._other_end(edge)) if self._newer else []

    def of_removed_edge(self, edge: EdgeName) -> list[ChangeWrite]:
        """Return the change of the node that an edge was taken from, if that is to be told."""
        return self._of_edge(edge, "removed", self._other_end(edge), None)

    def of_changed_edge(self, change: EdgeChange) -> list[ChangeWrite]:
        """Return the changes of the properties of an edge."""
        return [
            made
            for name, after in sorted(change.values.items())
            for made in self._of_edge(change.name, name, text_of(change.before.get(name)), text_of(after), name)
        ]

    def _amended(self, write: NodeWrite, name: str, after: Any) -> ChangeWrite:
        label, key = write.ref
        event = self._renamed.get((write.ref, name))
        if event is not None:
            return ChangeWrite(self._relabelled(event), write.ref)
        before = write.before.get(name)
        return self._change(
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

    def _of_edge(
        self, edge: EdgeName, what: str, before: str | None, after: str | None, name: str | None = None
    ) -> list[ChangeWrite]:
        subject, other, outward = _ends(edge)
        if self._is_new(subject):
            return []
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
        return [change]

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
