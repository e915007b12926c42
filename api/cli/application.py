"""The `isa` command: its subcommands, and how it ends.

Exit codes: 0 done, 1 failed, 2 bad input, 3 findings as grave as `isa check` was asked to fail on, 130 interrupted. An
error is one line on standard error. Every command imports what it needs when it runs, so that `isa --help` answers at
once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

# Typer keeps its own copy of Click and re-exports no common base of the usage errors.
from typer._click.exceptions import ClickException, NoArgsIsHelpError

from api.cli.alerts import alerts_app
from api.cli.ask import ask
from api.cli.backup import backup, restore
from api.cli.check import check
from api.cli.demo import demo
from api.cli.diff import diff
from api.cli.doctor import doctor
from api.cli.export import export
from api.cli.faults import BAD_INPUT, FAILED, INTERRUPTED, told
from api.cli.laws import laws
from api.cli.load import load
from api.cli.map import map_file
from api.cli.model import model
from api.cli.questions import questions_app
from api.cli.resolve import resolve_app
from api.cli.rules import rules_app
from api.cli.schema import schema
from api.cli.serve import serve
from api.cli.settings import settings
from api.cli.sources import sources
from api.cli.template import template

app = typer.Typer(
    name="isa",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A registry of information sharing agreements: who shares what with whom, under which agreement and law.",
    epilog="Begin with `isa demo`. Settings are `ISA_*` variables: see `isa settings`.",
)
for command in (
    demo, serve, ask, check, load, diff, sources, laws, template, export, backup, restore, doctor, settings, schema,
    model,
):  # fmt: skip
    app.command(no_args_is_help=command in (ask, load, diff, laws, export, restore))(command)
app.command("map", no_args_is_help=True)(map_file)
app.add_typer(questions_app)
app.add_typer(rules_app)
app.add_typer(resolve_app)
app.add_typer(alerts_app)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"isa {version('isa-registry')}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where in the program an error arose, for reporting a bug.")
    ] = False,
) -> None:
    """Options that go before the name of a command."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code, with any error told in one line on standard error."""
    try:
        ended = app(args=list(arguments), prog_name="isa", standalone_mode=False)
    except NoArgsIsHelpError as asked:
        sys.stderr.write(asked.format_message() + "\n")
        return BAD_INPUT
    except ClickException as usage:
        return _fail(f"{usage.format_message().rstrip('.')}. {_where_help_is(arguments)}", BAD_INPUT)
    except BrokenPipeError:
        # The reader of our output went away, as `isa ask ... | head` does.
        sys.stdout = None
        return FAILED
    except Exception as error:
        if "--traceback" in arguments:
            raise
        line = told(error)
        if line is not None:
            return _fail(*line)
        return _fail(
            f"a fault of this software: {type(error).__name__}: {' '.join(str(error).split())}. "
            "Run it again as isa --traceback ... and report what it prints.",
            FAILED,
        )
    if ended == INTERRUPTED:
        return _fail("stopped", INTERRUPTED)
    return ended if isinstance(ended, int) else 0


def _where_help_is(arguments: Sequence[str]) -> str:
    commands = {each.name or each.callback.__name__ for each in app.registered_commands if each.callback is not None}
    named = next((each for each in arguments if each in commands), None)
    return f"See isa {named} --help." if named else "See isa --help."


def _fail(line: str, code: int) -> int:
    sys.stderr.write(f"isa: {line}\n")
    return code
