"""Telling one relabelling from many amendments: the same words written otherwise wherever they stood."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.model.property import Kind
from graph.model.registry import Model
from ingest.drafting.ref import Ref
from ingest.loading.held import Held
from ingest.loading.ownership import SHARED
from ingest.loading.planned import NodeWrite
from ingest.loading.words import Words

_STATED = "Stated"


@dataclass(slots=True)
class Relabelling:
    """One relabelling: the words, the type of most of the nodes, and every node and property it touches."""

    words: Words
    label: str
    places: list[tuple[Ref, str]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What tells it from other relabellings of one load."""
        text = "\0".join((self.words.name, self.words.before, self.words.after))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def relabellings(
    model: Model,
    writes: Callable[[], Iterable[NodeWrite]],
    drafted: Mapping[Ref, Mapping[str, Any]],
    held: Held,
    begun: Mapping[Words, str],
) -> list[Relabelling]:
    """Return the relabellings among what a load would amend.

    Words count as relabelled where at least two nodes change from the same words to the same others in one property,
    and no node that the edition speaks of keeps the old. `writes` yields what the load would write, whenever it is
    called. Words in a source's spelling (`...Stated`) whose meaning
    changed with them are amended. A body or dataset that has a new name takes along the texts made with its name, such
    as titles of flows. `begun` are those that a load cut short had begun to write, with their type: their rest
    belongs to them.
    """
    amended = list(_amended(model, writes()))
    groups: dict[Words, list[tuple[Ref, str]]] = {}
    for ref, words in amended:
        groups.setdefault(words, []).append((ref, words.name))
    named = {w for w, places in groups.items() if any(_is_name(model, ref, name) for ref, name in places)}
    named |= {words for words, label in begun.items() if label in SHARED}
    everywhere = {words for words, places in groups.items() if len(places) > 1} | named
    everywhere -= begun.keys()
    if everywhere:
        everywhere -= _elsewhere(everywhere, amended, writes(), drafted, held)
    chosen = {words: list(groups.get(words, ())) for words in (*sorted(everywhere, key=_order), *begun)}
    pairs = sorted((words for words in named if words in chosen), key=_order)
    for ref, words in amended:
        if words not in chosen:
            by_name = next((pair for pair in pairs if _made_with(words, pair)), None)
            if by_name is not None:
                chosen[by_name].append((ref, words.name))
    found = []
    for words, places in chosen.items():
        if len(places) > 1 or (places and words in begun):
            of_names = [ref[0] for ref, name in places if words in named and _is_name(model, ref, name)]
            own = Counter(of_names or [ref[0] for ref, name in places if name == words.name])
            label = begun.get(words) or min(own, key=lambda each: (-own[each], each))
            found.append(Relabelling(words, label, places))
    return found


def _amended(model: Model, writes: Iterable[NodeWrite]) -> Iterator[tuple[Ref, Words]]:
    """Every text that a load would amend."""
    texts = {
        label: frozenset(p.name for p in node.properties if p.kind is Kind.TEXT) for label, node in model.nodes.items()
    }
    for write in writes:
        if write.new:
            continue
        for name, after in write.values.items():
            before = write.before.get(name)
            if name in texts[write.ref[0]] and isinstance(before, str) and isinstance(after, str):
                meant = name.removesuffix(_STATED)
                if meant == name or meant not in write.values:
                    yield write.ref, Words(name, before, after)


def _elsewhere(
    candidates: set[Words],
    amended: Iterable[tuple[Ref, Words]],
    writes: Iterable[NodeWrite],
    drafted: Mapping[Ref, Mapping[str, Any]],
    held: Held,
) -> set[Words]:
    """Those of the candidates whose old words become something else in some places, or stay."""
    wanted = {(words.name, words.before) for words in candidates}
    becomes: dict[tuple[str, str], set[str | None]] = {}
    counted: set[tuple[Ref, str]] = set()
    for ref, words in amended:
        counted.add((ref, words.name))
        becomes.setdefault((words.name, words.before), set()).add(words.after)
    names = {name for name, _ in wanted}
    changed: set[tuple[Ref, str]] = set()
    for write in writes:
        if write.new:
            continue
        for name in names & write.values.keys():
            changed.add((write.ref, name))
            before = write.before.get(name)
            if isinstance(before, str) and (name, before) in wanted and (write.ref, name) not in counted:
                becomes[name, before].add(None)
    for ref, values in drafted.items():
        there = held.nodes.get(ref)
        now = values if there is None else there.values
        for name in names & now.keys():
            at = (name, now[name])
            if isinstance(now[name], str) and at in wanted and (there is None or (ref, name) not in changed):
                becomes.setdefault(at, set()).add(None)
    return {words for words in candidates if becomes.get((words.name, words.before)) != {words.after}}


def _is_name(model: Model, ref: Ref, name: str) -> bool:
    return ref[0] in SHARED and model.nodes[ref[0]].caption == name


def _made_with(words: Words, name: Words) -> bool:
    return name.before in words.before and words.before.replace(name.before, name.after) == words.after


def _order(words: Words) -> tuple[str, str, str]:
    return words.name, words.before, words.after
