"""What a deployment arranged about alerts: its channels, and how it and its bodies differ from the ladders that come.

The file that `ISA_ALERTS_FILE` names:

channels:
  mail: {kind: smtp, host: smtp.body.example, sender: registry@body.example}
send: [mail]
kinds: {agreement-end: {ladders: {lead: {days: [180, 30, 0]}}, reason: Our board meets twice a year.}}
bodies: {ods:R0A: {send: [mail], kinds: {finding: {off: true, reason: Seen on the page.}}}}
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from alerts.channels.declared import AnySettings
from alerts.errors import AlertFileError
from alerts.kind import Audience, Kind, LadderChange, Rungs, Strict, read_checked
from alerts.ladder import Ladder
from alerts.people import MAILBOX
from queries.heading import Heading

_NOTHING: Final = Ladder()


class OfBody(Strict):
    """What is arranged for one body: its channels, where not those of the deployment, and its ladders."""

    send: Annotated[tuple[str, ...] | None, Field(strict=False)] = None
    kinds: dict[str, LadderChange] = Field(default_factory=dict)


class Arrangements(Strict):
    """What the file says. Without a file nothing is sent, and a dry run shows what there would be.

    `operators` are the mailboxes that are told where runs were late.
    """

    channels: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")], AnySettings] = Field(default_factory=dict)
    send: Annotated[tuple[str, ...], Field(strict=False)] = ()
    severities: Annotated[
        tuple[Literal["BLOCKER", "ERROR", "WARNING", "INFO"], ...], Field(strict=False, min_length=1)
    ] = ("BLOCKER", "ERROR")
    operators: Annotated[tuple[Annotated[str, Field(pattern=MAILBOX)], ...], Field(strict=False)] = ()
    kinds: dict[str, LadderChange] = Field(default_factory=dict)
    bodies: dict[str, OfBody] = Field(default_factory=dict)

    def channels_of(self, body: str) -> tuple[str, ...]:
        """Return the names of the channels by which a body's mailboxes are told."""
        own = self.bodies.get(body)
        return self.send if own is None or own.send is None else own.send

    def ladder(self, kind: Kind, audience: Audience, body: str) -> Ladder:
        """Return the ladder by which an audience at a body is told of a kind; one without rungs where it is not."""
        rungs: Rungs | None = kind.text.ladders.get(audience)
        for change in (self.kinds.get(kind.id), self.bodies[body].kinds.get(kind.id) if body in self.bodies else None):
            if change is not None and change.off:
                return _NOTHING
            if change is not None:
                rungs = change.ladders.get(audience, rungs)
        return _NOTHING if rungs is None else rungs.ladder

    def audiences(self, kind: Kind) -> list[Audience]:
        """Return the audiences that are told of a kind anywhere, in the order they are declared."""
        changes = [self.kinds.get(kind.id), *(own.kinds.get(kind.id) for own in self.bodies.values())]
        named = {audience for change in changes if change is not None for audience in change.ladders}
        return [audience for audience in Audience if audience in named or audience in kind.text.ladders]

    def horizon(self, kinds: Sequence[Kind]) -> int:
        """Return how many days ahead the farthest rung of some kinds looks."""
        days = [0]
        for kind in kinds:
            for ladders in (
                kind.text.ladders,
                *(change.ladders for change in (self.kinds.get(kind.id),) if change is not None),
                *(own.kinds[kind.id].ladders for own in self.bodies.values() if kind.id in own.kinds),
            ):
                days += [day for rungs in ladders.values() for day in rungs.days]
        return max(days)


def load_arrangements(path: Path | None, kinds: Sequence[Kind]) -> Arrangements:
    """Return what a deployment arranged, what comes with the registry where it has no file.

    Raises AlertFileError, naming file and line, where the file cannot be read, names a kind or a channel that there
    is not, or gives no reason for what it changes.
    """
    if path is None:
        return Arrangements()
    read, heading = read_checked(path, Arrangements)
    _check_names(path, read, heading, {kind.id for kind in kinds})
    return read


def _check_names(path: Path, read: Arrangements, heading: Heading, kinds: set[str]) -> None:
    places: list[tuple[tuple[str | int, ...], str, set[str], str]] = [
        *((("kinds", id_), id_, kinds, "kind of alert") for id_ in read.kinds),
        *((("send", n), name, set(read.channels), "channel") for n, name in enumerate(read.send)),
    ]
    for body, own in read.bodies.items():
        places += [(("bodies", body, "kinds", id_), id_, kinds, "kind of alert") for id_ in own.kinds]
        places += [
            (("bodies", body, "send", n), name, set(read.channels), "channel") for n, name in enumerate(own.send or ())
        ]
    for where, name, known, what in places:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(sorted(known)) or 'none'}."
            raise AlertFileError(path, heading.line_of(where), f"there is no {what} {name}. {hint}")
