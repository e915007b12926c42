"""Files speak of the product: not of the machine they were written on, nor of what is still to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NOT_OURS = {".git", ".venv", "node_modules", "dist", "__pycache__", ".cache", ".hypothesis", ".pytest_cache"}
NOT_OURS |= {".mypy_cache", ".ruff_cache"}
TEXTS = {".py", ".md", ".yaml", ".yml", ".toml", ".sh", ".lock", ".graphql", ".html", ".css", ".ts", ".tsx", ".json"}
TEXTS |= {".java", ".xml", ".svg", ".example", ""}
FORBIDDEN = {
    "the path of a machine": re.compile(r"(?<![\w.])/(?:work|root|Users)/\w|(?<![\w.])/home/\w+/|(?<![\w.])/tmp/\w"),
    "an unfinished part": re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b"),
}


def faults(text: str) -> list[str]:
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


def ours() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if not NOT_OURS & set(inside.parts) and path.suffix in TEXTS and path.is_file():
            yield inside


def test_no_file_speaks_of_a_machine_or_of_what_is_undone() -> None:
    found = {}
    for path in ours():
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if wrong := faults(text):
            found[str(path)] = wrong
    assert found == {}


def test_the_check_sees_what_it_looks_for() -> None:
    assert faults("see /" + "work/main") == ["the path of a machine"]
    assert faults("in /" + "home/ann/x") == ["the path of a machine"]
    assert faults("# TO" + "DO: later") == ["an unfinished part"]
    assert faults("tmpfs: /tmp and https://example.org/home/page and network/") == []
