"""Pictures of the model: every type and every edge is in one, and a new type needs no layout."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
import yaml

from api.cli.model_picture import Picture, edges_shown, pictures, svg
from api.cli.pages import checkout
from graph.model.declaration import Edge, Node
from graph.model.property import text
from graph.model.registry import Model, registry_model

LAYOUT = yaml.safe_load((checkout() / "docs/pictures/layout.yaml").read_text(encoding="utf-8"))
SVG = "{http://www.w3.org/2000/svg}"


def node(label: str, *edges: Edge) -> Node:
    return Node(label, f"{label.lower()}s", "A thing.", "title", (text("title", "What it is called."),), edges)


def test_every_type_and_every_edge_is_drawn_exactly_once() -> None:
    model = registry_model()
    drawn = pictures(model, LAYOUT)
    shown = edges_shown(model, drawn)
    declared = sorted(
        (label, edge.type, to) for label, each in model.nodes.items() for edge in each.edges for to in edge.to
    )
    assert sorted(itertools.chain(*shown)) == declared
    assert {label for picture in drawn for label in picture.places} == {*model.nodes, "*"}


def test_boxes_and_labels_do_not_cover_each_other() -> None:
    model = registry_model()
    drawn = pictures(model, LAYOUT)
    for picture, shown in zip(drawn, edges_shown(model, drawn), strict=True):
        root = ElementTree.fromstring(svg(picture, shown))  # noqa: S314 - our own
        boxes = [
            (float(r.get("x", 0)), float(r.get("y", 0)), float(r.get("width", 0)), float(r.get("height", 0)))
            for r in root.iter(f"{SVG}rect")
            if r.get("rx")
        ]
        assert len(boxes) == len(picture.places)
        for a, b in itertools.combinations(boxes, 2):
            assert a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1], (
                picture.name
            )
        labels = [t.text for t in root.iter(f"{SVG}text")]
        assert sorted({label for label in labels if label is not None}) == sorted(
            {kind for _, kind, _ in shown} | {"any node" if label == "*" else label for label in picture.places}
        )


def test_a_type_that_the_layout_does_not_know_is_put_beside_its_neighbour() -> None:
    model = Model((node("Alpha"), node("Beta"), node("Gamma", Edge("SEES", ("Beta",), "It sees."))))
    layout = {
        "one": {"title": "One", "places": {"Alpha": [0, 0]}},
        "two": {"title": "Two", "places": {"Beta": [0, 0]}},
    }
    drawn = pictures(model, layout)
    assert [set(each.places) for each in drawn] == [{"Alpha"}, {"Beta", "Gamma"}]
    assert edges_shown(model, drawn) == (frozenset(), frozenset({("Gamma", "SEES", "Beta")}))
    assert re.findall(r">([A-Z]\w+)</text>", svg(drawn[1], edges_shown(model, drawn)[1])) == ["Beta", "Gamma", "SEES"]


def test_a_layout_that_names_an_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the picture one shows Delta, which the model does not have$"):
        pictures(Model((node("Alpha"),)), {"one": {"title": "One", "places": {"Delta": [0, 0]}}})


def test_text_is_escaped() -> None:
    picture = Picture("x", "a < b & c", {"Alpha": (0, 0)})
    assert '<title id="t">a &lt; b &amp; c</title>' in svg(picture, frozenset())
