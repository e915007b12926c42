"""What is made from the code and checked in is what the code makes now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.cli.application import run
from api.cli.model import made
from api.graphql.errors import CODES
from api.settings import Settings, variable

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("command", ["schema", "model", "settings"])
def test_a_checked_in_file_is_current(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--check"]) == 0, capsys.readouterr().err


def test_a_file_that_is_not_current_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("api.cli.settings_page.page", lambda: "something else")
    assert run(["settings", "--check"]) == 1
    assert capsys.readouterr().err == (
        "isa: docs/settings.md is not what the code says now. Write it with: isa settings --write\n"
    )


def test_pictures_of_the_model_are_those_the_page_shows() -> None:
    page = made()["docs/model.md"]
    shown = {f"docs/{file}" for file in re.findall(r"\]\((pictures/[^)]+)\)", page)}
    assert shown == set(made()) - {"docs/model.md"}
    assert shown == {str(path.relative_to(ROOT)) for path in (ROOT / "docs/pictures").glob("model-*.svg")}


def test_every_error_code_has_a_page() -> None:
    pages = {path.stem for path in (ROOT / "docs/errors").glob("*.md")}
    assert pages == set(CODES)
    for code in CODES:
        first = (ROOT / f"docs/errors/{code}.md").read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith(f"# {code}: ")


def test_every_setting_is_on_the_page() -> None:
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(ISA_\w+)`", page, re.MULTILINE) == [variable(field) for field in Settings.model_fields]
