"""Documentation is tested: every question is answered, every command runs, every answer shown is the real one."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import httpx
import pytest
from graphql import parse, validate
from typer.main import get_command

from api.cli.application import app
from api.schema.build import executable_schema
from queries.prepared.catalogue import load_questions
from queries.prepared.validation import validate_questions
from tests.delivery.commands import ROOT, isa
from tests.delivery.conftest import Demo
from tests.delivery.examples import Block, all_blocks, asked, blocks, drawn, pages, pictures, printed, shown

TARGETS = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/q/[a-z][\w-]*\.\S+)")
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)(#[^)\s]+)?\)")


def name(block: Block) -> str:
    return f"{block.page}:{block.line}"


def of_an_error(block: Block) -> str | None:
    page = Path(block.page)
    return page.stem if page.parent.name == "errors" else None


@pytest.mark.parametrize("block", all_blocks("graphql"), ids=name)
def test_a_question_is_answered(block: Block, demo: Demo) -> None:
    answer = asked(demo.address, block.text)
    code = of_an_error(block)
    if code is not None:
        assert [each["extensions"]["code"] for each in answer["errors"]] == [code]
        told = re.search(r"^> (.*)$", (ROOT / block.page).read_text(encoding="utf-8"), re.MULTILINE)
        assert told is not None
        assert answer["errors"][0]["message"] == told[1]
        return
    schema = executable_schema((ROOT / "api/schema.graphql").read_text(encoding="utf-8"))
    assert validate(schema, parse(block.text)) == []
    assert "errors" not in answer
    assert any(answer["data"].values())
    if block.following is not None and block.following.kind == "json":
        assert shown(answer) == block.following.text, "run `make examples` if the new answer is right"


@pytest.mark.parametrize("block", all_blocks("console"), ids=name)
def test_an_answer_on_the_command_line_is_the_real_one(block: Block, demo: Demo) -> None:
    command, _, output = block.text.partition("\n")
    assert command.startswith("$ isa ")
    assert printed(command.removeprefix("$ "), demo.env) == output, "run `make examples` if the new answer is right"


@pytest.mark.parametrize("block", all_blocks("bash"), ids=name)
def test_a_command_runs(block: Block, demo: Demo) -> None:
    for line in block.text.splitlines():
        program, *arguments = shlex.split(line)
        if program == "make":
            assert set(arguments) <= TARGETS
        else:
            assert program == "isa"
            ended = isa(*arguments, env=demo.env)
            assert (ended.code, ended.err) == (0, "")
            assert ended.out


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture.stem)
def test_a_picture_of_an_answer_is_the_real_one(picture: Path, demo: Demo) -> None:
    assert drawn(demo.address, picture.stem) == picture.read_text(encoding="utf-8"), "`make examples` writes it anew"


ADDRESSES = sorted({address for page in pages() for address in ADDRESS.findall(page.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_a_question_answers(address: str, demo: Demo) -> None:
    answer = httpx.get(f"{demo.address}{address}", timeout=30)
    assert answer.status_code == 200
    assert answer.content


def test_the_question_in_the_pages_is_one_that_can_be_read(tmp_path: Path) -> None:
    [heading] = [block.text for block in all_blocks("yaml") if block.page == "docs/contributing.md"]
    marked = "".join(f"# {line}\n" for line in heading.splitlines())
    query = "query Q($body: ID!) { agreements(first: 1) { nodes { title } } a: agreement(id: $body) { title } }\n"
    (tmp_path / "agreements-of-one-body.graphql").write_text(f"{marked}\n{query}", encoding="utf-8")
    questions = load_questions(tmp_path)
    validate_questions(questions, executable_schema((ROOT / "api/schema.graphql").read_text(encoding="utf-8")))
    assert questions[0].chart is not None


def test_blocks_are_of_the_kinds_that_are_tested() -> None:
    kinds = {block.kind for page in pages() for block in blocks(page)}
    assert kinds <= {"graphql", "json", "console", "bash", "python", "cypher", "yaml"}
    assert {"graphql", "json", "console", "bash"} <= kinds


def test_every_answer_shown_follows_its_question() -> None:
    held = [block.following for block in all_blocks("graphql") if block.following and block.following.kind == "json"]
    answers = [block for block in all_blocks("json") if "data" in json.loads(block.text)]
    assert [(block.page, block.line) for block in held] == [(block.page, block.line) for block in answers]
    assert answers


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target, anchor in LINK.findall(text):
        there = (page.parent / target).resolve()
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor[1:] in {heading.lower().replace(" ", "-") for heading in headings}, target + anchor


def test_the_table_of_commands_names_every_command() -> None:
    page = (ROOT / "docs/getting-started.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`isa .*?) \|", page, re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`isa (\w+)`", row)}
    assert told == set(get_command(app).commands)  # type: ignore[attr-defined]


def test_every_page_is_reached_from_the_first() -> None:
    reached, ahead = set[Path](), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        reached.add(page)
        there = [(page.parent / target).resolve() for target, _ in LINK.findall(page.read_text(encoding="utf-8"))]
        pages_there = [inner for each in there for inner in (each.glob("*.md") if each.is_dir() else [each])]
        ahead += [each for each in pages_there if each.suffix == ".md" and each not in reached]
    assert set(pages()) - {ROOT / "CHANGELOG.md"} <= reached
