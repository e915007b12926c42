"""A prepared question and what its file may say."""

from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

#: The roles of `graph.access`, as headings name them.
RoleName = Literal["ADMINISTRATOR", "MEMBER", "PUBLIC"]

_ONE_LINE: Final = r"^[^\n]+$"


class QuestionError(ValueError):
    """A question file is wrong. The message names the file, the line and what to change."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.name}, line {line}: {message}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Parameter(_Strict):
    """One thing a question can be asked about.

    `type` is the GraphQL type of the variable (``String!``, ``[Sharing!]``); `default` is the value used where none is
    given and is absent only where the variable may be left out. `names` is the type of node that an id names; its page
    offers them by their names.
    """

    name: str = Field(min_length=1)
    type: str = Field(min_length=1)
    default: Any = None
    names: str | None = None
    help: str = Field(min_length=1)


class Column(_Strict):
    """One column of the flat answer.

    `path` is the dotted path in the answer, without the ``nodes``, ``edges`` and ``node`` on the way
    (``flows.recipient.name``). What several things of a row say is one cell, joined by semicolons. A ``code`` is a
    value of an enum, or several.
    """

    name: str = Field(pattern=r"^[a-z][A-Za-z0-9]*$", max_length=40)
    path: str = Field(min_length=1)
    type: Literal["text", "date", "integer", "boolean", "code"]
    meaning: str = Field(pattern=_ONE_LINE)


class Bars(_Strict):
    """A bar for each value of `category`, as long as `value`, or as the number of rows."""

    kind: Literal["bar"]
    category: str = Field(min_length=1)
    value: str | None = None

    def columns(self) -> dict[str, str]:
        """Return the columns that the picture reads, each by what it is to it."""
        return {"category": self.category} | ({"value": self.value} if self.value is not None else {})


class Ribbons(_Strict):
    """Ribbons from the values of one column through those of others, each as wide as its rows are many."""

    kind: Literal["ribbons"]
    through: tuple[str, ...] = Field(min_length=2, max_length=4, strict=False)

    def columns(self) -> dict[str, str]:
        """Return the columns that the picture reads, each by what it is to it."""
        return {f"column {number}": name for number, name in enumerate(self.through, start=1)}


#: How the answer is drawn.
Chart = Annotated[Bars | Ribbons, Field(discriminator="kind")]


class Example(_Strict):
    """An answer known in advance: asked with `parameters` over the demonstration registry, it has `rows` rows.

    `first` is what the first of them says in some of its columns. Where the demonstration has nothing to show,
    `nothing_because` says what it lacks.
    """

    parameters: dict[str, Any] = Field(default_factory=dict)
    rows: int = Field(ge=0)
    first: dict[str, str | int | bool | None] = Field(default_factory=dict)
    nothing_because: str | None = Field(default=None, min_length=1, alias="nothingBecause")

    @model_validator(mode="after")
    def _why_nothing(self) -> Self:
        if (self.rows == 0) != (self.nothing_because is not None):
            raise ValueError("say in nothingBecause what the demonstration lacks where it has 0 rows, and only there")
        return self


class Heading(_Strict):
    """What the heading of a question file may say."""

    title: str = Field(pattern=_ONE_LINE, max_length=80)
    question: str = Field(pattern=_ONE_LINE)
    help: str = Field(min_length=1)
    area: str = Field(min_length=1)
    #: Lower comes first, in the list of questions and among the areas; the first of all is the opening question.
    order: int = 100
    parameters: tuple[Parameter, ...] = Field(default=(), strict=False)
    #: The list whose items are the rows of the flat answer, as `isa ask` names it (``sharing.flows``).
    table: str = Field(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$")
    columns: tuple[Column, ...] = Field(min_length=1, strict=False)
    chart: Chart | None = None
    #: How long an answer may be used again without asking whether it still holds.
    cache_seconds: int = Field(default=0, ge=0, le=86_400, alias="cacheSeconds")
    #: Who may ask it by name.
    roles: tuple[RoleName, ...] = Field(default=get_args(RoleName), min_length=1, strict=False)
    example: Example


class Question(Heading):
    """One prepared question: its heading, its name and its query."""

    name: str
    path: Path
    #: The GraphQL of the file, without the heading.
    document: str
    operation_name: str
    #: The line of each parameter in the file, for messages about it.
    parameter_lines: tuple[int, ...]
    #: The line of the example's parameters, or of the example where it has none.
    example_line: int
    #: The lines of the table, of each column and of the chart (of the table where there is none).
    table_line: int
    column_lines: tuple[int, ...]
    chart_line: int
    #: How many lines stand before `document` in the file.
    lines_before_document: int

    def variables(self) -> dict[str, Any]:
        """Return the default variables: what the question is asked with where nothing else is given."""
        return {parameter.name: parameter.default for parameter in self.parameters if parameter.default is not None}
