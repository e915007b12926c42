"""Prepared questions asked by `documentId`, and who may ask others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import httpx
import pytest

from api.graphql.admission import Admission, FreeQuestions, Request
from api.graphql.errors import Refusal
from api.questions.asking import PreparedQuestions
from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from queries.prepared.catalogue import load_questions

PAGE = Path(__file__).parents[2] / "docs" / "errors" / "NOT_PREPARED.md"
MEMBER = Caller(Role.MEMBER, ("o:alpha",))
OWN = Request("{ __typename }", None)
ALPHA = {"body": "o:alpha"}


def unopened() -> NoReturn:
    raise AssertionError("nothing is asked here")


def admission(free: FreeQuestions) -> Admission:
    return Admission(free, PreparedQuestions(load_questions(), unopened, unopened).find)


@pytest.mark.parametrize(
    ("free", "may"),
    [
        (FreeQuestions.EVERYONE, [ADMINISTRATOR, MEMBER, PUBLIC]),
        (FreeQuestions.MEMBERS, [ADMINISTRATOR, MEMBER]),
        (FreeQuestions.ADMINISTRATORS, [ADMINISTRATOR]),
        (FreeQuestions.NOBODY, []),
    ],
)
def test_who_may_ask_in_words_of_their_own(free: FreeQuestions, may: list[Caller]) -> None:
    for caller in (ADMINISTRATOR, MEMBER, PUBLIC):
        if caller in may:
            assert admission(free).question(OWN, caller).document == OWN.document
        else:
            with pytest.raises(Refusal) as refused:
                admission(free).question(OWN, caller)
            assert (refused.value.code, refused.value.status) == ("NOT_PREPARED", 403)
            assert f"> {refused.value}\n" in PAGE.read_text(encoding="utf-8")
        # A prepared question is everyone's.
        assert "AgreementsOfABody" in admission(free).question(Request(None, "agreements-of-a-body"), caller).document


def test_a_question_for_some_is_not_there_for_others() -> None:
    """Where nothing else may be asked as well; an administrator is one of the others if the file does not name them."""
    for_members = load_questions()[0].model_copy(update={"name": "for-members", "roles": ("MEMBER",)})
    locked = Admission(FreeQuestions.NOBODY, PreparedQuestions([for_members], unopened, unopened).find)
    asked = Request(None, "for-members")
    assert locked.question(asked, MEMBER).document == for_members.document
    for caller in (ADMINISTRATOR, PUBLIC):
        with pytest.raises(Refusal) as refused:
            locked.question(asked, caller)
        assert (refused.value.code, refused.value.status) == ("NOT_FOUND", 404)


def test_values_that_are_not_given_are_those_of_the_question() -> None:
    [question] = [each for each in load_questions() if each.name == "who-shares-what"]
    asked = admission(FreeQuestions.NOBODY).question(Request(None, question.name, {"and": None}), PUBLIC)
    assert asked.variables == {**question.variables(), "and": None}


async def test_by_get_and_by_post(client: httpx.AsyncClient) -> None:
    given = {"documentId": "agreements-of-a-body", "variables": json.dumps(ALPHA)}
    answer = await client.get("/graphql", params=given)
    assert answer.status_code == 200
    assert "errors" not in answer.json()
    assert len(answer.json()["data"]["agreements"]["nodes"]) == 2
    posted = await client.post("/graphql", json={"documentId": "agreements-of-a-body", "variables": ALPHA})
    assert posted.content == answer.content


async def test_a_name_that_there_is_not(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"documentId": "closed-party"})
    assert answer.json()["errors"][0] == {
        "message": "There is no prepared question closed-party. Did you mean closed-parties?",
        "extensions": {"code": "NOT_FOUND", "help": "docs/errors/NOT_FOUND.md"},
    }
    assert answer.status_code == 404
