"""A decision of a person on the name of a body, and what it means for the next one on that name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from graph.model.spelling import normal_name
from ingest.errors import DecisionRefused
from ingest.who.bodies import slug

Kind = Literal["IS", "NONE_OF", "NEW"]

_SAID = {"IS": "is", "NONE_OF": "is not", "NEW": "is a body of its own,"}


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

    @property
    def told(self) -> str:
        """What was decided, by whom and when, as the end of a sentence."""
        return f"{self.name} {_SAID[self.kind]} {', '.join(self.bodies)} ({self.by}, {_minute(self.at)})"

    @property
    def undoing(self) -> str:
        """Who undid it and when."""
        return "" if self.undone_at is None else f"{self.undone_by}, {_minute(self.undone_at)}"


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of deciding: the decision, and the sources that write the name and are to be loaded again.

    `new` says whether it was recorded now; else it was in force already.
    """

    decision: Decision
    sources: tuple[str, ...]
    new: bool


def in_force(decisions: Sequence[Decision], normal: str) -> tuple[Decision, ...]:
    """Return those of the decisions that are in force on a name, given in its normal form."""
    return tuple(each for each in decisions if each.undone_at is None and normal_name(each.name) == normal)


def next_key(decisions: Sequence[Decision], name: str) -> str:
    """Return the key of the next decision on a name: the number after those on names of the same slug."""
    stem = f"{slug(name) or 'name'}:"
    numbers = (each.key.removeprefix(stem) for each in decisions if each.key.startswith(stem))
    return f"{stem}{1 + max((int(number) for number in numbers if number.isdigit()), default=0)}"


def same(standing: Sequence[Decision], kind: Kind, bodies: set[str]) -> Decision | None:
    """Return the decision in force that says the same already. Of bodies ruled out one by one, the last of them."""
    like = [each for each in standing if each.kind == kind]
    if kind == "NONE_OF":
        out = {body for each in like for body in each.bodies}
        return like[-1] if like and bodies <= out else None
    return next((each for each in like if kind == "NEW" or set(each.bodies) == bodies), None)


def refuse_against(standing: Sequence[Decision], seen: frozenset[str] | None) -> None:
    """Raise DecisionRefused where a decision in force stands against another.

    `seen` are the keys of those in force when the other was first asked for, where another came at the same moment.
    """
    meanwhile = [each for each in standing if seen is not None and each.key not in seen]
    if meanwhile:
        raise DecisionRefused(
            f"At the same moment it was decided that {'; '.join(each.told for each in meanwhile)}. Nothing else was "
            "recorded. If that is wrong, undo it and decide again."
        )
    meant = next((each for each in standing if each.kind != "NONE_OF"), None)
    if meant is not None:
        raise DecisionRefused(f"It is decided already that {meant.told}. Undo that first.")


def _minute(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
