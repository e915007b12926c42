"""The kinds of alert: one file each in `alerts/kinds/`, with what it asks, what it says, to whom and when."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from alerts.errors import AlertFileError
from alerts.ladder import Ladder
from queries.heading import Heading, HeadingError, read_heading

FOLDER: Final = Path(__file__).resolve().parent / "kinds"
_FIELDS: Final = {"what", "by", "due", "distance", "with"}
_FARTHEST: Final = 1_100
"""Days: three years, and a few."""


Read = TypeVar("Read", bound=BaseModel)


class Audience(StrEnum):
    """Who is told.

    `lead` is who leads on the agreement, `others` its other parties, `ig_lead` the information governance lead of
    the body that leads, `body` the body that the alert itself is about.
    """

    LEAD = "lead"
    OTHERS = "others"
    IG_LEAD = "ig_lead"
    BODY = "body"


class Strict(BaseModel):
    """A part of a file about alerts: nothing in it that is not declared, every value of its type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _days_once(days: tuple[int, ...]) -> tuple[int, ...]:
    if len(days) != len(set(days)):
        raise ValueError("names a day twice")
    return tuple(sorted(days, reverse=True))


class Rungs(Strict):
    """A ladder as a file writes it: days before, 0 for the day, less than 0 for days after; then months."""

    days: Annotated[
        tuple[Annotated[int, Field(ge=-60, le=_FARTHEST)], ...], Field(strict=False), AfterValidator(_days_once)
    ] = ()
    months: Annotated[int, Field(ge=0, le=3)] = 0

    @property
    def ladder(self) -> Ladder:
        """The same as days are counted by."""
        return Ladder(self.days, self.months)


def _known_fields(text: str) -> str:
    named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    if unknown := named - _FIELDS:
        raise ValueError(f"names {{{min(unknown)}}}; it may name {', '.join(sorted(_FIELDS))}")
    return text


Sentence = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_known_fields)]


class Sentences(Strict):
    """What an alert says before its day, on the day, and after it."""

    ahead: Sentence
    today: Sentence
    past: Sentence


class KindText(Strict):
    """What the file of a kind says.

    `question` is the prepared question that is asked, and `values` what its variables are given: `today` or `horizon`
    (the day the farthest rung looks to). `summary` is how summaries count it: of one, and of several.
    """

    title: str = Field(min_length=1, max_length=80)
    question: str = Field(min_length=1)
    values: dict[str, Literal["today", "horizon"]] = Field(default_factory=dict)
    says: Sentences
    do: str = Field(min_length=1)
    ladders: dict[Annotated[Audience, Field(strict=False)], Rungs] = Field(min_length=1)
    summary: tuple[str, str] = Field(strict=False)

    @property
    def patience(self) -> int:
        """How many days after its day something counts as run out: as many as its first ladder after it waits."""
        days = [day for rungs in self.ladders.values() for day in rungs.days]
        return max(1, -max(days, default=-1))


class Kind(Strict):
    """A kind of alert: its id, and what its file says."""

    id: str
    text: KindText


class LadderChange(Strict):
    """What a deployment or a body changes about a kind: other ladders, or none of it, with the reason."""

    ladders: dict[Annotated[Audience, Field(strict=False)], Rungs] = Field(default_factory=dict)
    off: bool = False
    reason: str = Field(min_length=1)


@cache
def load_kinds(folder: Path = FOLDER) -> tuple[Kind, ...]:
    """Return the kinds of a folder by id. Raises AlertFileError, naming file and line, where one is wrong."""
    return tuple(Kind(id=path.stem, text=read_checked(path, KindText)[0]) for path in sorted(folder.glob("*.yaml")))


def read_checked(path: Path, model: type[Read]) -> tuple[Read, Heading]:
    """Read a YAML file as a model. Raises AlertFileError, naming the line, where it cannot be read so."""
    try:
        heading = read_heading(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        told = getattr(fault, "strerror", None) or "it is not UTF-8 text"
        raise AlertFileError(path, 1, f"the file cannot be read: {told}") from None
    except HeadingError as fault:
        raise AlertFileError(path, fault.line, str(fault)) from None
    try:
        return model.model_validate(heading.values), heading
    except ValidationError as error:
        raise AlertFileError(path, *heading.misfit(error)) from None
