"""What is copied and pasted to use a question elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from api.pages.recipes import query_string, recipes, texts_of
from tests.questions.answered import question_of

BASE = "http://registry:8000"
VALUES = {"and": 'a & "b" #(lf)', "kinds": ["x", "y"]}


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (None, [""]),
        ("a", ["a"]),
        (3, ["3"]),
        (True, ["yes"]),
        (["x", "y"], ["x", "y"]),
        # A comma would part it, and an empty list would say nothing at all.
        (["x, y"], ['["x, y"]']),
        ([], ["[]"]),
        ({"a": 1}, ['{"a": 1}']),
    ],
)
def test_a_value_is_written_as_it_is_read(value: object, texts: list[str]) -> None:
    assert texts_of(value) == texts


def test_a_query_string_gives_every_value_encoded() -> None:
    assert query_string(VALUES) == "and=a+%26+%22b%22+%23%28lf%29&kinds=x&kinds=y"


def test_there_is_a_recipe_for_each_tool(tmp_path: Path) -> None:
    found = {recipe.name: recipe.text for recipe in recipes(question_of(tmp_path), VALUES, BASE)}
    assert list(found) == ["curl", "Python", "Excel", "Power BI", "Grafana"]
    address = f"{BASE}/q/agreements.csv?{query_string(VALUES)}"
    assert found["curl"] == f"curl -fsSO -J '{address}'"
    assert found["Excel"] == f"{address}&bom=1"
    compile(found["Python"], "recipe", "exec")


def test_power_bi_keeps_the_address_apart_and_quotes_what_is_a_word_of_its_language(tmp_path: Path) -> None:
    [text] = [recipe.text for recipe in recipes(question_of(tmp_path), VALUES, BASE) if recipe.name == "Power BI"]
    assert text == (
        "let\n"
        '    Answer = Json.Document(Web.Contents("http://registry:8000", [\n'
        '        RelativePath = "q/agreements.json",\n'
        # `and` is a keyword of M; a quote is doubled; #( would begin an escape.
        '        Query = [#"and" = "a & ""b"" #(#)(lf)", #"kinds" = {"x", "y"}]\n'
        "    ])),\n"
        '    Rows = Table.FromRecords(Answer[rows], {"title", "endsOn", "parties", "kind"}, MissingField.UseNull),\n'
        "    Typed = Table.TransformColumnTypes(Rows, {\n"
        '        {"title", type text},\n'
        '        {"endsOn", type date},\n'
        '        {"parties", Int64.Type},\n'
        '        {"kind", type text}\n'
        '    }, "en-GB")\n'
        "in\n"
        "    Typed"
    )


def test_grafana_gets_the_rows_with_their_types(tmp_path: Path) -> None:
    [text] = [recipe.text for recipe in recipes(question_of(tmp_path), VALUES, BASE) if recipe.name == "Grafana"]
    query = json.loads(text)
    assert parse_qs(urlsplit(query["url"]).query) == {"and": [VALUES["and"]], "kinds": ["x", "y"]}
    assert query["root_selector"] == "rows"
    assert [(column["selector"], column["type"]) for column in query["columns"]] == [
        ("title", "string"),
        ("endsOn", "timestamp"),
        ("parties", "number"),
        ("kind", "string"),
    ]
