"""The root field that answers who holds what a body once held."""

from __future__ import annotations

from typing import Any

from api.schema.outputs import Outputs
from api.schema.scalars import Date
from api.schema.shells import Shell, argument, definition, field, listed, optional, output
from graph.compile.roots.holders import MOST_CANDIDATES, MOST_HOPS, MOST_STEPS


def holders_field(outputs: Outputs, enums: dict[str, Shell], as_of: Any) -> Any:
    """Return the field `holdersNow` of Query."""
    body = outputs.objects["Organisation"]
    holding = output("Holding", "What became of a body that was asked about by name or code.")
    definition(holding).fields = [
        field("asked", str, "The name or code, as it was given."),
        field("outcome", enums["HoldingOutcome"], "What became of it, or what a person must decide."),
        field("foundBy", optional(enums["FoundBy"]), "What settled which body is meant. Empty where none is known."),
        field("body", optional(body), "The body asked about. Empty where none is known or several are."),
        field(
            "candidates",
            listed(body),
            f"The bodies that an ambiguous name stands for, the first {MOST_CANDIDATES} by their keys.",
        ),
        field("holders", listed(_holder(body)), "Who holds it on the day: the open bodies at the ends of the chain."),
        field("unsucceeded", listed(body), "Bodies of the chain that closed, and of which no successor is recorded."),
        field("steps", listed(_step(body, enums)), "The successions that had taken effect, in the order of the chain."),
    ]
    return field(
        "holdersNow",
        listed(holding),
        "Who holds this now? For each name or code the body, and the chain of its successors to whoever holds today "
        "what it held. Found by identifier (scheme:value), key, id, bare ODS or GSS code, by what a person decided, or "
        "by a name in exactly a spelling that is known, but for case, dashes and spaces. Nothing is guessed. At most "
        f"{MOST_HOPS} successions are followed one after another, and {MOST_STEPS} in all.",
        [argument("names", listed(str), "Names or codes of bodies; each is answered in its place."), as_of],
    )


def _holder(body: Shell) -> Shell:
    made = output("Holder", "A body that holds today what another held.")
    definition(made).fields = [
        field("body", body, "The body."),
        field("since", optional(Date), "The day of the last succession that led to it. Empty for the body itself."),
    ]
    return made


def _step(body: Shell, enums: dict[str, Shell]) -> Shell:
    made = output("SuccessionStep", "One body followed another.")
    definition(made).fields = [
        field("hop", int, "How many successions lie between the body asked about and this one, this one counted."),
        field("from", body, "The body that was followed."),
        field("to", body, "The body that followed."),
        field("on", optional(Date), "The day it took effect."),
        field("kind", optional(enums["SuccessionKind"]), "How one followed the other."),
        field("note", optional(str), "What the source remarks about the succession."),
    ]
    return made
