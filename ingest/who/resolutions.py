"""Decisions of people on names: recording one, undoing it, listing them.

A decision is a node of its own that no source states, so no load takes it away, and every load asks for it.

Decisions on a name are taken one after the other, however many people decide at once. Those on names of one slug are
numbered, and the number is in the key, of which there can be one alone: whoever looked before another decision was
there finds its number taken, looks again, and is told.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

from graph.model.asked_name import asked_name
from graph.model.records import Records
from graph.model.registry import Model
from graph.model.spelling import normal_name, plain
from graph.store.revision import next_revision
from graph.store.store import Statement, Store
from ingest.errors import DecisionRefused, NothingDecided
from ingest.who.awaiting import Bodies, awaiting, read_bodies
from ingest.who.bodies import Directory, slug
from ingest.who.decision import Decided, Decision, Kind, in_force, next_key, refuse_against, same
from ingest.who.directories import read_directory

OWN = "registry"
"""What the keys of bodies begin with that people make."""

_ALL = (
    "MATCH (d:Resolution) OPTIONAL MATCH (d)-[:MEANS]->(m:Organisation) "
    "CALL (d) { MATCH (d)-[:RULES_OUT]->(n:Organisation) WITH n ORDER BY n.key RETURN collect(n.key) AS out } "
    "WITH d, m, out ORDER BY d.normal, d.at, d.key RETURN collect([d.text, d.kind, m.key, out, d.by, "
    "d.at.epochMillis, d.reason, d.undoneBy, d.undoneAt.epochMillis, d.key])"
)
_UNSPELL = (
    "MATCH (d:Resolution {normal: $normal})-[:MEANS]->(o:Organisation) WHERE d.undoneAt IS NULL "
    "MATCH (n:Name {normal: $normal})-[r:NAMES]->(o) WHERE NOT n.source IN coalesce(d.writtenBefore, []) DELETE r"
)
_UNDO = "MATCH (d:Resolution {normal: $normal}) WHERE d.undoneAt IS NULL SET d.undoneAt = $at, d.undoneBy = $by"
_LOCK = "MATCH (d:Resolution {normal: $normal}) SET d.normal = $normal"
"""Makes whoever undoes at the same moment wait, so that what the next statements find is still so when they write."""
_TAKE = "MERGE (d:Resolution {key: $key}) ON CREATE SET d += $values, d.ticket = $ticket"
"""The ticket tells a decision from one that came at the same moment. It is no part of the model and never shown."""
_MINE = "MATCH (d:Resolution {key: $key, ticket: $ticket})"


class Resolutions:
    """The decisions of one registry."""

    def __init__(self, store: Store, model: Model) -> None:
        self.store = store
        self.records = Records(model)

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

        Raises DecisionRefused where the name or a body is not clear, or another decision is in force or came at the
        same moment.
        """
        normal = normal_name(name)
        if not normal or not by.strip():
            raise DecisionRefused("A decision needs a name, and who decides.")
        moment = at.replace(microsecond=at.microsecond // 1000 * 1000)
        wanted = Decision(plain(name), kind, (), by.strip(), moment, reason)
        seen: frozenset[str] | None = None
        while True:
            # Read before all else: what is decided after it takes the number that this decision would have.
            decisions = await self.all()
            standing = in_force(decisions, normal)
            known = await read_bodies(self.store)
            directory = await read_directory(self.store, "Organisation")
            keys = _bodies(directory, kind, bodies)
            sources = tuple(sorted({source for of in known.spelt.get(normal, {}).values() for source in of}))
            before = same(standing, kind, set(keys))
            if before is not None and (kind != "NONE_OF" or keys or not _candidates(known, directory, normal)):
                return Decided(before, sources, new=False)
            refuse_against(standing, seen)
            made = self._made(wanted, keys, known, directory, next_key(decisions, name))
            if await self._take(*made, normal, known):
                return Decided(made[0], sources, new=True)
            seen = frozenset(each.key for each in standing)

    async def undo(self, name: str, *, by: str, at: dt.datetime) -> tuple[Decision, ...]:
        """Undo the decisions in force on a name and return them. They stay, marked.

        A spelling that a source has for the body only since then is taken from it; the next load of that source says
        anew which body it is. Raises NothingDecided where none is in force, or another undid it at the same moment,
        and DecisionRefused.
        """
        normal = normal_name(name)
        if not by.strip():
            raise DecisionRefused("Say who undoes it.")
        before = await self.all()
        standing = {each.key for each in in_force(before, normal)}
        if not standing:
            raise NothingDecided(f"No decision on {plain(name)} is in force. isa resolve decisions lists them.")
        moment = at.replace(microsecond=at.microsecond // 1000 * 1000)
        values = {"normal": normal, "at": moment, "by": by.strip()}
        only = {"normal": normal}
        await self.store.write([(_LOCK, only), (_UNSPELL, only), (_UNDO, values), next_revision()])
        over = {each.key for each in before if each.undone_at is not None}
        undone = [each for each in await self.all() if normal_name(each.name) == normal and each.key not in over]
        mine = tuple(each for each in undone if (each.undone_by, each.undone_at) == (by.strip(), moment))
        if not mine:
            told = "; ".join(each.undoing for each in undone if each.key in standing)
            raise NothingDecided(f"At the same moment others took back what was decided on {plain(name)}: {told}.")
        return mine

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

    def _made(
        self, wanted: Decision, keys: list[str], known: Bodies, directory: Directory, key: str
    ) -> tuple[Decision, list[Statement]]:
        """The decision with its bodies and key, and the statements that make a body where it needs a new one."""
        statements: list[Statement] = []
        if wanted.kind == "NONE_OF" and not keys:
            keys = _proposed(known, directory, normal_name(wanted.name))
        elif wanted.kind == "NEW":
            keys, statements = self._own_body(known, directory, wanted.name)
        return dataclasses.replace(wanted, bodies=tuple(keys), key=key), statements

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
        made = f"{_MINE} MERGE (o:Organisation {{key: $body}}) SET o += $of"
        return [key], [(made, {"body": key, "of": dict(node.properties)})]

    async def _take(self, decision: Decision, first: Sequence[Statement], normal: str, known: Bodies) -> bool:
        """Write a decision, whole or not at all; return whether its key was free."""
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
        mine = {"key": decision.key, "ticket": secrets.token_hex(8)}
        await self.store.write(
            [
                (_TAKE, {**mine, "values": dict(node.properties)}),
                *((text, {**mine, **given}) for text, given in first),
                (
                    f"{_MINE} UNWIND $bodies AS body MATCH (o:Organisation {{key: body}}) MERGE (d)-[:{edge}]->(o)",
                    {**mine, "bodies": list(decision.bodies)},
                ),
                next_revision(),
            ]
        )
        [taken] = await self.store.read(f"{_MINE} RETURN count(d)", mine)
        return bool(taken)


def _bodies(directory: Directory, kind: Kind, bodies: Sequence[str]) -> list[str]:
    """The keys of the bodies given, which must be as many as the kind of decision takes."""
    keys = [_one(directory, text) for text in bodies]
    if kind == "NEW" and keys:
        raise DecisionRefused("A body of its own is none of those that are known. Leave them out, or say it is one.")
    if kind == "IS" and len(keys) != 1:
        raise DecisionRefused("A name stands for one body. Give one.")
    return keys


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
