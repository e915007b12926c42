"""What sources state otherwise than the registry shows: found while a plan is made, kept until they agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.model.records import NodeRecord, Records
from ingest.drafting.ref import Ref
from ingest.loading.value_text import text_of

_OWN_WORDS = frozenset({"name", "title", "note", "state"})
"""Properties in which sources differ by nature: each words them its own way."""
_BESIDE = ("Recording", "Stated", "Precision")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source disagrees: the source, the node and the name of the property."""

    source: str
    ref: Ref
    name: str

    @property
    def key(self) -> str:
        """The key of the disagreement."""
        return f"{self.source}:{self.ref[0]}:{self.ref[1]}:{self.name}"


@dataclass(frozen=True, slots=True)
class Values:
    """What the source states, and what the registry shows."""

    stated: str
    shown: str


def comparable(name: str) -> bool:
    """Whether two sources that give a property different values disagree."""
    return name not in _OWN_WORDS and not name.endswith(_BESIDE)


@dataclass(slots=True)
class Disagreements:
    """The disagreements that a load leaves standing, compared with those held before it.

    `collects` are the fields of every known source, each `Type.property`.
    """

    source: str
    collects: Mapping[str, frozenset[str]]
    held: Mapping[Place, Values]
    written: dict[Place, Values] = field(default_factory=dict)
    settled: list[Place] = field(default_factory=list)
    _compared: set[Place] = field(default_factory=set)

    def compare(
        self, ref: Ref, mine: Mapping[str, Any], before: Mapping[str, Any], shown: Mapping[str, Any], newly: list[str]
    ) -> list[str]:
        """Compare what this source states of a node with what is shown, and return the properties that differ.

        `before` is what was shown until now. `newly` are the other sources that state the node, the one whose word
        counts most first, where this source did not state it before: a value that gives way was one of theirs. A
        value of this source's own that gives way to its newer edition says nothing of the others; what they state
        is compared when they are loaded.
        """
        differing = [name for name in sorted(mine) if comparable(name) and mine[name] != shown.get(name)]
        for name in differing:
            self._note(Place(self.source, ref, name), mine[name], shown.get(name))
        for name in mine:
            if comparable(name) and name not in differing and name in before and before[name] != shown[name]:
                other = self._stating(ref, name, newly)
                if other is not None:
                    self._note(Place(other, ref, name), before[name], shown[name])
        return differing

    def settle(self, refs: Iterable[tuple[Ref, Mapping[str, Any]]], gone: Callable[[Ref], bool]) -> None:
        """Find the disagreements of before that no longer are: agreed, or about nodes this source states no longer.

        `refs` are the nodes that the source states, with what is shown of them; `gone` tells those it states no longer.
        """
        shown = dict(refs)
        for place, values in self.held.items():
            if place in self._compared:
                continue
            if place.source == self.source and gone(place.ref):
                self.settled.append(place)
            elif place.ref in shown:
                now = text_of(shown[place.ref].get(place.name))
                if place.source == self.source or now is None or now == values.stated:
                    self.settled.append(place)
                elif now != values.shown:
                    self.written[place] = Values(values.stated, now)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.written or self.settled)

    def records(self, records: Records) -> list[tuple[Place, NodeRecord]]:
        """Return the disagreements to write."""
        return [
            (
                place,
                records.node(
                    "Disagreement",
                    place.key,
                    type=place.ref[0],
                    property=place.name,
                    stated=values.stated,
                    shown=values.shown,
                ),
            )
            for place, values in self.written.items()
        ]

    def _note(self, place: Place, stated: Any, shown: Any) -> None:
        said, instead = text_of(stated), text_of(shown)
        if said is None or instead is None or said == instead:
            return
        self._compared.add(place)
        values = Values(said, instead)
        if self.held.get(place) != values:
            self.written[place] = values

    def _stating(self, ref: Ref, name: str, others: list[str]) -> str | None:
        """The source that a value shown until now belongs to."""
        there = [each for each in others if Place(each, ref, name) not in self.held]
        collecting = [each for each in there if f"{ref[0]}.{name}" in self.collects.get(each, frozenset())]
        return next(iter(collecting or there), None)
