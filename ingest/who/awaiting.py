"""Names that await a person's decision: those that stand for several bodies, look like another, or match none.

Everything is worked out from what the registry holds now, so nothing of it can be out of date.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from graph.compile.declared.worked import Fact, facts_text
from graph.model.spelling import normal_name, plain
from graph.store.store import Store
from ingest.who.bodies import Directory, Proposal, proposals
from ingest.who.decided_names import MEANT, RULED_OUT

_SECONDS = 120.0
_BODIES = Fact("MATCH (o:Organisation)", "o.key, o.name, coalesce(o.kind, ''), size(coalesce(o.identifiers, []))")
_NAMES = Fact("MATCH (s:Name)-[:NAMES]->(o:Organisation)", "s.text, coalesce(s.source, ''), o.key")

FACTS = (_BODIES, _NAMES, MEANT, RULED_OUT)
"""What is read to know the names that await a decision, whoever asks: the command, the page and GraphQL."""


class Why(StrEnum):
    """Why a name awaits a decision."""

    SEVERAL = "several bodies"
    ALIKE = "may be another"
    ALONE = "matches none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that a name may stand for, and what speaks for it."""

    key: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A name that awaits a decision: who wrote it, the body kept for it meanwhile, and those it may stand for."""

    name: str
    why: Why
    sources: tuple[str, ...]
    kept_as: str | None
    candidates: tuple[Candidate, ...]

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands among others: by why it awaits a decision, and by name."""
        return str(list(Why).index(self.why)), self.name.casefold()


@dataclass(slots=True)
class Bodies:
    """The bodies and spellings of the registry, as deciding needs them."""

    names: dict[str, str] = field(default_factory=dict)
    coded: set[str] = field(default_factory=set)
    collective: set[str] = field(default_factory=set)
    spelt: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    """Normal form to body to the sources that wrote it so."""
    written: dict[str, str] = field(default_factory=dict)
    """Normal form to the spelling that people see."""


async def read_bodies(store: Store) -> Bodies:
    """Read all bodies with their spellings. Raises StoreError."""
    return _bodies(*await store.read(facts_text((_BODIES, _NAMES)), {}, timeout=_SECONDS))


async def names_awaiting(store: Store) -> tuple[Awaiting, ...]:
    """Return the names of a registry that await a decision, as `awaiting` does. Raises StoreError."""
    facts = await store.read(facts_text(FACTS), {}, timeout=_SECONDS)
    return await asyncio.to_thread(awaiting_in, facts)


def awaiting_in(facts: Sequence[Any]) -> tuple[Awaiting, ...]:
    """Return the names that await a decision, as `awaiting` does, from what FACTS fetched."""
    bodies, names, meant, ruled_out = facts
    directory = Directory()
    directory.decided(meant, ruled_out)
    return awaiting(_bodies(bodies, names), directory)


def _bodies(bodies: Iterable[Sequence[Any]], names: Iterable[tuple[str, str, str]]) -> Bodies:
    found = Bodies()
    for key, name, kind, identifiers in bodies:
        found.names[key] = name
        if identifiers:
            found.coded.add(key)
        if kind == "COLLECTIVE":
            found.collective.add(key)
    for text, source, key in sorted(names):
        normal = normal_name(text)
        found.spelt.setdefault(normal, {}).setdefault(key, set()).add(source)
        found.written.setdefault(normal, plain(text))
    return found


def awaiting(bodies: Bodies, directory: Directory) -> tuple[Awaiting, ...]:
    """Return the names that await a decision, those of several bodies first, then the likely doubles.

    `directory` holds what was decided already.
    """
    made = _made_of_names(bodies)
    found = [each for normal in sorted(bodies.spelt) if (each := _several(bodies, directory, normal, made)) is not None]
    taken = {each.name for each in found}
    alone = {
        normal: key
        for normal, of in bodies.spelt.items()
        if len(left := of.keys() - directory.ruled_out.get(normal, set())) == 1
        for key in left & made
    }
    likely = _likely(bodies, directory, alone)
    for normal, key in sorted(alone.items()):
        name = bodies.written[normal]
        if name in taken or normal in directory.meant:
            continue
        candidates = tuple(Candidate(p.like_key, p.like, p.reason) for p in likely.get(name, ()))
        why = Why.ALIKE if candidates else Why.ALONE
        found.append(Awaiting(name, why, _sources([bodies.spelt[normal][key]]), key, candidates))
    return tuple(sorted(found, key=lambda each: each.place))


def _made_of_names(bodies: Bodies) -> set[str]:
    """The bodies that a source made of a name, having no code for them: their keys begin with the source."""
    sources: dict[str, set[str]] = {}
    for of in bodies.spelt.values():
        for key, written in of.items():
            sources.setdefault(key, set()).update(written)
    known = bodies.coded | bodies.collective
    return {
        key for key, written in sources.items() if key not in known and any(key.startswith(f"{s}:") for s in written)
    }


def _several(bodies: Bodies, directory: Directory, normal: str, made: set[str]) -> Awaiting | None:
    left = {k: s for k, s in bodies.spelt[normal].items() if k not in directory.ruled_out.get(normal, ())}
    if len(left) < 2 or normal in directory.meant:
        return None
    # The body that a source keeps for the name meanwhile is not one that the name may stand for.
    own = sorted(left.keys() & made)
    others = sorted(left.keys() - made) or own
    candidates = tuple(
        Candidate(key, bodies.names[key], f"written so by {', '.join(sorted(left[key]))}") for key in others
    )
    kept = own[0] if own and others != own else None
    return Awaiting(bodies.written[normal], Why.SEVERAL, _sources(left.values()), kept, candidates)


def _likely(bodies: Bodies, directory: Directory, alone: Mapping[str, str]) -> dict[str, list[Proposal]]:
    known = {bodies.written[normal]: min(of) for normal, of in bodies.spelt.items()}
    new = {bodies.written[normal]: key for normal, key in alone.items()}
    by_name: dict[str, list[Proposal]] = {}
    for each in proposals(new, known):
        if not directory.settled(each.name, each.like_key):
            by_name.setdefault(each.name, []).append(each)
    return by_name


def _sources(groups: Iterable[Sequence[str] | set[str]]) -> tuple[str, ...]:
    return tuple(sorted({source for group in groups for source in group}))
