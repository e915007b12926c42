"""Decisions of people on names: recording one, undoing it, listing them.

A decision is a node of its own that no source states, so no load takes it away, and every load asks for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.model.asked_name import asked_name
from graph.model.records import Records
from graph.model.registry import Model
from graph.model.spelling import normal_name, plain
from graph.store.revision import next_revision
from graph.store.store import Statement, Store
from ingest.errors import DecisionRefused, NothingDecided
from ingest.loading.held import GraphReader
from ingest.who.awaiting import Bodies, awaiting, read_bodies
from ingest.who.bodies import Directory, slug

Kind = Literal["IS", "NONE_OF", "NEW"]

OWN = "registry"
"""What the keys of bodies begin with that people make."""

_ALL = (
    "MATCH (d:Resolution) OPTIONAL MATCH (d)-[:MEANS]->(m:Organisation) "
    "CALL (d) { MATCH (d)-[:RULES_OUT]->(n:Organisation) WITH n ORDER BY n.key RETURN collect(n.key) AS out } "
    "WITH d, m, out ORDER BY d.key RETURN collect([d.text, d.kind, m.key, out, d.by, d.at.epochMillis, d.reason, "
    "d.undoneBy, d.undoneAt.epochMillis, d.key])"
)
_UNSPELL = (
    "MATCH (d:Resolution {normal: $normal})-[:MEANS]->(o:Organisation) WHERE d.undoneAt IS NULL "
    "MATCH (n:Name {normal: $normal})-[r:NAMES]->(o) WHERE NOT n.source IN coalesce(d.writtenBefore, []) DELETE r"
)
_UNDO = "MATCH (d:Resolution {normal: $normal}) WHERE d.undoneAt IS NULL SET d.undoneAt = $at, d.undoneBy = $by"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a name, as recorded. `bodies` are the one meant, or those ruled out; `key` is that of its node."""

    name: str
    kind: Kind
    bodies: tuple[str, ...]
    by: str
    at: dt.datetime
    reason: str | None = None
    undone_by: str | None = None
    undone_at: dt.datetime | None = None
    key: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of deciding: the decision, and the sources that write the name and are to be loaded again.

    `new` says whether it was recorded now; else it was in force already.
    """

    decision: Decision
    sources: tuple[str, ...]
    new: bool


class Resolutions:
    """The decisions of one registry."""

    def __init__(self, store: Store, model: Model) -> None:
        self.store = store
        self.records = Records(model)
        self.reader = GraphReader(store, model)

    async def decide(
        self,
        name: str,
        kind: Kind,
        bodies: Sequence[str] = (),
        *,
        by: str,
        at: dt.datetime,
        reason: str | None = None,
    ) -> Decided:
        """Record a decision on a name. One that is in force already is returned, and nothing is written.

        `bodies` are written as a key, an identifier, a code or a known name: the one the name stands for (IS), those
        it does not stand for (NONE_OF; where none is given, all that are proposed for it). NEW keeps the body that a
        source made of the name, or makes one.

        Raises DecisionRefused where the name or a body is not clear, or another decision is in force.
        """
        normal = normal_name(name)
        if not normal or not by.strip():
            raise DecisionRefused("A decision needs a name, and who decides.")
        known = await read_bodies(self.store)
        directory = await self.reader.directory("Organisation", "name")
        sources = tuple(sorted({source for of in known.spelt.get(normal, {}).values() for source in of}))
        keys = [_one(directory, text) for text in bodies]
        if kind == "NEW" and keys:
            raise DecisionRefused(
                "A body of its own is none of those that are known. Leave them out, or say it is one."
            )
        if kind == "IS" and len(keys) != 1:
            raise DecisionRefused("A name stands for one body. Give one.")
        before = _same(await self._in_force(normal), kind, set(keys))
        if before is not None and (kind != "NONE_OF" or keys or not _candidates(known, directory, normal)):
            return Decided(before, sources, new=False)
        if normal in directory.meant:
            raise DecisionRefused(
                f"It is decided already that {plain(name)} is {directory.meant[normal]}. Undo that first."
            )
        statements: list[Statement] = []
        if kind == "NONE_OF" and not keys:
            keys = _proposed(known, directory, normal)
        elif kind == "NEW":
            keys, statements = self._own_body(known, directory, name)
        moment = at.replace(microsecond=at.microsecond // 1000 * 1000)
        key = f"{slug(name) or 'name'}:{moment:%Y%m%dT%H%M%S}{moment.microsecond // 1000:03}Z"
        decision = Decision(plain(name), kind, tuple(keys), by.strip(), moment, reason, key=key)
        await self.store.write([*statements, *self._written(decision, normal, known), next_revision()])
        return Decided(decision, sources, new=True)

    async def undo(self, name: str, *, by: str, at: dt.datetime) -> tuple[Decision, ...]:
        """Undo the decisions in force on a name and return them. They stay, marked.

        A spelling that a source has for the body only since then is taken from it; the next load of that source says
        anew which body it is. Raises NothingDecided where none is in force, and DecisionRefused.
        """
        normal = normal_name(name)
        if not by.strip():
            raise DecisionRefused("Say who undoes it.")
        undone = await self._in_force(normal)
        if not undone:
            raise NothingDecided(f"No decision on {plain(name)} is in force. isa resolve decisions lists them.")
        moment = at.replace(microsecond=at.microsecond // 1000 * 1000)
        values = {"normal": normal, "at": moment, "by": by.strip()}
        await self.store.write([(_UNSPELL, {"normal": normal}), (_UNDO, values), next_revision()])
        return undone

    async def all(self) -> tuple[Decision, ...]:
        """Return every decision, those undone among them, by name and age."""
        [rows] = await self.store.read(_ALL, {})
        return tuple(
            Decision(
                *(name, kind, (meant,) if meant else tuple(out), by, _moment(at), reason, undone_by, _late(undone_at)),
                key=key,
            )
            for name, kind, meant, out, by, at, reason, undone_by, undone_at, key in rows
        )

    async def _in_force(self, normal: str) -> tuple[Decision, ...]:
        return tuple(d for d in await self.all() if d.undone_at is None and normal_name(d.name) == normal)

    def _own_body(self, known: Bodies, directory: Directory, name: str) -> tuple[list[str], list[Statement]]:
        """The body that a source made of the name and nothing else, or a new one and the statement that makes it."""
        normal = normal_name(name)
        kept = [each.kept_as for each in awaiting(known, directory) if normal_name(each.name) == normal]
        if kept and kept[0] is not None:
            return [kept[0]], []
        key = f"{OWN}:{slug(name) or 'unnamed'}"
        if key in directory.keys:
            raise DecisionRefused(f"There is a body {key} already. If the name is that body, decide that it is {key}.")
        node = self.records.node("Organisation", key, name=plain(name))
        made = "MERGE (o:Organisation {key: $key}) SET o += $values"
        return [key], [(made, {"key": key, "values": dict(node.properties)})]

    def _written(self, decision: Decision, normal: str, known: Bodies) -> list[Statement]:
        before = {s for body in decision.bodies for s in known.spelt.get(normal, {}).get(body, ())}
        node = self.records.node(
            "Resolution",
            decision.key,
            text=decision.name,
            normal=normal,
            kind=decision.kind,
            by=decision.by,
            at=decision.at,
            reason=decision.reason,
            writtenBefore=sorted(before),
        )
        edge = "RULES_OUT" if decision.kind == "NONE_OF" else "MEANS"
        return [
            (
                "MERGE (d:Resolution {key: $key}) SET d += $values",
                {"key": decision.key, "values": dict(node.properties)},
            ),
            (
                "MATCH (d:Resolution {key: $key}) UNWIND $bodies AS body MATCH (o:Organisation {key: body}) "
                f"MERGE (d)-[:{edge}]->(o)",
                {"key": decision.key, "bodies": list(decision.bodies)},
            ),
        ]


def _one(directory: Directory, text: str) -> str:
    """The key of the one body that a text names."""
    forms = asked_name(text)
    codes = (*forms.exact, *forms.codes)
    keys = {code for code in codes if code in directory.keys}
    keys |= {directory.by_identifier[code] for code in codes if code in directory.by_identifier}
    keys = keys or directory.by_name.get(forms.normal, set())
    if len(keys) == 1:
        return next(iter(keys))
    if keys:
        raise DecisionRefused(f"{text} names several bodies: {', '.join(sorted(keys))}. Give one of these keys.")
    raise DecisionRefused(f"{text} is no body of this registry. Give its key, a code such as ods:R0A, or a known name.")


def _same(in_force: Sequence[Decision], kind: Kind, bodies: set[str]) -> Decision | None:
    """The decision in force that says the same already. Of bodies ruled out one by one, the last that rules one out."""
    like = [each for each in in_force if each.kind == kind]
    if kind == "NONE_OF":
        out = {body for each in like for body in each.bodies}
        return like[-1] if like and bodies <= out else None
    return next((each for each in like if kind == "NEW" or set(each.bodies) == bodies), None)


def _candidates(known: Bodies, directory: Directory, normal: str) -> list[str]:
    """The bodies proposed for a name."""
    of_name = (each.candidates for each in awaiting(known, directory) if normal_name(each.name) == normal)
    return [candidate.key for candidates in of_name for candidate in candidates]


def _proposed(known: Bodies, directory: Directory, normal: str) -> list[str]:
    found = _candidates(known, directory, normal)
    if not found:
        raise DecisionRefused("No body is proposed for this name. Say which bodies it is not.")
    return found


def _moment(millis: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(millis / 1000, tz=dt.UTC)


def _late(millis: Any) -> dt.datetime | None:
    return None if millis is None else _moment(millis)
