"""A prepared question and what its file may say."""

from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

_ONE_LINE: Final = r"^[^\n]+$"


class QuestionError(ValueError):
    """A question file is wrong. The message names the file, the line and what to change."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.name}, line {line}: {message}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Parameter(_Strict):
    """One thing a question can be asked about.

    `type` is the GraphQL type of the variable (``String!``, ``[Sharing!]``); `default` is the value used where none is
    given and is absent only where the variable may be left out.
    """

    name: str = Field(min_length=1)
    type: str = Field(min_length=1)
    default: Any = None
    help: str = Field(min_length=1)


class Example(_Strict):
    """An answer known in advance: asked with `parameters` over the demonstration registry, `path` holds `rows` rows.

    `path` is the dotted path to a list in the answer's data (``sharing.nodes``).
    """

    parameters: dict[str, Any] = Field(default_factory=dict)
    path: str = Field(min_length=1)
    rows: int = Field(ge=1)


class Heading(_Strict):
    """What the heading of a question file may say."""

    title: str = Field(pattern=_ONE_LINE, max_length=80)
    question: str = Field(pattern=_ONE_LINE)
    help: str = Field(min_length=1)
    area: str = Field(min_length=1)
    #: Lower comes first, in the list of questions and among the areas; the first of all is the opening question.
    order: int = 100
    parameters: tuple[Parameter, ...] = Field(default=(), strict=False)
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
    #: How many lines stand before `document` in the file.
    lines_before_document: int

    def variables(self) -> dict[str, Any]:
        """Return the default variables: what the question is asked with where nothing else is given."""
        return {parameter.name: parameter.default for parameter in self.parameters if parameter.default is not None}
