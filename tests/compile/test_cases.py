"""GraphQL in, Cypher out: what each question compiles to, without a database."""

from __future__ import annotations

import os

import pytest

from api.graphql.asked import Question
from api.graphql.execute import Engine
from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from graph.compile.asked.arguments import STRUCTURAL_ENUMS
from graph.compile.declared.catalogue import declared_choices
from tests.compile.reading import CASES, Case, read_cases, shown, write_cases

CALLERS = {"ALL": ADMINISTRATOR, "PUBLIC": PUBLIC, "BODIES": Caller(Role.MEMBER, ("gm:tfgm",))}
FILES = sorted(CASES.glob("*.md"))
ALL_CASES = [case for file in FILES for case in read_cases(file)]


def compiled(engine: Engine, case: Case) -> list[tuple[str, str]]:
    statements = engine.explain(Question(case.graphql, case.variables), CALLERS[case.scope])
    return [(each.text, shown(dict(each.parameters))) for each in statements]


def test_there_are_at_least_sixty_cases() -> None:
    assert len(ALL_CASES) >= 60
    assert len({case.id for case in ALL_CASES}) == len(ALL_CASES)


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.id)
def test_case(compiling: Engine, case: Case) -> None:
    found = compiled(compiling, case)
    if os.environ.get("UPDATE_CASES"):
        file = CASES / f"{case.file}.md"
        cases = read_cases(file)
        next(each for each in cases if each.title == case.title).statements = found
        write_cases(file, cases)
        return
    assert found == case.statements


def test_same_shape_same_text(compiling: Engine) -> None:
    """Values never reach the text: the database keeps one plan for all of them."""
    head = "query($k: ID, $n: Int) "
    body = "{{ flows(where: {{recipient: {{key: {{eq: {0}}}}}}}, first: {1}) {{ nodes {{ key }} }} }}"
    literal = compiling.explain(Question(body.format('"a"', 5)), ADMINISTRATOR)
    other = compiling.explain(Question(body.format('"b"', 9)), ADMINISTRATOR)
    variable = compiling.explain(Question(head + body.format("$k", "$n"), {"k": "c", "n": 7}), ADMINISTRATOR)
    assert literal[0].text == other[0].text == variable[0].text
    assert [each[0].parameters["p0"] for each in (literal, other, variable)] == [5, 9, 7]


def test_plans_are_kept_per_scope_class_never_per_caller(compiling: Engine) -> None:
    question = Question("{ flows { nodes { key } } }")
    texts = {scope: compiling.explain(question, caller)[0].text for scope, caller in CALLERS.items()}
    assert len(set(texts.values())) == 3
    other = compiling.explain(question, Caller(Role.MEMBER, ("gm:other", "ods:R0A")))[0]
    assert other.text == texts["BODIES"]
    assert other.parameters["bodies"] == ["gm:other", "ods:R0A"]


def test_what_an_argument_chooses_is_part_of_the_plan() -> None:
    """Another event is another statement; a code list that is not structural would share the first one's plan."""
    assert {codes.name for codes in declared_choices()} <= STRUCTURAL_ENUMS
