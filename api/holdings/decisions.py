"""What the page of names shows, and what its forms say, given as the mutations that everybody gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.graphql.execute import Engine
from api.requests.forms import NotTaken, give
from graph.access import Caller
from graph.model.registry import registry_model
from graph.store.store import Store
from ingest.who.awaiting import Awaiting, Why, names_awaiting
from ingest.who.decision import Decision
from ingest.who.resolutions import Resolutions

MOST_NAMES: Final = 50
"""How many names the page shows at once."""

_DECIDE: Final = """mutation(
  $name: String!, $decision: ResolutionKind!, $bodies: [String!], $by: String, $reason: String
) {
  answer: decideName(name: $name, decision: $decision, bodies: $bodies, by: $by, reason: $reason) {
    ... on NameNotDecided { message }
  }
}"""
_UNDO: Final = """mutation($name: String!, $by: String) {
  answer: undoNameDecision(name: $name, by: $by) { ... on NameNotDecided { message } }
}"""


@dataclass(frozen=True)
class OpenNames:
    """The names that await a decision, and the decisions in force.

    `more` are as many that are not shown, and `alone` as many that look like no other body, where these are left out.
    """

    names: Sequence[Awaiting]
    more: int
    alone: int
    decisions: Sequence[Decision]


@dataclass(frozen=True)
class GivenDecision:
    """What a form holds: the name, what is decided, and the fields as they were filled in.

    `do` is `is`, `none`, `new` or `undo`; `body` is one of those proposed, `other` one that was written.
    """

    name: str
    do: str
    body: str = ""
    other: str = ""
    by: str = ""
    reason: str = ""


async def open_names(store: Store, everything: bool) -> OpenNames:
    """Return what awaits a decision; `everything` takes those in that look like no other body. Raises StoreErrors."""
    found = await names_awaiting(store)
    wanted = [each for each in found if everything or each.why is not Why.ALONE]
    in_force = [each for each in await Resolutions(store, registry_model()).all() if each.undone_at is None]
    shown = wanted[:MOST_NAMES]
    return OpenNames(shown, len(wanted) - len(shown), len(found) - len(wanted), in_force)


async def give_decision(engine: Engine, caller: Caller, given: GivenDecision) -> NotTaken | None:
    """Record or undo a decision on a name. Returns None where it was taken."""
    variables: dict[str, Any] = {"name": given.name}
    variables |= {name: value for name, value in (("by", given.by), ("reason", given.reason)) if value}
    document = _DECIDE
    match given.do:
        case "is":
            variables |= {"decision": "IS", "bodies": [each for each in (given.other or given.body,) if each]}
        case "none":
            variables |= {"decision": "NONE_OF"}
        case "new":
            variables |= {"decision": "NEW"}
        case "undo":
            document = _UNDO
            variables.pop("reason", None)
        case _:
            return NotTaken("That is none of the decisions that can be taken. Choose one of the forms below.", 400)
    return await give(engine, caller, document, variables, {"BAD_ID": 422})
