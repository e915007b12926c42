"""A gap rule and what its file may say."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from queries.heading import Heading

_ONE_LINE: Final = r"^[^\n]+$"
_NAME: Final = r"^[a-z][A-Za-z0-9]*$"
_Line = Annotated[str, Field(min_length=1, pattern=_ONE_LINE)]
_Name = Annotated[str, Field(pattern=_NAME)]


class RuleError(ValueError):
    """A rule file is wrong. The message names the file, the line and what to change."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.name}, line {line}: {message}")


def misfit(path: Path, heading: Heading, error: ValidationError) -> RuleError:
    """Return the first thing that a file says and may not, with its line."""
    return RuleError(path, *heading.misfit(error))


class Severity(StrEnum):
    """How grave a finding is. The order is that of gravity."""

    BLOCKER = "blocker"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return 0 for the gravest, and more for less."""
        return list(Severity).index(self)

    def at_least(self, other: Severity) -> bool:
        """Say whether this is as grave as the other, or graver."""
        return self.rank <= other.rank


class Strength(StrEnum):
    """What a rule rests on."""

    LAW = "law"
    CODE = "code"  # a statutory code or national policy
    PRACTICE = "practice"


class Evidence(StrEnum):
    """How well the law or practice behind a rule was checked, as in the vocabulary."""

    CONFIRMED = "CONFIRMED"
    PROVISION_SEEN = "PROVISION_SEEN"
    UNVERIFIED = "UNVERIFIED"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class RuleParameter(_Strict):
    """A value of a rule that a deployment might set otherwise. In the Cypher it is `$name`."""

    value: int | str | list[str]
    help: _Line


class RuleChange(_Strict):
    """How a deployment wants a rule to be: graver or milder, or off. It is kept with who decided, when and why."""

    severity: Annotated[Severity, Field(strict=False)] | None = None
    off: bool = False
    reason: _Line
    by: _Line
    on: Annotated[dt.date, Field(strict=False)]

    @model_validator(mode="after")
    def _one_change(self) -> RuleChange:
        if self.off == (self.severity is not None):
            raise ValueError("say either severity: (blocker, error, warning, info) or off: true")
        return self


class ExampleText(_Strict):
    """A few records, and what the rule finds among them, as its file says it.

    `nodes` are by a name of their own: `is` is the type, the rest are properties. `edges` are written
    `council DISCLOSES flow`, with properties in braces after it. `stated` names nodes that a source states, with the
    fields that source collects (`Flow.legalBases`). `finds` holds the name of each subject and the message about it,
    `shows` each chain of its path, as `isa check` writes them; where it says nothing of a subject, any will do.

    An example may be `like` one above it, by name, in all that it does not say itself. Then `with` holds the values
    that differ, by node, and new nodes; `without` names what it lacks: a node, `flow.ceasedOn`, an edge. `edges` and
    `stated` are added, or take the place of those between the same nodes and of the same node.
    """

    name: _Line
    like: _Line | None = None
    nodes: dict[_Name, dict[str, Any]] = Field(default_factory=dict)
    other_values: dict[_Name, dict[str, Any]] = Field(default_factory=dict, alias="with")
    without: Annotated[tuple[_Line, ...], Field(strict=False)] = ()
    edges: tuple[_Line, ...] = Field(default=(), strict=False)
    stated: dict[_Name, list[str]] = Field(default_factory=dict)
    finds: dict[_Name, str] | None = None
    shows: dict[_Name, list[str]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whole_or_like_another(self) -> ExampleText:
        if self.like is None and (self.other_values or self.without):
            raise ValueError("with and without go with like: the name of an example above")
        if self.like is None and not self.nodes:
            raise ValueError("give its nodes, or like: the name of an example above")
        if self.like is None and self.finds is None:
            raise ValueError("say what the rule finds; nothing is finds: {}")
        if self.like is not None and self.nodes:
            raise ValueError("an example that is like another says under with which nodes are new or have other values")
        return self


class RuleText(_Strict):
    """What a rule file says.

    `match` binds every node of `nodes`; a list in brackets, such as ``flows: [Flow]``, is a list of nodes. It may use
    `$today`, `$` and a parameter, ``condition(a:Agreement, IN_FORCE)`` and ``collects(f:Flow, legalBases)``. `count`
    binds all that the rule looks at, under the name of the subject. A `path` is drawn through nodes by their names.
    """

    title: Annotated[_Line, Field(max_length=80)]
    area: _Line
    severity: Annotated[Severity, Field(strict=False)]
    strength: Annotated[Strength, Field(strict=False)]
    message: _Line
    why: Annotated[str, Field(min_length=1)]
    remedy: Annotated[str, Field(min_length=1)]
    citation: _Line
    evidence: Annotated[Evidence, Field(strict=False)]
    covers: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """The rules of the catalogue it carries out."""
    parameters: dict[_Name, RuleParameter] = Field(default_factory=dict)
    nodes: dict[_Name, str | list[str]] = Field(min_length=1)
    subject: _Name
    apart: bool = False
    """Whether each subject can be looked at without the others, where the Cypher does not show that it can."""
    around: str | None = None
    """Cypher from some subjects to the nodes that `match` begins with: all that decide on these subjects."""
    match: Annotated[str, Field(min_length=1)]
    narrowing: Annotated[tuple[_Line, ...], Field(strict=False)] = ()
    """Parts of the condition that the others imply. They change nothing but how much has to be looked at."""
    values: dict[_Name, _Line] = Field(default_factory=dict)
    path: Annotated[tuple[_Line, ...], Field(min_length=1, strict=False)]
    count: Annotated[str, Field(min_length=1)]
    examples: Annotated[tuple[ExampleText, ...], Field(min_length=2, strict=False)]

    @field_validator("why", "remedy", mode="after")
    @classmethod
    def _one_paragraph(cls, text: str) -> str:
        return " ".join(text.split())

    @field_validator("why", mode="after")
    @classmethod
    def _two_sentences(cls, text: str) -> str:
        if sum(text.count(end) for end in (". ", "? ", "! ")) != 1 or not text.endswith("."):
            raise ValueError("say why it matters in two sentences")
        return text

    @model_validator(mode="after")
    def _modest_where_unverified(self) -> RuleText:
        grave = self.severity.at_least(Severity.ERROR)
        if self.evidence is Evidence.UNVERIFIED and self.strength is Strength.LAW and grave:
            raise ValueError("a rule on law that nobody has checked is a warning at most")
        return self

    @model_validator(mode="after")
    def _both_ways(self) -> RuleText:
        if not any(e.finds for e in self.examples) or not any(e.finds == {} for e in self.examples):
            raise ValueError("give an example that the rule finds, and one that it leaves alone")
        return self
