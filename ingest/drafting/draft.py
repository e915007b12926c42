"""What the rows of a load say, gathered in the model's terms before anything is compared or written."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from graph.model.spelling import normal_name
from ingest.drafting.outcomes import Contradiction, Refusal, Variant
from ingest.drafting.ref import EdgeName, Ref, edge_text, ref_text, row_text
from ingest.errors import RowRejected
from ingest.spool.maps import SpooledMap
from ingest.tables.layout import Row
from ingest.who.bodies import TITLES, UNNAMED, Directory, slug

NAMED_LABELS = tuple(TITLES)

_UNION = frozenset({"identifiers"})
"""Properties whose values add up where several rows speak of one node."""


class Draft:
    """Nodes and edges that the rows of a load state, and the rows that state each.

    Rows are taken one by one; what a refused row said is dropped whole. `memory` is for a source whose tables need
    each other: what it keeps of rows for later ones, under names of its own, once nothing can refuse the row.

    What a long register says does not stay in memory: bodies and their names do, and rows that are refused, that
    contradict others or are told apart by an ordinal.
    """

    def __init__(self, source: str, organisations: Directory, datasets: Directory) -> None:
        self.source = source
        self.directories = {"Organisation": organisations, "Dataset": datasets}
        self.nodes: SpooledMap[Ref, dict[str, Any]] = SpooledMap(ref_text)
        self.edges: SpooledMap[EdgeName, dict[str, Any]] = SpooledMap(edge_text)
        self.stated: SpooledMap[str, tuple[Row, dict[Ref, None]]] = SpooledMap(str)
        self.variants: dict[tuple[str, str, str], Variant] = {}
        self.created: dict[str, dict[str, str]] = {label: {} for label in NAMED_LABELS}
        self.refusals: list[Refusal] = []
        self.remarks: list[tuple[str, str]] = []
        self.laws: list[tuple[str, tuple[str, ...] | None]] = []
        self.contradictions: list[Contradiction] = []
        self.reserved: dict[str, dict[str, str]] = {label: {} for label in NAMED_LABELS}
        self.reserved_keys: dict[str, set[str]] = {label: set() for label in NAMED_LABELS}
        self.memory: dict[str, dict[Any, Any]] = {}
        self._first_place: SpooledMap[Ref, str] = SpooledMap(ref_text)

    def take(self, row: Row, read: Callable[[RowFacts], None]) -> None:
        """Take the facts of one row: kept whole, or refused whole where reading it raises RowRejected."""
        facts = RowFacts(self, row)
        try:
            if row.fault is not None:
                raise RowRejected(*row.fault)
            read(facts)
        except RowRejected as refused:
            self.refusals.append(Refusal(row, refused.column, refused.value, refused.reason))
        else:
            self._keep(row, facts)

    def remark(self, kind: str, text: str) -> None:
        """Note something people should know, under a short kind that gathers like remarks."""
        self.remarks.append((kind, text))

    def values(self, ref: Ref) -> dict[str, Any]:
        """Return what is gathered of a node so far, to be changed by a source that sums up its rows."""
        return self.nodes[ref]

    def of_label(self, label: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield key and values of every node of a label gathered so far."""
        for (found, key), values in self.nodes.items():
            if found == label:
                yield key, values

    def taken(self) -> Iterator[tuple[Row, dict[Ref, None]]]:
        """Yield every row taken with the nodes it speaks of, to which a source that sums up may add."""
        for where, (row, mentions) in self.stated.items():
            before = len(mentions)
            yield row, mentions
            if len(mentions) != before:
                self.stated[where] = (row, mentions)

    def _keep(self, row: Row, facts: RowFacts) -> None:
        for ref, values in facts.nodes.items():
            self._merge(row, ref, values)
        for edge, values in facts.edges.items():
            kept = self.edges.setdefault(edge, {})
            kept.update({k: v for k, v in values.items() if kept.get(k) is None})
        for label, key, names, identifiers in facts.known:
            self.directories[label].add(key, names, identifiers)
        for label, title, key in facts.created:
            self.created[label].setdefault(title, key)
        for variant in facts.variants:
            content = json.dumps([variant.values, sorted(map(repr, variant.edges))], default=str, sort_keys=True)
            held = self.variants.setdefault((variant.label, variant.identity, content), variant)
            held.rows.append(row)
        self.stated[row_text(row)] = (row, facts.mentions)
        self.remarks += facts.remarks
        self.laws += facts.laws

    def _merge(self, row: Row, ref: Ref, values: Mapping[str, Any]) -> None:
        held = self.nodes.get(ref)
        if held is None:
            held = {}
            self.nodes.add(ref, held)
            self._first_place.add(ref, row.place)
        for name, value in values.items():
            if value is None:
                continue
            before = held.get(name)
            if before is None:
                held[name] = value
            elif name in _UNION:
                held[name] = [*before, *(v for v in value if v not in before)]
            elif ref[0] in NAMED_LABELS and name in ("name", "title"):
                # Spellings are kept as Names; as the name people see, a code or one in capitals gives way.
                if _gives_way(str(before), str(value)):
                    held[name] = value
            elif before != value:
                self.contradictions.append(Contradiction(ref, name, before, value, row.place))
                self.remark(
                    "contradictions",
                    f"{ref[0]} {ref[1]}: {name} is {_short(before)} in {self._first_place[ref]} and {_short(value)} in "
                    f"{row.place}; the first was kept.",
                )


class RowFacts:
    """What one row says."""

    def __init__(self, draft: Draft, row: Row) -> None:
        self.draft = draft
        self.row = row
        self.nodes: dict[Ref, dict[str, Any]] = {}
        self.edges: dict[EdgeName, dict[str, Any]] = {}
        self.mentions: dict[Ref, None] = {}
        self.variants: list[Variant] = []
        self.known: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = []
        self.created: list[tuple[str, str, str]] = []
        self.remarks: list[tuple[str, str]] = []
        self.laws: list[tuple[str, tuple[str, ...] | None]] = []

    def reject(self, column: str, reason: str) -> RowRejected:
        """Return the refusal of this row for the value of a column, named as the table declares it or by heading."""
        heading = self.row.headings.get(column, column)
        return RowRejected(heading, str(self.row.words.get(heading, "")), reason)

    def remark(self, kind: str, text: str) -> None:
        """Note something people should know about this row."""
        self.remarks.append((kind, f"{self.row.place}: {text}"))

    def law(self, words: str, codes: tuple[str, ...] | None) -> None:
        """Note how the words for a legal basis were read: as provisions, as none needed, or (None) as no provision."""
        self.laws.append((words, codes))

    def node(self, label: str, key: str, /, **values: Any) -> Ref:
        """State a node with the values this row gives; None means the row gives none."""
        ref = (label, key)
        self.nodes.setdefault(ref, {}).update({k: v for k, v in values.items() if v is not None})
        self.mentions[ref] = None
        return ref

    def mention(self, ref: Ref) -> Ref:
        """Say that the row speaks of a node which another row states."""
        self.mentions[ref] = None
        return ref

    def edge(
        self, edge_type: str, start: Ref, end: Ref, /, key: Mapping[str, Any] | None = None, **values: Any
    ) -> None:
        """State an edge. `key` holds the properties that tell parallel edges apart."""
        name = EdgeName(edge_type, start, end, tuple(sorted((key or {}).items())))
        self.edges.setdefault(name, {}).update({k: v for k, v in values.items() if v is not None})

    def named(
        self,
        label: str,
        name: str,
        /,
        *,
        key: str | None = None,
        identifiers: Iterable[str] = (),
        handles: Iterable[str] = (),
        spellings: Iterable[str] = (),
        title: str = "name",
        **values: Any,
    ) -> Ref:
        """State a body or dataset by name, resolved to one already known where identifier or name settles it.

        `key` is the key of a new one (default: the source and the name's slug). `handles` find it again within this
        load and are not kept. `values` describe it; `title` is the property that holds its name. Every spelling is
        kept as a Name of this source.
        """
        directory = self.draft.directories[label]
        given = tuple(identifiers)
        found = directory.find(name, given, key)
        if found is None:
            several = directory.ambiguous(name)
            if several:
                self.remark("ambiguous names", f"{name!r} is a name of {', '.join(several)}; kept apart from all.")
            found = key or self._own_key(label, name)
            self.created.append((label, name, found))
        all_names = tuple(dict.fromkeys(s for s in (name, *spellings) if s.strip()))
        self.known.append((label, found, all_names, (*given, *handles)))
        described = {title: name, **values}
        if given:
            described["identifiers"] = sorted(given)
        ref = self.node(label, found, **described)
        for spelling in all_names:
            self.spelling(spelling, ref)
        return ref

    def _own_key(self, label: str, name: str) -> str:
        """The key of a new body of this source. Names that differ may make the same slug, such as SUS- and SUS."""
        reserved, known = self.draft.reserved[label], self.draft.directories[label].keys
        normal = normal_name(name)
        if normal not in reserved:
            taken = self.draft.reserved_keys[label]
            wanted = f"{self.draft.source}:{slug(name) or 'unnamed'}"
            keys = (wanted if n == 1 else f"{wanted}-{n}" for n in itertools.count(1))
            reserved[normal] = next(key for key in keys if key not in known and key not in taken)
            taken.add(reserved[normal])
        return reserved[normal]

    def spelling(self, text: str, ref: Ref) -> None:
        """Keep a spelling of a body or dataset, exactly as written."""
        name = self.node(
            "Name",
            f"{self.draft.source}:{ref[0].lower()}:{text.strip()}",
            text=text,
            normal=normal_name(text),
            source=self.draft.source,
        )
        self.edge("NAMES", name, ref)

    def variant(
        self,
        label: str,
        identity: str,
        values: Mapping[str, Any],
        edges: Iterable[tuple[str, Ref, Mapping[str, Any], bool]],
    ) -> None:
        """State a node that shares its identity with others and is told apart by an ordinal, given when all are known.

        Edges are (type, other end, key properties, whether the arrow leaves the node).
        """
        kept = tuple((kind, other, tuple(sorted(key.items())), out) for kind, other, key, out in edges)
        present = {k: v for k, v in values.items() if v is not None}
        self.variants.append(Variant(label, identity, present, kept))


def _gives_way(name: str, to: str) -> bool:
    if name.endswith(UNNAMED) or to.endswith(UNNAMED):
        return name.endswith(UNNAMED) and not to.endswith(UNNAMED)
    return name.isupper() and not to.isupper()


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "...'"
