"""What a form on a page of findings says, given as the mutation that everybody gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from api.graphql.execute import Engine
from api.requests.forms import NotTaken, give
from graph.access import Caller

_OUTCOME: Final = "{ __typename ... on FindingIsResolved { message } %s}"
_MUTATIONS: Final[Mapping[str, str]] = {
    "acknowledge": "mutation($id: ID!, $reason: String) { answer: acknowledgeFinding(id: $id, reason: $reason) "
    + _OUTCOME % ""
    + " }",
    "waive": "mutation($id: ID!, $until: Date!, $reason: String!) { "
    "answer: waiveFinding(id: $id, until: $until, reason: $reason) "
    + _OUTCOME % "... on WaiverRefused { message } "
    + " }",
    "assign": "mutation($id: ID!, $post: ID, $mailbox: String) { "
    "answer: assignFinding(id: $id, post: $post, mailbox: $mailbox) "
    + _OUTCOME % "... on AssigneeUnknown { message } "
    + " }",
    "reopen": "mutation($id: ID!, $reason: String) { answer: reopenFinding(id: $id, reason: $reason) "
    + _OUTCOME % ""
    + " }",
}


@dataclass(frozen=True)
class GivenAnswer:
    """What a form holds: which finding, what is to be done, and the fields as they were filled in."""

    finding: str
    do: str
    reason: str = ""
    until: str = ""
    mailbox: str = ""
    post: str = ""


async def give_answer(engine: Engine, caller: Caller, given: GivenAnswer) -> NotTaken | None:
    """Give an answer to a finding. Returns None where it was taken."""
    mutation = _MUTATIONS.get(given.do)
    if mutation is None:
        return NotTaken("That is none of the answers that can be given. Choose one of the forms below.", 400)
    variables: dict[str, Any] = {"id": given.finding}
    match given.do:
        case "assign":
            if given.post and given.mailbox:
                return NotTaken("Choose a post or write a mailbox, not both: one of them is to see to it.")
            # An empty field takes the finding away from whoever has it.
            variables |= {"mailbox": given.mailbox} if given.mailbox else {}
            variables |= {"post": given.post} if given.post else {}
        case "waive":
            try:
                date.fromisoformat(given.until)
            except ValueError:
                return NotTaken("Say until which day it is set aside, as in 2026-09-30.")
            variables |= {"until": given.until, "reason": given.reason}
        case _:
            variables |= {"reason": given.reason} if given.reason else {}
    return await give(engine, caller, mutation, variables, {"NOT_FOUND": 404, "CONFLICT": 409})
