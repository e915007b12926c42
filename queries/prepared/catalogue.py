"""The catalogue of prepared questions: one ``.graphql`` file each under ``queries/questions``.

A file is its heading (YAML in comments, see `queries.heading`) and one GraphQL query. Its name, without the ending, is
the question's name for good: links and dashboards use it.
"""

import re
from pathlib import Path
from typing import Final

import graphql
from pydantic import ValidationError

from queries.heading import HeadingError, read_heading, split_heading
from queries.prepared.question import Heading, Question, QuestionError

QUESTIONS_FOLDER: Final = Path(__file__).resolve().parents[1] / "questions"

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def load_questions(*folders: Path) -> tuple[Question, ...]:
    """Load every ``*.graphql`` file of `folders` (default: ours), areas together, in the order they are to be shown.

    Areas come in the order of their first question; within an area questions come by ``order``, then by title.

    Raises:
        QuestionError: a file cannot be read as a question, or two questions share a name or an operation name.
    """
    questions = [_load(path) for folder in folders or (QUESTIONS_FOLDER,) for path in sorted(folder.glob("*.graphql"))]
    names: dict[str, Question] = {}
    operations: dict[str, Question] = {}
    for question in questions:
        if names.setdefault(question.name, question) is not question:
            raise QuestionError(question.path, 1, "there is a question of this name already; give the file another")
        other = operations.setdefault(question.operation_name, question)
        if other is not question:
            raise QuestionError(
                question.path,
                question.lines_before_document + 1,
                f"the operation name {question.operation_name} is taken by {other.path.name}; choose another",
            )
    first_of_area: dict[str, tuple[int, str]] = {}
    for question in questions:
        rank = (question.order, question.area)
        first_of_area[question.area] = min(rank, first_of_area.get(question.area, rank))
    return tuple(sorted(questions, key=lambda q: (first_of_area[q.area], q.order, q.title)))


def _load(path: Path) -> Question:
    if not _NAME.fullmatch(path.stem):
        raise QuestionError(
            path, 1, "a file name is lower-case words joined by hyphens, such as who-shares-what.graphql"
        )
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise QuestionError(path, 1, "the file is not UTF-8 text") from None
    try:
        heading_text, document = split_heading(source)
        heading = read_heading(heading_text)
    except HeadingError as fault:
        raise QuestionError(path, fault.line, str(fault)) from None
    try:
        checked = Heading.model_validate(heading.values)
    except ValidationError as fault:
        raise QuestionError(path, *heading.misfit(fault)) from None
    before = source[: source.index(document.strip())].count("\n") if document.strip() else source.count("\n")
    return Question(
        **dict(checked),
        name=path.stem,
        path=path,
        document=document,
        operation_name=_operation_name(path, document, before),
        parameter_lines=tuple(heading.line_of(("parameters", i)) for i in range(len(checked.parameters))),
        example_line=heading.line_of(("example", "parameters")),
        table_line=heading.line_of(("table",)),
        column_lines=tuple(heading.line_of(("columns", i)) for i in range(len(checked.columns))),
        chart_line=heading.line_of(("chart",) if checked.chart else ("table",)),
        lines_before_document=before,
    )


def _operation_name(path: Path, document: str, before: int) -> str:
    try:
        parsed = graphql.parse(document)
    except graphql.GraphQLSyntaxError as fault:
        line = fault.locations[0].line if fault.locations else 1
        raise QuestionError(path, before + line, f"not readable as GraphQL: {fault.message}") from None
    operations = [node for node in parsed.definitions if isinstance(node, graphql.OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation is not graphql.OperationType.QUERY or not operations[0].name:
        raise QuestionError(path, before + 1, "the file must hold exactly one operation, a query with a name")
    return operations[0].name.value
