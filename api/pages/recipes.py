"""What to copy and paste to use a question elsewhere: its address, with the parameters as they stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from queries.prepared.question import Question

_M_TYPES: Final = {"text": "text", "code": "text", "date": "date", "integer": "Int64.Type", "boolean": "logical"}
_GRAFANA_TYPES: Final = {
    "text": "string",
    "code": "string",
    "date": "timestamp",
    "integer": "number",
    "boolean": "boolean",
}


@dataclass(frozen=True)
class Recipe:
    """One block to copy: for what, how to use it, and the text."""

    name: str
    how: str
    text: str


def texts_of(value: Any) -> list[str]:
    """Return a parameter's value as the texts that a query string gives it by; null is one empty text."""
    if value is None:
        return [""]
    if isinstance(value, list):
        if any("," in each for each in value if isinstance(each, str)) or not value:
            return [json.dumps(value, ensure_ascii=False)]
        return [text for each in value for text in texts_of(each)]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [json.dumps(value, ensure_ascii=False)] if isinstance(value, dict) else [str(value)]


def query_string(values: Mapping[str, Any]) -> str:
    """Return the query string that gives these values, percent-encoded."""
    return urlencode([(name, text) for name, value in values.items() for text in texts_of(value)])


def recipes(question: Question, values: Mapping[str, Any], base: str) -> list[Recipe]:
    """Return the blocks for a question with these values. `base` is the address of the registry, without a slash."""
    given = query_string(values)

    def address(form: str) -> str:
        return f"{base}/q/{question.name}.{form}" + (f"?{given}" if given else "")

    separator = "&" if given else "?"
    return [
        Recipe("curl", "In a shell; the file is named after the question.", f"curl -fsSO -J '{address('csv')}'"),
        Recipe("Python", "Needs nothing but Python.", _python(address("json"))),
        Recipe(
            "Excel",
            "Data, From Web, and paste this address. Or take the workbook (.xlsx) above.",
            f"{address('csv')}{separator}bom=1",
        ),
        Recipe(
            "Power BI",
            "Get data, Blank query, Advanced editor. It refreshes on a schedule as well.",
            _power_query(question, values, base),
        ),
        Recipe(
            "Grafana",
            "With the Infinity data source: paste it as the query, in its JSON view.",
            _grafana(question, address("json")),
        ),
    ]


def _python(address: str) -> str:
    return f"""\
import json
from urllib.request import urlopen

with urlopen({json.dumps(address)}) as answer:
    found = json.load(answer)
for row in found["rows"]:
    print(row)
if found["truncated"]:
    print(found["truncated"]["note"])"""


def _power_query(question: Question, values: Mapping[str, Any], base: str) -> str:
    # The address is given in parts: a scheduled refresh needs one that is always the same.
    given = ", ".join(f"{_m_name(name)} = {_m_value(texts_of(value))}" for name, value in values.items())
    names = ", ".join(_m_text(column.name) for column in question.columns)
    types = ",\n        ".join(f"{{{_m_text(each.name)}, {_m_type(each.type)}}}" for each in question.columns)
    return f"""\
let
    Answer = Json.Document(Web.Contents({_m_text(base)}, [
        RelativePath = {_m_text(f"q/{question.name}.json")},
        Query = [{given}]
    ])),
    Rows = Table.FromRecords(Answer[rows], {{{names}}}, MissingField.UseNull),
    Typed = Table.TransformColumnTypes(Rows, {{
        {types}
    }}, "en-GB")
in
    Typed"""


def _m_type(column_type: str) -> str:
    name = _M_TYPES[column_type]
    return name if name.endswith(".Type") else f"type {name}"


def _m_text(text: str) -> str:
    """A text of the language M: quotes are doubled, and `#(` would begin an escape."""
    return '"' + text.replace("#(", "#(#)(").replace('"', '""') + '"'


def _m_name(name: str) -> str:
    # Quoted always: a parameter may be called `and`, which is a word of the language.
    return f"#{_m_text(name)}"


def _m_value(texts: list[str]) -> str:
    return _m_text(texts[0]) if len(texts) == 1 else "{" + ", ".join(map(_m_text, texts)) + "}"


def _grafana(question: Question, address: str) -> str:
    query = {
        "type": "json",
        "source": "url",
        "parser": "backend",
        "format": "table",
        "url": address,
        "url_options": {"method": "GET"},
        "root_selector": "rows",
        "columns": [
            {"selector": column.name, "text": column.name, "type": _GRAFANA_TYPES[column.type]}
            for column in question.columns
        ],
    }
    return json.dumps(query, ensure_ascii=False, indent=2)
