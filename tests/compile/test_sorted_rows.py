"""What `trace` sorts is narrow: an engine keeps each sorted row with all that its subquery imports."""

from __future__ import annotations

import re

import pytest

from tests.compile.test_cases import ALL_CASES

LISTS = {"givenNear", "givenFar", "givenChains"}
STATEMENTS = [text for case in ALL_CASES if case.file == "routes" for text, _ in case.statements]
IMPORTS = re.compile(r"CALL \((.*)\) \{")


def wide(text: str) -> list[str]:
    """Return the lines that sort within a subquery that imports a long list."""
    found, scopes = [], [set[str]()]
    for line in text.splitlines():
        if begins := IMPORTS.fullmatch(line):
            scopes.append(set(begins[1].split(", ")))
        elif line == "}":
            scopes.pop()
        elif "ORDER BY" in line and scopes[-1] & LISTS:
            found.append(line)
    return found


@pytest.mark.parametrize("text", STATEMENTS)
def test_no_row_is_sorted_beside_a_long_list(text: str) -> None:
    assert wide(text) == []


def test_a_row_sorted_beside_a_long_list_is_seen() -> None:
    assert any("ORDER BY held IS NULL, text LIMIT" in text for text in STATEMENTS)
    sorted_beside = "WITH each ORDER BY each"
    assert wide(f"CALL (givenFrom, givenChains) {{\nUNWIND givenChains AS each\n{sorted_beside}\n}}") == [sorted_beside]
