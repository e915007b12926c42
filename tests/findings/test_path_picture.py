"""The path of a finding as SVG: every node once, arrows along the edges, what is too much told and not drawn."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree as ET

from api.pages.path_picture import MOST_NODES, path_picture
from api.pages.steps_picture import steps_picture
from api.pages.trend_picture import trend_picture

SVG = "{http://www.w3.org/2000/svg}"


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - what we read we have made


def node(number: int, kind: str, name: str | None) -> dict[str, Any]:
    return {"id": f"n{number}", "type": kind, "key": name, "name": name}


def edge(kind: str, start: int, end: int) -> dict[str, Any]:
    return {"type": kind, "from": f"n{start}", "to": f"n{end}"}


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in read(svg).iter(f"{SVG}text")]


def test_nodes_stand_in_columns_and_names_cannot_break_out() -> None:
    nodes = [node(1, "Organisation", 'A & "B" <script>'), node(2, "Flow", "There"), node(3, "LegalBasis", None)]
    svg = path_picture(nodes, [edge("DISCLOSES", 1, 2), edge("RELIES_ON", 2, 3)])
    root = read(svg)
    assert root.get("aria-label") == 'A & "B" <script> discloses There; There relies on a legal basis'
    boxes = list(root.iter(f"{SVG}rect"))
    assert [float(box.get("x", "")) for box in boxes] == [10, 328, 646]
    assert [box.get("class") for box in boxes] == ["path-box", "path-box", "path-box path-between"]
    assert texts(svg) == ["discloses", "relies on", "Organisation", 'A & "B" <script>', "Flow", "There", "Legal basis"]
    # Nothing that a strict content security policy would refuse.
    assert not re.search(r"style=|<style|<script", svg)


def test_a_path_of_one_node_is_no_picture() -> None:
    assert path_picture([node(1, "Source", "A register")], []) == ""


def test_what_is_too_much_is_told() -> None:
    nodes = [node(1, "Organisation", "Heir"), *(node(number, "Organisation", f"B{number}") for number in range(2, 31))]
    svg = path_picture(nodes, [edge("SUCCEEDED_BY", number, 1) for number in range(2, 31)])
    assert len(list(read(svg).iter(f"{SVG}rect"))) == MOST_NODES
    assert texts(svg)[-1] == f"And {30 - MOST_NODES} more."


def point(on: str, **counts: int) -> dict[str, Any]:
    numbers = {name: counts.get(name, 0) for name in ("blockers", "errors", "warnings", "infos")}
    return {"on": on, "found": sum(numbers.values()), **numbers}


def test_the_trend_of_a_body_is_steps_that_hold_until_the_next() -> None:
    points = [
        point("2026-04-01", errors=1, warnings=3),
        point("2026-04-03", warnings=2),
        point("2026-04-06"),
        point("2026-04-10", blockers=1),
    ]
    root = read(steps_picture(points, dt.date(2026, 4, 10)))
    assert root.get("aria-label") == "Findings that stood: 4 on 1 April 2026, 1 on 10 April 2026; at most 4."
    assert [each.text for each in root.iter(f"{SVG}title")] == [
        "1 April 2026 to 2 April 2026: 1 error, 3 warnings",
        "3 April 2026 to 5 April 2026: 2 warnings",
        "6 April 2026 to 9 April 2026: none",
        "10 April 2026: 1 blocker",
    ]
    # Ten days across, of 62.8 each; four findings up, of 25 each, the gravest lowest.
    drawn = [[rect.get(name) for name in ("class", "x", "y", "width", "height")] for rect in root.iter(f"{SVG}rect")]
    assert drawn == [
        ["severity error", "44.00", "91.00", "125.60", "25.00"],
        ["severity warning", "44.00", "16.00", "125.60", "75.00"],
        ["severity warning", "169.60", "66.00", "188.40", "50.00"],
        ["severity blocker", "609.20", "91.00", "62.80", "25.00"],
    ]


def test_the_trend_of_a_body_that_nothing_concerns_is_a_line() -> None:
    svg = steps_picture([point("2026-04-01")], dt.date(2026, 4, 30))
    assert read(svg).get("aria-label") == (
        "Findings that stood: none on 1 April 2026, none on 30 April 2026; at most none."
    )
    assert texts(svg) == ["0", "1 April 2026", "30 April 2026"]


def test_a_trend_is_a_column_a_day() -> None:
    points = [{"on": "2026-03-31", "found": 4, "rules": 2}, {"on": "2026-04-01", "found": 2, "rules": 2}]
    root = read(trend_picture(points))
    assert [rect.get("height") for rect in root.iter(f"{SVG}rect")] == ["80", "40"]
    assert root.get("aria-label") == "Findings that stood: 4 on 31 March 2026, 2 on 1 April 2026; at most 4."
