"""Questions of a deployment: checked, taken in whole or not at all, given out, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli.application import run
from api.questions.folder import offered_questions, own_folder
from api.settings import load_settings
from queries.prepared.catalogue import QUESTIONS_FOLDER, load_questions

SHIPPED = (QUESTIONS_FOLDER / "agreements-of-a-body.graphql").read_text(encoding="utf-8")
OURS = SHIPPED.replace("query AgreementsOfABody", "query Ours").replace("Agreements of one body", "Our agreements")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ISA_DATA_DIR", str(tmp_path / "data"))
    made = tmp_path / "mine"
    made.mkdir()
    (made / "our-agreements.graphql").write_text(OURS, encoding="utf-8")
    return made


def names() -> list[str]:
    return [each.name for each in offered_questions(load_settings())]


def test_imported_offered_exported_and_removed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = [each.name for each in load_questions()]
    assert names() == shipped
    assert run(["questions", "check", str(folder)]) == 0
    assert capsys.readouterr().out == "1 question can be asked: our-agreements.\n"
    assert names() == shipped

    assert run(["questions", "import", str(folder)]) == 0
    assert sorted(names()) == sorted([*shipped, "our-agreements"])
    # The same once more changes nothing and is no fault.
    assert run(["questions", "import", str(folder)]) == 0

    out = folder.parent / "out"
    assert run(["questions", "export", str(out), "--own"]) == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()} == {"our-agreements.graphql": OURS}
    assert run(["questions", "export", str(out)]) == 0
    assert len(list(out.iterdir())) == len(shipped) + 1

    assert run(["questions", "remove", "our-agreements"]) == 0
    assert names() == shipped


def test_another_of_the_same_name_is_replaced_only_when_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questions", "import", str(folder)]) == 0
    changed = OURS.replace("Our agreements", "Our own agreements")
    (folder / "our-agreements.graphql").write_text(changed, encoding="utf-8")
    own = own_folder(load_settings())
    assert run(["questions", "import", str(folder)]) == 2
    assert capsys.readouterr().err == (
        f"isa: {own} has another our-agreements.graphql. Say --replace to have the new one in its place.\n"
    )
    assert (own / "our-agreements.graphql").read_text(encoding="utf-8") == OURS
    assert run(["questions", "import", str(folder), "--replace"]) == 0
    assert (own / "our-agreements.graphql").read_text(encoding="utf-8") == changed


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("b-wrong", OURS.replace("query Ours", "query B").replace("endsOn", "endsAt"), "Cannot query field 'endsAt'"),
        ("agreements-of-a-body", OURS.replace("query Ours", "query B"), "there is a question of this name already"),
        ("b-twice", OURS, "the operation name Ours is taken by b-twice.graphql"),
    ],
)
def test_where_one_is_wrong_none_is_taken(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, told: str
) -> None:
    (folder / f"{name}.graphql").write_text(text, encoding="utf-8")
    before = names()
    assert run(["questions", "import", str(folder)]) == 2
    line = capsys.readouterr().err
    assert told in line
    assert line.startswith("isa: ")
    assert names() == before


def test_what_the_commands_are_given_wrong_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = folder.parent / "empty"
    empty.mkdir()
    assert run(["questions", "check", str(empty)]) == 2
    assert capsys.readouterr().err.startswith(f"isa: {empty} holds no .graphql file.")
    assert run(["questions", "check", str(folder / "absent")]) == 2
    assert capsys.readouterr().err.startswith(f"isa: There is no folder {folder / 'absent'}.")
    assert run(["questions", "remove", "who-shares-what"]) == 2
    assert capsys.readouterr().err.startswith("isa: who-shares-what was not imported here.")
