"""The pages of the prepared questions: all of them, and each with its parameters as a form and its answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.responses import Response

from api.graphql.errors import Refusal
from api.graphql.execute import Engine
from api.pages.codes import codes_shown, in_words
from api.pages.forms import form_fields
from api.pages.named import Named, named_nodes
from api.pages.recipes import query_string, recipes
from api.pages.templating import render_page
from api.questions.asking import Answered, Asking, PreparedQuestions
from api.questions.chart import svg_text
from api.questions.formats import formats_of
from api.requests.values import given_values
from graph.access import Caller
from queries.prepared.answers import Cell, words
from queries.prepared.question import Column, Question


def question_pages(
    prepared: PreparedQuestions, engine: Callable[[], Engine], caller: Callable[[Request], Caller]
) -> APIRouter:
    """Make the routes ``/questions`` and ``/questions/<name>``. `engine` and `caller` are asked at each request."""
    router = APIRouter(include_in_schema=False)

    @router.get("/questions", response_class=HTMLResponse)
    async def all_questions(request: Request) -> Response:
        wanted = request.query_params.get("search", "").strip()
        offered = prepared.offered(caller(request))
        found = [question for question in offered if _speaks_of(question, wanted)]
        return render_page(
            request, "questions.html", title="Questions", search=wanted, areas=_by_area(found), number=len(found)
        )

    @router.get("/questions/{name}", response_class=HTMLResponse)
    async def one_question(request: Request, name: str) -> Response:
        who = caller(request)
        try:
            question = prepared.find(name, who)
        except Refusal as refusal:
            return _no_question(request, refusal)
        given = given_values(request)
        page: dict[str, Any] = {
            "title": question.title,
            "question": question,
            "headings": {column.name: in_words(column.name) for column in question.columns},
            "fields": [],
            "answered": None,
            "problem": None,
        }
        status = 200
        try:
            page["fields"] = form_fields(question, engine().schema, given, await _named(engine(), question, who))
            asking = prepared.read(question, given)
            answered = await prepared.answer(asking, who)
            rows = _shown(answered)
            page |= {"answered": answered, "rows": rows, "gaps": any("" in row for row in rows)}
            page |= _elsewhere(request, asking, answered)
            page["codes"] = codes_shown(answered, engine().schema)
        except Refusal as refusal:
            status = refusal.status
            page["problem"] = str(refusal)
        return render_page(request, "question.html", status, **page)

    @router.get("/questions/{name}/explain", response_class=HTMLResponse)
    async def explained(request: Request, name: str) -> Response:
        who = caller(request)
        try:
            question = prepared.find(name, who)
        except Refusal as refusal:
            return _no_question(request, refusal)
        given = given_values(request)
        page: dict[str, Any] = {"title": f"How it is answered: {question.title}", "question": question, "problem": None}
        status = 200
        try:
            plans = await prepared.plans(prepared.read(question, given), who)
            page["statements"] = [(each, _as_json(each.parameters), plan) for each, plan in plans]
        except Refusal as refusal:
            status = refusal.status
            page["problem"] = str(refusal)
        return render_page(request, "explain.html", status, **page)

    return router


def _no_question(request: Request, refusal: Refusal) -> Response:
    return render_page(request, "no-question.html", 404, title="No such question", message=str(refusal))


async def _named(engine: Engine, question: Question, caller: Caller) -> dict[str, list[Named]]:
    """The nodes that the parameters of a question can name, by type."""
    types = {parameter.names for parameter in question.parameters if parameter.names is not None}
    nodes = engine.compiler.model.nodes
    return {name: await named_nodes(engine, nodes[name], caller) for name in sorted(types)}


def _as_json(values: Mapping[str, Any]) -> str:
    """The parameters of a statement; a day is written as such, `2026-03-31`."""
    return json.dumps(values, ensure_ascii=False, indent=2, default=str)


def _elsewhere(request: Request, asking: Asking, answered: Answered) -> dict[str, Any]:
    """The addresses that give the same answer in other forms, and the next page of this one."""
    given = query_string(asking.values)
    question = asking.question
    base = str(request.base_url).rstrip("/")
    links = [
        (form.upper(), f"/q/{question.name}.{form}" + (f"?{given}" if given else "")) for form in formats_of(question)
    ]
    following = None
    if answered.next_cursor is not None:
        following = f"/questions/{question.name}?" + query_string(
            {**asking.values, **asking.page, "after": answered.next_cursor}
        )
    picture = Markup(svg_text(answered, question.chart)) if question.chart is not None else None  # noqa: S704 - escaped
    return {
        "picture": picture,
        "links": links,
        "explain": f"/questions/{question.name}/explain" + (f"?{given}" if given else ""),
        "recipes": recipes(question, asking.values, base),
        "next_page": following,
    }


def _shown(answered: Answered) -> list[list[str]]:
    columns = answered.asking.question.columns
    return [[_cell(column, cell) for column, cell in zip(columns, row, strict=True)] for row in answered.flat.rows]


def _cell(column: Column, cell: Cell) -> str:
    if column.type == "date" and isinstance(cell, str):
        day = date.fromisoformat(cell)
        return f"{day.day} {day.strftime('%b %Y')}"
    return words(cell)


def _speaks_of(question: Question, wanted: str) -> bool:
    """Whether every word that is looked for stands somewhere in what a question says of itself."""
    said = [question.title, question.question, question.help, question.area, question.name]
    text = " ".join([*said, *(column.meaning for column in question.columns)]).casefold()
    return all(word in text for word in wanted.casefold().split())


def _by_area(questions: Sequence[Question]) -> dict[str, list[Question]]:
    areas: dict[str, list[Question]] = {}
    for question in questions:
        areas.setdefault(question.area, []).append(question)
    return areas
