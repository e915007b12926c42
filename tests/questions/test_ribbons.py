"""Answers as ribbons."""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

from api.questions.asking import Answered
from api.questions.chart import svg_text
from api.questions.ribbons import MOST_STOPS
from queries.prepared.question import Ribbons
from tests.questions.answered import answer_of

SVG = "{http://www.w3.org/2000/svg}"
BETWEEN = Ribbons(kind="ribbons", through=("title", "kind"))
PLACE = re.compile(r"M([\d.]+) ([\d.]+)C.*?([\d.]+) ([\d.]+)V([\d.]+)C")


def between(folder: Path, *rows: tuple[str | None, str | None]) -> Answered:
    """An answer whose rows lead from a title to a kind."""
    answered = answer_of(folder)
    flat = tuple((title, None, 2, kind) for title, kind in rows)
    return dataclasses.replace(answered, flat=dataclasses.replace(answered.flat, rows=flat))


def drawn(answered: Answered, chart: Ribbons = BETWEEN) -> ElementTree.Element:
    return ElementTree.fromstring(svg_text(answered, chart))  # noqa: S314 - our own


def texts(root: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def test_each_pair_is_a_ribbon_as_wide_as_its_rows_are_many(tmp_path: Path) -> None:
    root = drawn(between(tmp_path, ("A", "x"), ("B", "y"), ("A", "x"), ("A", "y"), ("C", None)))
    ribbons = {path[0].text: PLACE.match(path.get("d", "")) for path in root.iter(f"{SVG}path")}
    wide = {}
    for name, place in ribbons.items():
        assert place is not None, name
        assert (place[1], place[3]) == ("266", "854")  # from the block of the giver to that of the taker
        wide[name] = float(place[5]) - float(place[4])
    assert wide == {"A to x: 2": 40, "A to y: 1": 20, "B to y: 1": 20, "C to not recorded: 1": 20}
    blocks = [each.get("height") for each in root.iter(f"{SVG}rect") if each.get("class") == "chart-bar"]
    assert blocks == ["60.0", "20.0", "20.0", "40.0", "40.0", "20.0"]
    assert texts(root) == [
        "Number of rows, from title to kind",
        *("title", "A (3)", "B (1)", "C (1)"),
        *("kind", "x (2)", "y (2)", "not recorded (1)"),
    ]
    assert root.get("aria-label") == "A title. Number of rows, from title to kind, as of 2026-11-23"


def test_ribbons_that_need_not_cross_do_not(tmp_path: Path) -> None:
    # By their numbers of rows alone A would stand above B, and x above y.
    rows = [("A", "y")] * 3 + [("B", "x")] * 2 + [("C", "x")] * 2
    root = drawn(between(tmp_path, *rows))
    ends = []
    for path in root.iter(f"{SVG}path"):
        place = PLACE.match(path.get("d", ""))
        assert place is not None
        ends.append((float(place[2]), float(place[4])))
    assert sorted(ends) == sorted(ends, key=lambda end: end[1])


def test_no_two_labels_of_a_column_touch(tmp_path: Path) -> None:
    rows: list[tuple[str | None, str | None]] = [(f"T{n:02}", f"K{n % 3}") for n in range(60)]
    root = drawn(between(tmp_path, *rows))
    labels = [(each.get("x"), float(each.get("y", ""))) for each in root.iter(f"{SVG}text")][1:]
    for x in {x for x, _ in labels}:
        places = sorted(y for at, y in labels if at == x)
        assert all(below - above >= 18 for above, below in itertools.pairwise(places))


def test_values_with_few_rows_are_drawn_as_one_where_there_are_many(tmp_path: Path) -> None:
    rows: list[tuple[str | None, str | None]] = [(f"T{n:02}", "x") for n in range(MOST_STOPS + 2)]
    root = drawn(between(tmp_path, ("T05", "x"), *rows))
    said = texts(root)
    assert "T05 (2)" in said
    assert "3 others (3)" in said
    assert len(said) == 3 + MOST_STOPS + 1
    assert len(texts(drawn(between(tmp_path, *rows[:MOST_STOPS])))) == 3 + MOST_STOPS + 1


def test_three_columns_and_what_cannot_be_read_at_once(tmp_path: Path) -> None:
    chart = Ribbons(kind="ribbons", through=("title", "kind", "title"))
    long = "Hospital Episode Statistics Accident and Emergency"
    root = drawn(between(tmp_path, ("<b>\x07", long)), chart)
    assert texts(root)[1:] == ["title", "<b> (1)", "kind", "Hospital Episode Stat…Emergency (1)", "title", "<b> (1)"]
    over = [each.text for each in root.iter(f"{SVG}text") if each.get("paint-order") == "stroke"]
    assert over == ["Hospital Episode Stat…Emergency (1)"]
    assert f"{long}: 1" in [each.text for each in root.iter(f"{SVG}title")]


def test_an_empty_answer_says_so(tmp_path: Path) -> None:
    assert texts(drawn(between(tmp_path))) == ["Number of rows, from title to kind", "Nothing recorded answers this."]
