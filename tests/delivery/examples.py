"""The examples of README.md and docs/: found, asked, and written back with what the registry answers now.

`make examples` runs this. A `graphql` block that a `json` block follows is held to that answer, a `console` block
to the output under its command, and a picture in docs/pictures that is named as a question to that of its answer.
"""

from __future__ import annotations

import json
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from queries.prepared.catalogue import load_questions
from tests.delivery.commands import ROOT, environment, isa, serving

FENCE = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
DAY = re.compile(r", as of \d{4}-\d\d-\d\d")
WIDTH = "100"


@dataclass(frozen=True)
class Block:
    """A fenced block: its kind, its text, its line in its page, and the block right after it."""

    page: str
    line: int
    kind: str
    text: str
    start: int
    end: int
    following: Block | None = None


def pages() -> list[Path]:
    """README.md and every page of docs/ but those made from code."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page that name their kind."""
    text = page.read_text(encoding="utf-8")
    after: Block | None = None
    fence = 0
    found = []
    for match in reversed(list(FENCE.finditer(text))):
        near = not text[match.end() : fence].strip()
        fence = match.start()
        after = Block(
            str(page.relative_to(ROOT)),
            text.count("\n", 0, match.start()) + 1,
            match["kind"],
            match["text"],
            match.start("text"),
            match.end("text"),
            after if near else None,
        )
        found.append(after)
    yield from reversed(found)


def all_blocks(kind: str) -> list[Block]:
    """Every block of a kind, in all pages."""
    return [block for page in pages() for block in blocks(page) if block.kind == kind]


def asked(address: str, question: str) -> dict[str, Any]:
    """Ask a question over HTTP."""
    answer: dict[str, Any] = httpx.post(f"{address}/graphql", json={"query": question}, timeout=30).json()
    return answer


def shown(answer: dict[str, Any]) -> str:
    """An answer as pages show it."""
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def printed(command: str, env: dict[str, str]) -> str:
    """What `$ isa ...` prints, without the spaces at line ends."""
    program, *arguments = shlex.split(command)
    assert program == "isa", f"only isa is run here: {command}"
    ended = isa(*arguments, env={**env, "COLUMNS": WIDTH})
    assert (ended.code, ended.err) == (0, ""), f"{command}\n{ended.err}"
    return "".join(line.rstrip() + "\n" for line in ended.out.splitlines())


def pictures() -> list[Path]:
    """The pictures of answers: those named as a prepared question is."""
    names = {question.name for question in load_questions()}
    return [each for each in sorted((ROOT / "docs/pictures").glob("*.svg")) if each.stem in names]


def drawn(address: str, question: str) -> str:
    """The picture of a question's answer, without the day it is as of."""
    return DAY.sub("", httpx.get(f"{address}/q/{question}.svg", timeout=30).text) + "\n"


def main() -> None:
    """Write every answer anew."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(ISA_DATA_DIR=f"{folder}/data")
        loaded = isa("demo", "--no-serve", env=env)
        assert loaded.code == 0, loaded.err
        with serving(Path(folder) / "log", env=env) as (_, address):
            for page in pages():
                _rewrite(page, lambda block: _answer(block, address, env))
            for picture in pictures():
                picture.write_text(drawn(address, picture.stem), encoding="utf-8")


def _answer(block: Block, address: str, env: dict[str, str]) -> tuple[Block, str] | None:
    if block.kind == "graphql" and block.following is not None and block.following.kind == "json":
        return block.following, shown(asked(address, block.text))
    if block.kind == "console":
        command = block.text.splitlines()[0]
        return block, f"{command}\n{printed(command.removeprefix('$ '), env)}"
    return None


def _rewrite(page: Path, answer: Callable[[Block], tuple[Block, str] | None]) -> None:
    text = page.read_text(encoding="utf-8")
    for block in reversed(list(blocks(page))):
        if made := answer(block):
            place, new = made
            text = text[: place.start] + new + text[place.end :]
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
