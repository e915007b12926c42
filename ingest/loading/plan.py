"""What a load would change: the draft compared with what the graph holds."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any

from graph.model.property import Property
from graph.model.records import RecordError, Records
from ingest.drafting.draft import Draft
from ingest.drafting.ref import EdgeName, Ref
from ingest.loading.disagreements import Disagreements
from ingest.loading.held import Held, HeldEdge, HeldNode
from ingest.loading.ownership import SHARED, WITHDRAWN
from ingest.loading.planned import EdgeChange, NodeWrite, Plan
from ingest.loading.tally import Counts
from ingest.loading.withdrawal import Mark, Withdrawals, told
from ingest.source import Source
from ingest.who.bodies import UNNAMED

_UNION = frozenset({"identifiers"})
_COMPANIONS = ("Recording", "Precision", "Stated")
_GAPS = frozenset({"NOT_RECORDED", "NOT_COLLECTED", "NOT_VERIFIED", "WITHHELD"})


class Planner:
    """Compares one source's draft with the graph."""

    def __init__(self, records: Records, source: Source, known: Mapping[str, Source]) -> None:
        self.records = records
        self.model = records.model
        self.source = source
        self.name = source.info.name
        self._known = known
        self._collected = frozenset(source.info.collects)
        self._withdrawals = Withdrawals(records.model, source)
        self._absent: Container[str] = ()

    def plan(self, draft: Draft, held: Held, *, withdraw: bool, absent: Container[str] = ()) -> Plan:
        """Return what to write. `withdraw` says whether what is no longer stated is withdrawn or removed.

        `absent` are the facts, each `Type.property` or `Type.link`, for which the edition has no column: they stay.
        """
        self._absent = absent
        self._withdrawals.without(absent)
        collects = {name: frozenset((*s.info.collects, *s.derives)) for name, s in self._known.items()}
        plan = Plan(disagreements=Disagreements(self.name, collects, held.disagreements))
        shown: dict[Ref, Mapping[str, Any]] = {}
        disputed = {place.ref for place in held.disagreements}
        counts = Counts()
        governed = self._governed(draft)
        for ref, values in draft.nodes.items():
            stored = self._node(plan, counts, ref, values, held, governed[ref[0]])
            if ref in disputed:
                shown[ref] = stored
        plan.disagreements.settle(shown.items(), lambda ref: withdraw and ref in held.stated and ref not in draft.nodes)
        if withdraw:
            self._withdraw(plan, counts, draft, held)
            plan.losses = self._withdrawals.losses(counts.of("withdrawn"), held.stated, held.withdrawn)
        plan.node_tallies = counts.tallies()
        edge_counts = Counts()
        self._edges(plan, edge_counts, draft, held.edges)
        if withdraw:
            self._remove(plan, edge_counts, draft, held)
        plan.edge_tallies = edge_counts.tallies()
        return plan

    def _governed(self, draft: Draft) -> dict[str, frozenset[str]]:
        """By node type: the properties this source gives values to, which it may also take away again."""
        names: dict[str, set[str]] = {}
        for (label, _), values in draft.nodes.items():
            names.setdefault(label, set()).update(values)
        for entry in (*self._collected, *self.source.derives):
            label, _, name = entry.partition(".")
            names.setdefault(label, set()).add(name)
        for label, found in names.items():
            names[label] = {n for n in found if f"{label}.{n}" not in self._absent}
        return {
            label: frozenset(found | {f"{n}{c}" for n in found for c in _COMPANIONS}) for label, found in names.items()
        }

    def _node(
        self,
        plan: Plan,
        counts: Counts,
        ref: Ref,
        values: Mapping[str, Any],
        held: Held,
        governed: frozenset[str],
    ) -> Mapping[str, Any]:
        """Plan one node and return what will be stored of it."""
        label, key = ref
        there = held.nodes.get(ref)
        mine = self._with_gaps(label, values)
        final = mine if there is None else self._combined(plan, ref, mine, there, governed)
        final = self._settled(label, final)
        stored = self.records.node(label, key, **final).properties
        before = {} if there is None else there.values
        changed = {n: v for n, v in stored.items() if before.get(n) != v}
        changed |= {n: None for n in before if n not in stored}
        sources = () if there is None else there.sources
        after = sources if self.name in sources else (*sources, self.name)
        back = before.get("state") == WITHDRAWN and stored.get("state") != WITHDRAWN
        if ref in held.withdrawn:
            plan.marks.append(Mark(ref, withdraws=False, told=told(ref) and not back))
        if there is None:
            what = "new"
        elif back or ref in held.withdrawn:
            what = "restored"
        else:
            what = "changed" if changed else "unchanged"
        counts.add(label, what)
        if changed or after != sources:
            overwritten = {n: before[n] for n in changed if n in before}
            plan.add_node(NodeWrite(ref, changed, overwritten, after, there is None))
        return stored

    def _with_gaps(self, label: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Mark blanks in fields this source asks for, as DESIGN section 3 has it."""
        marked = {n: v for n, v in values.items() if v is not None}
        for prop in self.model.nodes[label].properties:
            field = f"{label}.{prop.name}"
            if prop.recording and prop.name not in marked and field in self._collected and field not in self._absent:
                marked.setdefault(f"{prop.name}Recording", "NOT_RECORDED")
        return marked

    def _combined(
        self, plan: Plan, ref: Ref, mine: dict[str, Any], held: HeldNode, governed: frozenset[str]
    ) -> dict[str, Any]:
        """My values and those there already, by whose word counts more."""
        label = ref[0]
        declared = {p.name for p in self.model.properties(label)}
        before = {n: v for n, v in held.values.items() if n in declared}
        others = [s for s in held.sources if s != self.name]
        if self.name in held.sources and not others:
            final = {n: v for n, v in before.items() if n not in governed} | mine
        elif held.sources and self._prevails(label, held.sources):
            final = _over(mine, before)
        else:
            final = _over(before, mine)
        if others or not held.sources:
            ranked = sorted(others, key=self._rank_of(label), reverse=True)
            newly = [] if self.name in held.sources else ranked
            for name in plan.disagreements.compare(ref, _without_unions(mine), before, final, newly):
                plan.remarks.append(
                    (
                        "differs from other sources",
                        f"{label} {ref[1]}: {name} is {mine[name]!r} here and stays {final.get(name)!r}, as "
                        f"{', '.join(others) or 'people'} has it.",
                    )
                )
        for name in _UNION & mine.keys() & before.keys():
            final[name] = [*before[name], *mine[name]]
        if str(final.get("name", "")).endswith(UNNAMED):
            # A code that stands for a name counts less than any name.
            final["name"] = next((v["name"] for v in (mine, before) if not _nameless(v)), final["name"])
        return final

    def _rank_of(self, label: str) -> Callable[[str], int]:
        return lambda source: self._known[source].rank(label) if source in self._known else 5

    def _prevails(self, label: str, sources: tuple[str, ...]) -> bool:
        mine = self.source.rank(label)
        rank_of = self._rank_of(label)
        theirs = {s: rank_of(s) for s in sources if s != self.name}
        best = max(theirs.values())
        if mine != best:
            return mine > best
        first = next(s for s in sources if s == self.name or theirs[s] == best)
        return first == self.name

    def _settled(self, label: str, values: dict[str, Any]) -> dict[str, Any]:
        """Drop what a value makes untrue: the mark of a gap beside a value, the precision of no date."""
        values |= {name: sorted(set(values[name])) for name in _UNION & values.keys()}
        for prop in self.model.nodes[label].properties:
            _settle(prop, values)
        return values

    def _withdraw(self, plan: Plan, counts: Counts, draft: Draft, held: Held) -> None:
        """Withdraw what the edition leaves out from its source; with its state too where no other source states it."""
        for ref, (sources, state) in held.stated.items():
            if ref in draft.nodes or self._withdrawals.unasked(ref):
                continue
            others = tuple(s for s in sources if s != self.name)
            ended = not others and ref[0] in self._withdrawals.with_state and state != WITHDRAWN
            newly = ref not in held.withdrawn and self._withdrawals.counts(ref)
            if others:
                plan.add_node(NodeWrite(ref, {}, {}, others, False))
            elif ended:
                plan.add_node(NodeWrite(ref, {"state": WITHDRAWN}, {"state": state}, sources, False))
            if newly:
                plan.marks.append(Mark(ref, withdraws=True, told=told(ref) and not ended))
            if newly or ended:
                counts.add(ref[0], "withdrawn")

    def _edges(
        self,
        plan: Plan,
        counts: Counts,
        draft: Draft,
        held: Mapping[EdgeName, HeldEdge],
    ) -> None:
        for name, values in draft.edges.items():
            self._check_ends(draft, name)
            record = self.records.edge(name.type, name.start, name.end, **dict(name.key), **values)
            there = held.get(name)
            if there is None:
                plan.add_edge(name, record.properties)
                counts.add(name.type, "new")
                continue
            before = there.values
            changed = {n: v for n, v in record.properties.items() if before.get(n) != v}
            if there.sources == (self.name,):
                # What it leaves open may have been filled in by another source that states the edge.
                changed |= {n: None for n in before if n not in record.properties}
            # The source that stated an edge first words it.
            mine = bool(changed) and there.sources[:1] == (self.name,)
            if mine:
                plan.changed_edges.append(EdgeChange(name, changed, {n: before[n] for n in changed if n in before}))
            counts.add(name.type, "changed" if mine else "unchanged")

    def _check_ends(self, draft: Draft, name: EdgeName) -> None:
        for end in (name.start, name.end):
            if end not in draft.nodes:
                raise RecordError(f"{name.type} {name.start[1]} -> {name.end[1]}: no row states {end[0]} {end[1]}")

    def _remove(self, plan: Plan, counts: Counts, draft: Draft, held: Held) -> None:
        """Take away edges that rows no longer state. What hangs on a withdrawn node stays, to show what it was.

        So does what a withdrawn body was a member of, or who followed it.
        """
        for name, edge in held.edges.items():
            gone = [end for end in (name.start, name.end) if end not in draft.nodes]
            if name in draft.edges or len(gone) == 2 or any(label not in SHARED for label, _ in gone):
                continue
            if name.start in gone and name.end[0] in SHARED and self._withdrawals.counts(name.start):
                continue
            if self._link(name) in self._absent:
                continue
            others = tuple(s for s in edge.sources if s != self.name)
            if others:
                plan.disowned_edges.append((name, others))
            else:
                plan.removed_edges.append(name)
                counts.add(name.type, "removed")

    def _link(self, name: EdgeName) -> str:
        """An edge as sources declare it, `Type.link`."""
        label = name.start[0]
        links = (e.out for e in self.model.nodes[label].edges if e.type == name.type)
        return next((f"{label}.{link.name}" for link in links if link is not None), "")


def _without_unions(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that can disagree: lists whose values add up do not."""
    return {name: value for name, value in values.items() if name not in _UNION}


def _nameless(values: Mapping[str, Any]) -> bool:
    return str(values.get("name") or UNNAMED).endswith(UNNAMED)


def _over(winner: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The values of both, the winner's first. The precision of a date that gives way goes with it."""
    beside = {f"{name}Precision" for name in winner}
    return {n: v for n, v in other.items() if n not in beside} | dict(winner)


def _settle(prop: Property, values: dict[str, Any]) -> None:
    there = values.get(prop.name) is not None
    if prop.recording and there and values.get(f"{prop.name}Recording") in _GAPS:
        del values[f"{prop.name}Recording"]
    if prop.precision and (not there or values.get(f"{prop.name}Precision") == "DAY"):
        values.pop(f"{prop.name}Precision", None)
