"""How the command ends: its exit code, and one line on standard error."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from api.cli import application
from api.cli.application import run
from api.cli.asking import refuse
from api.cli.faults import BadInput, CommandError
from graph.store.errors import EngineUnavailable, SettingsWrong
from ingest.errors import FileRefused, LoadInProgress


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ISA_DATA_DIR", str(tmp_path / "data"))


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nope"], "No such command 'nope'. See isa --help."),
        (["schema", "--wrong"], "No such option: --wrong. See isa schema --help."),
        (["ask", "{ a", "--format", "pdf"], None),
        (["ask", "who-share-what"], "there is no prepared question who-share-what. Did you mean who-shares-what?"),
        (["ask", "zzz"], "there is no prepared question zzz. isa ask list lists them."),
        (
            ["ask", "{ agreements {"],
            "the question is not readable as GraphQL: Syntax Error: Expected Name, found <EOF>. (line 1, column 15).",
        ),
        (["ask", "mutation { a }"], "the question must hold exactly one operation, a query."),
        (["ask", "query A { a } query B { b }"], "the question must hold exactly one operation, a query."),
        (["ask", "none.graphql"], None),
        (["load", "gm-seed", "none.csv"], "none.csv does not exist. Name a file or a folder that does."),
        (["schema", "--write", "--check"], "--write and --check exclude each other: give one."),
        (["serve", "--port", "70000"], "ISA_PORT is '70000': it must be a whole number from 0 to 65535"),
        (["serve", "--host", "0.0.0.0"], None),
        (["demo", "--host", "::"], None),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    arguments: list[str], line: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("isa: ")
    assert printed.err.count("\n") == 1
    assert printed.out == ""
    if line is not None:
        assert printed.err == f"isa: {line}\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadInput("say\nthis"), 2),
        (CommandError("say this"), 1),
        (EngineUnavailable("say this"), 1),
        (SettingsWrong("say this"), 2),
        (FileRefused("say this"), 2),
        (LoadInProgress("say this"), 1),
    ],
)
def test_an_error_made_for_people_is_said_in_one_line(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(application, "app", fail)
    assert run(["doctor"]) == code
    assert capsys.readouterr().err == "isa: say this\n"


def test_a_fault_of_ours_says_so_and_shows_where_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(application, "app", fail)
    assert run(["doctor"]) == 1
    assert capsys.readouterr().err == (
        "isa: a fault of this software: KeyError: 'x'. Run it again as isa --traceback ... and report what it prints.\n"
    )
    with pytest.raises(KeyError):
        run(["--traceback", "doctor"])


def test_an_interrupted_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("api.cli.asking.list_questions", interrupt)
    assert run(["ask", "list"]) == 130
    assert capsys.readouterr().err == "isa: stopped\n"


def test_help_is_shown_where_nothing_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in ("demo", "serve", "ask", "load", "sources", "doctor", "settings") if name in shown] == [
        "demo",
        "serve",
        "ask",
        "load",
        "sources",
        "doctor",
        "settings",
    ]
    assert run(["ask"]) == 2
    assert run(["load"]) == 2


def test_a_reader_that_goes_away_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    assert run(["schema"]) == 1
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("code", "kind"), [("BAD_ID", BadInput), ("ENGINE_UNAVAILABLE", CommandError)])
def test_a_refused_question_says_where_and_how_much_more(code: str, kind: type[Exception]) -> None:
    error = {"message": "No.", "locations": [{"line": 2, "column": 3}], "extensions": {"code": code}}
    with pytest.raises(kind) as told:
        refuse([error, error, error])
    assert type(told.value) is kind
    assert str(told.value) == "No. (line 2, column 3) And 2 more."
