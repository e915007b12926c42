"""The mutations: the arguments of each become one call, and how it came out becomes a member of its union."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.schema.mutation import (
    ANSWERED,
    ASSIGNEE_UNKNOWN,
    NAME_DECIDED,
    NAME_NOT_DECIDED,
    NAME_UNDECIDED,
    RESOLVED,
    WAIVER_REFUSED,
)
from graph.access import Caller, Role
from graph.compile.asked.ids import key_of
from graph.compile.errors import AskError, BadArgument, NodeNotFound
from graph.model.registry import Model
from graph.store.store import Store
from ingest.errors import DecisionRefused, NothingDecided
from ingest.who.resolutions import Resolutions
from queries.findings.answers import AnsweredMeanwhile, Came, FindingAnswers, FindingUnknown, Outcome, said_by

_MEMBERS = {
    Came.ANSWERED: ANSWERED,
    Came.RESOLVED: RESOLVED,
    Came.WAIVER_REFUSED: WAIVER_REFUSED,
    Came.ASSIGNEE_UNKNOWN: ASSIGNEE_UNKNOWN,
}


_NOT_YOURS = "Administrators decide on names, since that holds for the whole registry. Tell one which body it is."


class Conflict(AskError):
    """Others changed the same thing at the same moment."""

    code = "CONFLICT"


@dataclass(frozen=True, slots=True)
class MutationCall:
    """One field of a mutation: its arguments, who asks, and when."""

    arguments: Mapping[str, Any]
    caller: Caller
    today: dt.date
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class MutationOutcome:
    """How a mutation came out: the type of the answer, its plain values, and its nodes as (label, key)."""

    type_name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    nodes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


Mutation = Callable[[MutationCall], Awaitable[MutationOutcome]]


def mutations(store: Store, model: Model) -> dict[str, Mutation]:
    """Return what each field of Mutation does, by name.

    A mutation raises AskError where it is asked for wrongly, and StoreErrors.
    """
    labels = frozenset(model.nodes)

    def answering(answer: Callable[[FindingAnswers, str, Mapping[str, Any]], Awaitable[Outcome]]) -> Mutation:
        async def run(call: MutationCall) -> MutationOutcome:
            key = key_of(call.arguments["id"], "Finding", labels)
            answers = FindingAnswers(store, model, call.caller, call.today, call.now)
            try:
                outcome = await answer(answers, key, call.arguments)
            except FindingUnknown:
                raise NodeNotFound(
                    "No finding of this id or key is in the registry, or you may not see it. Look for it in `findings`."
                ) from None
            except AnsweredMeanwhile as meanwhile:
                raise Conflict(str(meanwhile)) from None
            values = {"changed": outcome.changed, "message": outcome.message}
            return MutationOutcome(_MEMBERS[outcome.came], values, {"finding": ("Finding", key)})

        return run

    async def assign(answers: FindingAnswers, key: str, given: Mapping[str, Any]) -> Outcome:
        if "post" in given and "mailbox" in given:
            raise BadArgument("post and mailbox exclude each other: say one of them, or neither to assign to nobody.")
        post = key_of(given["post"], "Post", labels) if "post" in given else None
        return await answers.assign(key, post, given.get("mailbox"))

    def deciding(decide: Callable[[MutationCall], Awaitable[MutationOutcome]]) -> Mutation:
        async def run(call: MutationCall) -> MutationOutcome:
            if call.caller.role is not Role.ADMINISTRATOR:
                return MutationOutcome(NAME_NOT_DECIDED, {"message": _NOT_YOURS})
            try:
                return await decide(call)
            except DecisionRefused as refused:
                return MutationOutcome(NAME_NOT_DECIDED, {"message": str(refused)})

        return run

    async def decide_name(call: MutationCall) -> MutationOutcome:
        given = call.arguments
        decided = await Resolutions(store, model).decide(
            given["name"],
            given["decision"],
            [key_of(body, "Organisation", labels) for body in given.get("bodies", ())],
            by=_who(call),
            at=call.now,
            reason=(given.get("reason") or "").strip() or None,
        )
        values = {"changed": decided.new, "sources": list(decided.sources)}
        return MutationOutcome(NAME_DECIDED, values, {"resolution": ("Resolution", decided.decision.key)})

    async def undo_name_decision(call: MutationCall) -> MutationOutcome:
        try:
            undone = await Resolutions(store, model).undo(call.arguments["name"], by=_who(call), at=call.now)
        except NothingDecided:
            return MutationOutcome(NAME_UNDECIDED, {"changed": False, "undone": 0})
        return MutationOutcome(NAME_UNDECIDED, {"changed": True, "undone": len(undone)})

    return {
        "decideName": deciding(decide_name),
        "undoNameDecision": deciding(undo_name_decision),
        "acknowledgeFinding": answering(lambda a, key, given: a.acknowledge(key, given.get("reason"))),
        "assignFinding": answering(assign),
        "waiveFinding": answering(lambda a, key, given: a.waive(key, given["until"], given["reason"])),
        "reopenFinding": answering(lambda a, key, given: a.reopen(key, given.get("reason"))),
    }


def _who(call: MutationCall) -> str:
    """Who a decision is put down to: the post or mailbox that is named, else what kind of caller asked."""
    return (call.arguments.get("by") or "").strip() or said_by(call.caller)
