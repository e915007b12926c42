"""The dashboards in docs/examples ask what is there, in the way that the page of each question tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from api.pages.recipes import recipes
from queries.prepared.catalogue import load_questions

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
DASHBOARD: dict[str, Any] = json.loads((EXAMPLES / "grafana-dashboard.json").read_text(encoding="utf-8"))
QUESTIONS = {question.name: question for question in load_questions()}
BASE = "http://127.0.0.1:8000"


TARGETS = [pytest.param(panel, *panel["targets"], id=panel["title"]) for panel in DASHBOARD["panels"]]


@pytest.mark.parametrize(("panel", "target"), TARGETS)
def test_a_panel_asks_as_the_page_of_its_question_tells(panel: dict[str, Any], target: dict[str, Any]) -> None:
    variables = {each["name"]: each["query"] for each in DASHBOARD["templating"]["list"]}
    url = target["url"].replace("${registry}", variables["registry"])
    url = url.replace("${body:percentencode}", variables["body"])
    address = urlsplit(url)
    question = QUESTIONS[address.path.removeprefix("/q/").removesuffix(".json")]
    given = dict(parse_qsl(address.query, keep_blank_values=True))
    assert set(given) <= {parameter.name for parameter in question.parameters}
    assert (panel["title"], panel["description"]) == (question.title, question.question)
    told = json.loads(
        next(each.text for each in recipes(question, question.variables(), BASE) if each.name == "Grafana")
    )
    asked = {key: value for key, value in target.items() if key not in ("refId", "datasource", "url")}
    assert asked == {key: value for key, value in told.items() if key != "url"}
    assert address.path == urlsplit(told["url"]).path


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert max(x for x, _ in cells) < 24
        assert not cells & taken
        taken |= cells


def test_the_power_bi_query_is_the_one_of_the_page() -> None:
    for file in EXAMPLES.glob("*.pq"):
        first, _, text = file.read_text(encoding="utf-8").partition("\n")
        assert first.startswith("// ")
        question = QUESTIONS[file.stem]
        told = next(each.text for each in recipes(question, question.variables(), BASE) if each.name == "Power BI")
        assert text == told + "\n"
