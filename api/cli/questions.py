"""`isa questions`: the prepared questions of this deployment, taken in, checked and given out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.faults import BadInput

if TYPE_CHECKING:
    from api.settings import Settings
    from queries.prepared.question import Question

questions_app = typer.Typer(
    name="questions", no_args_is_help=True, help="Check, import and export folders of prepared questions."
)
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of .graphql files, one a question.")]
Replace = Annotated[bool, typer.Option("--replace", help="Take the place of files of the same name.")]


@questions_app.command("check")
def check_questions(folder: Folder) -> None:
    """Hold the questions of a folder against the schema. Nothing is changed.

    Example: `isa questions check my-questions`
    """
    from api.settings import load_settings

    coming = _checked(load_settings(), folder)
    typer.echo(f"{_number(coming)} can be asked: {', '.join(each.name for each in coming)}.")


@questions_app.command("import")
def import_questions(folder: Folder, replace: Replace = False) -> None:
    """Take the questions of a folder into this registry: all of them, or none where one is wrong.

    They are kept in the data folder and offered from the next start of the server on.

    Example: `isa questions import my-questions`
    """
    from api.questions.folder import copy_questions, own_folder
    from api.settings import load_settings

    settings = load_settings()
    coming = _checked(settings, folder)
    own = own_folder(settings)
    _refuse_to_replace([each.path for each in coming], own, replace)
    copy_questions([each.path for each in coming], own)
    typer.echo(f"{_number(coming)} imported: {', '.join(each.name for each in coming)}.")
    typer.echo("A server that runs offers them when it is started again.")


@questions_app.command("export")
def export_questions(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write the files; made where it is not.")],
    own: Annotated[bool, typer.Option("--own", help="Leave out those that come with the registry.")] = False,
    replace: Replace = False,
) -> None:
    """Write the questions of this registry into a folder, to be read, changed under other names, or imported elsewhere.

    Example: `isa questions export questions-of-today`
    """
    from api.questions.folder import copy_questions, offered_questions, own_folder
    from api.settings import load_settings

    settings = load_settings()
    ours = own_folder(settings)
    leaving = [each for each in offered_questions(settings) if not own or each.path.parent == ours]
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is no folder. Name another.")
    _refuse_to_replace([each.path for each in leaving], folder, replace)
    copy_questions([each.path for each in leaving], folder)
    typer.echo(f"{_number(leaving)} written to {folder}.")


@questions_app.command("remove")
def remove_questions(
    names: Annotated[list[str], typer.Argument(metavar="NAME", help="Names of questions that were imported.")],
) -> None:
    """Take imported questions out of this registry. Dashboards that ask them by name are refused from then on."""
    from api.questions.folder import own_folder
    from api.settings import load_settings

    own = own_folder(load_settings())
    paths = [own / f"{name}.graphql" for name in names]
    for path in paths:
        if path not in own.glob("*.graphql"):
            raise BadInput(f"{path.stem} was not imported here. Those that come with the registry stay.")
    for path in paths:
        path.unlink()
    typer.echo(f"Removed: {', '.join(names)}.")


def _checked(settings: Settings, folder: Path) -> tuple[Question, ...]:
    """Return the questions of a folder, which fit the schema and go with those that are here.

    Raises BadInput where it holds none, QuestionError where one is wrong.
    """
    from api.app import SCHEMA_FILE
    from api.questions.folder import together_with
    from api.schema.build import executable_schema
    from queries.prepared.validation import validate_questions

    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}. Name one that holds .graphql files.")
    coming = tuple(each for each in together_with(settings, folder) if each.path.parent == folder)
    if not coming:
        raise BadInput(f"{folder} holds no .graphql file. docs/contributing.md shows what goes into one.")
    validate_questions(coming, executable_schema(SCHEMA_FILE.read_text(encoding="utf-8")))
    return coming


def _refuse_to_replace(paths: list[Path], folder: Path, replace: bool) -> None:
    there = [
        path.name
        for path in paths
        if (folder / path.name).exists() and (folder / path.name).read_bytes() != path.read_bytes()
    ]
    if there and not replace:
        raise BadInput(f"{folder} has another {', '.join(there)}. Say --replace to have the new one in its place.")


def _number(questions: tuple[Question, ...] | list[Question]) -> str:
    return f"{len(questions)} question{'' if len(questions) == 1 else 's'}"
