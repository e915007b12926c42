"""Answers as bars."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from xml.etree import ElementTree

from api.questions.asking import Answered
from api.questions.bars import MOST_BARS, Bar, bars_of
from api.questions.chart import svg_text
from queries.prepared.question import Bars
from tests.questions.answered import answer_of

BY_KIND = Bars(kind="bar", category="kind")
PARTIES = Bars(kind="bar", category="title", value="parties")
SVG = "{http://www.w3.org/2000/svg}"


def with_kinds(folder: Path, *kinds: str | None) -> Answered:
    """An answer whose rows have these kinds and two parties each."""
    answered = answer_of(folder)
    rows = tuple((f"Title {n}", None, 2, kind) for n, kind in enumerate(kinds))
    return dataclasses.replace(answered, flat=dataclasses.replace(answered.flat, rows=rows))


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own


def test_rows_are_counted_and_values_added_up(tmp_path: Path) -> None:
    answered = with_kinds(tmp_path, "B", "A", "B", None, "C")
    # The longest first, then by name; what is not known is counted as well.
    assert bars_of(answered, BY_KIND) == [Bar("B", 2), Bar("A", 1), Bar("C", 1), Bar("not recorded", 1)]
    assert bars_of(answered, PARTIES)[0] == Bar("Title 0", 2)
    # One row has no number of parties: nothing is added for it.
    assert bars_of(answer_of(tmp_path), PARTIES)[1] == Bar("A \u2013 B\x07", 0)


def test_bars_are_as_long_as_what_they_show(tmp_path: Path) -> None:
    svg = svg_text(with_kinds(tmp_path, "B", "A", "B", "<b>"), BY_KIND)
    root = ElementTree.fromstring(svg)  # noqa: S314
    widths = [each.get("width") for each in root.iter(f"{SVG}rect") if each.get("class") == "chart-bar"]
    # 340 is what is left of 720 beside the labels and the numbers.
    assert widths == ["340.0", "170.0", "170.0"]
    assert texts(svg) == ["Number of rows, by kind", "B", "2", "<b>", "1", "A", "1"]
    assert root.get("aria-label") == "A title. Number of rows, by kind, as of 2026-11-23"


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    many = svg_text(with_kinds(tmp_path, *(f"K{n:02}" for n in range(MOST_BARS + 3))), BY_KIND)
    assert texts(many)[-1] == "And 3 shorter bars."
    assert texts(svg_text(with_kinds(tmp_path), BY_KIND))[-1] == "Nothing recorded answers this."
    cut = svg_text(answer_of(tmp_path, more=True), BY_KIND)
    assert texts(cut)[-1] == "Cut short: these are 2 of 3 rows. The next page begins at the cursor given."


def test_what_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    assert "A \u2013 B" in texts(svg_text(answer_of(tmp_path), PARTIES))


def test_a_long_label_is_shortened_and_kept_whole_beside_it(tmp_path: Path) -> None:
    long = "A council with a name that goes on and on and on"
    svg = svg_text(with_kinds(tmp_path, long), BY_KIND)
    assert texts(svg)[1] == "A council with a name that goes on an\u2026"
    assert f"<title>{long}: 1</title>" in svg
