"""Asks one question and writes its answer as a table, JSON or CSV."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import graphql
from rich.console import Console
from rich.table import Table as Drawn

from api.cli.drawing import draw
from api.cli.faults import BadInput, CommandError
from api.cli.parameters import variables
from api.cli.registry import opened
from api.cli.running import run_to_end
from api.settings import Settings, load_settings
from queries.prepared.answers import csv_text, tables
from queries.prepared.columns import flat_answer
from queries.prepared.question import Question

if TYPE_CHECKING:
    from api.graphql.asked import Statement
    from api.graphql.execute import Engine

# Codes of errors that are no fault of the question. The others are: see docs/errors.
OF_THE_REGISTRY = ("STATEMENT_STOPPED", "ENGINE_UNAVAILABLE", "ENGINE_FAULT", "INTERNAL")
_FILES = (".graphql", ".gql")


def asked(question: str, written: Sequence[str], form: str, table: str | None) -> None:
    """Ask a question, by name, file or text, with `name=value` parameters, and write the answer to standard output.

    `form` is table, json or csv; `table` picks one table of the answer. A prepared question as csv has the columns
    that it declares.

    Raises BadInput where the question cannot be asked so, CommandError and StoreError where it cannot be answered.
    """
    prepared = _prepared(question)
    document, values = _with_values(question, prepared, written)
    data = run_to_end(_ask(load_settings(), document, values))
    if prepared is not None and form == "csv" and table is None:
        sys.stdout.write(csv_text(flat_answer(prepared, data).table()))
    else:
        _write(data, form, table)


def explained(question: str, written: Sequence[str]) -> None:
    """Write what the database would be asked, with the parameters, and the engine's plan. Nothing is run.

    Raises as `asked`.
    """
    document, values = _with_values(question, _prepared(question), written)
    for statement, plan in run_to_end(_plans(load_settings(), document, values)):
        given = "".join(
            f"// ${name} = {json.dumps(v, ensure_ascii=False, default=str)}\n"
            for name, v in statement.parameters.items()
        )
        sys.stdout.write(f"// {statement.field}\n{given}{statement.text}\n\n{plan}\n\n")


def _with_values(question: str, prepared: Question | None, written: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the document of a question and its variables: defaults where it is prepared, then what is written."""
    document = _document(question) if prepared is None else prepared.document
    defaults = {} if prepared is None else prepared.variables()
    return document, {**defaults, **variables(_operation(document), written)}


async def _plans(settings: Settings, document: str, values: dict[str, Any]) -> list[tuple[Statement, str]]:
    from api.app import make_engine
    from api.graphql.asked import Question as Asked
    from api.graphql.errors import Refusal
    from graph.access import ADMINISTRATOR
    from graph.compile.errors import AskError

    async with opened(settings) as store:
        try:
            return await make_engine(settings, store).plans(Asked(document, values), ADMINISTRATOR)
        except Refusal as refusal:
            refuse(refusal.formatted())
        except AskError as wrong:
            raise BadInput(str(wrong)) from wrong


async def _ask(settings: Settings, document: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the data of the answer. Raises CommandError, BadInput among them, where there is none or only a part."""
    from api.app import make_engine

    async with opened(settings) as store:
        return await answered(make_engine(settings, store), document, asked)


async def answered(engine: Engine, document: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an administrator's question to a registry that is open.

    Raises CommandError, BadInput among them, where there is none or only a part.
    """
    import orjson

    from api.graphql.asked import Question as Asked
    from api.graphql.errors import Refusal
    from graph.access import ADMINISTRATOR

    try:
        answer = await engine.answer(Asked(document, asked), ADMINISTRATOR)
    except Refusal as refusal:
        refuse(refusal.formatted())
    body = orjson.loads(answer.body)
    if body.get("errors"):
        refuse(body["errors"])
    data: dict[str, Any] = body["data"]
    return data


def refuse(errors: Sequence[Mapping[str, Any]]) -> NoReturn:
    """Raise what went wrong with a question: the first error, where in the question, and how many more there are."""
    first = errors[0]
    line = str(first["message"])
    if first.get("locations"):
        place = first["locations"][0]
        line += f" (line {place['line']}, column {place['column']})"
    if len(errors) > 1:
        line += f" And {len(errors) - 1} more."
    code = first.get("extensions", {}).get("code", "INTERNAL")
    raise CommandError(line) if code in OF_THE_REGISTRY else BadInput(line)


def list_questions() -> None:
    """Write the prepared questions: name, what they ask, parameters."""
    from api.questions.folder import offered_questions

    drawn = Drawn(box=None, padding=(0, 2, 0, 0), header_style="bold")
    drawn.add_column("name", no_wrap=True)
    drawn.add_column("what it asks")
    drawn.add_column("parameters")
    for each in offered_questions(load_settings()):
        drawn.add_row(each.name, each.question, ", ".join(p.name for p in each.parameters))
    Console().print(drawn)


def _prepared(question: str) -> Question | None:
    """Return the prepared question of a name, None for a file and for GraphQL itself."""
    if "{" in question or Path(question).suffix in _FILES:
        return None
    from api.questions.folder import offered_questions

    prepared = {each.name: each for each in offered_questions(load_settings())}
    if question not in prepared:
        near = get_close_matches(question, prepared, n=1)
        hint = f"Did you mean {near[0]}?" if near else "isa ask list lists them."
        raise BadInput(f"there is no prepared question {question}. {hint}")
    return prepared[question]


def _document(question: str) -> str:
    """Return the GraphQL of a question that is given as a file or as itself."""
    if "{" in question:
        return question
    try:
        return Path(question).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise BadInput(f"{question} cannot be read: {unreadable}.") from unreadable


def _operation(document: str) -> graphql.OperationDefinitionNode:
    try:
        parsed = graphql.parse(document)
    except graphql.GraphQLSyntaxError as wrong:
        place = wrong.locations[0] if wrong.locations else None
        where = f" (line {place.line}, column {place.column})" if place else ""
        raise BadInput(f"the question is not readable as GraphQL: {wrong.message}{where}.") from None
    operation = graphql.get_operation_ast(parsed)
    if operation is None or operation.operation is not graphql.OperationType.QUERY:
        raise BadInput("the question must hold exactly one operation, a query.")
    return operation


def _write(data: dict[str, Any], form: str, wanted: str | None) -> None:
    if form == "json":
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return
    found = tables(data)
    if wanted is not None:
        found = tuple(table for table in found if table.name == wanted)
        if not found:
            raise BadInput(f"the answer has no table {wanted}. It has {', '.join(t.name for t in tables(data))}.")
    if form == "table":
        draw(found)
    elif len(found) == 1:
        sys.stdout.write(csv_text(found[0]))
    else:
        raise BadInput(
            f"the answer has {len(found)} tables ({', '.join(t.name for t in found)}) and CSV holds one. "
            "Say which with --table, or use --format json."
        )
