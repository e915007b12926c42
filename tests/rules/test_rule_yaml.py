"""Rule files are read by the fast loader of YAML where there is one: to the same values, lines and messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from queries import heading
from queries.gap_rules.catalogue import RULES_FOLDER
from queries.heading import Heading, HeadingError, read_heading

FILES = sorted(RULES_FOLDER.glob("*.yaml"))[::12]


def places(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where everything stands that a file says."""
    if isinstance(value, dict):
        return [at, *(place for name, each in value.items() for place in places(each, (*at, name)))]
    if isinstance(value, list):
        return [at, *(place for i, each in enumerate(value) for place in places(each, (*at, i)))]
    return [at]


def read_slowly(text: str, monkeypatch: pytest.MonkeyPatch) -> Heading:
    """Read as where PyYAML was built without the fast loader."""
    with monkeypatch.context() as patch:
        patch.setattr(heading, "_Fast", heading._Slow)
        return read_heading(text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_values_and_lines_are_those_of_the_slow_loader(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = file.read_text(encoding="utf-8")
    fast, slow = read_heading(text), read_slowly(text, monkeypatch)
    assert fast.values == slow.values
    where = places(fast.values)
    assert len(where) > 50
    assert [fast.line_of(place) for place in where] == [slow.line_of(place) for place in where]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a: no\nb: 2026-04-01\na: 1\n", 3, "'a' stands twice"),
        ("a: 1\nb: [1, 2}\n", 2, "not readable as YAML: expected ',' or ']', but got '}'"),
        ("a: 1\nb: 'never closed\nc: 2\n", 2, "not readable as YAML: found unexpected end of stream"),
        ("a: 1\nb: \x01\n", 2, "not readable as YAML: special characters are not allowed"),
        ("- 1\n", 1, "the heading must be YAML of the form 'name: value'"),
    ],
)
def test_what_is_wrong_is_told_alike(text: str, line: int, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for read in (read_heading, lambda said: read_slowly(said, monkeypatch)):
        with pytest.raises(HeadingError) as fault:
            read(text)
        assert (fault.value.line, str(fault.value)) == (line, told)


def test_days_and_no_stay_as_they_are_written() -> None:
    assert read_heading("a: no\nb: 2026-04-01\nc: true\nd: 3\n").values == {
        "a": "no",
        "b": "2026-04-01",
        "c": True,
        "d": 3,
    }
