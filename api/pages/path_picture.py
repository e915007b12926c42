"""The path of a finding as a picture: boxes in columns by how far they are from the first, arrows along the edges."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.picture_words import shortened, xml

MOST_NODES: Final = 14
_WIDTH: Final = 200
_HEIGHT: Final = 50
_ACROSS: Final = 118
_DOWN: Final = 22
_EDGE: Final = 10
_LONGEST_NAME: Final = 23
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")

Node = Mapping[str, Any]
Edge = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    x: float
    y: float


def path_picture(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """Return the nodes and edges of an explanation, as GraphQL gives them, as SVG; empty where there is no edge.

    Its classes let a page give it other colours. What is more than `MOST_NODES` is told in a line below.
    """
    shown = _nearest(nodes, edges)
    drawn = [edge for edge in edges if edge["from"] in shown and edge["to"] in shown]
    if not drawn:
        return ""
    # Without the rest of its chain a node would hang on nothing.
    linked = {nodes[0]["id"], *(edge[end] for edge in drawn for end in ("from", "to"))}
    shown = {each: column for each, column in shown.items() if each in linked}
    boxes = _placed([node for node in nodes if node["id"] in shown], shown)
    width = max(box.x for box in boxes.values()) + _WIDTH + _EDGE
    height = max(box.y for box in boxes.values()) + _HEIGHT + _EDGE
    more = len(nodes) - len(shown)
    height += 24 if more else 0
    said = "; ".join(_sentence(boxes, edge) for edge in drawn)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="path" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label="{xml(said)}" font-size="13">',
        *(line for edge in drawn for line in _arrow(boxes[edge["from"]], boxes[edge["to"]], edge["type"])),
        *(line for box in boxes.values() for line in _box(box)),
    ]
    if more:
        parts.append(_text(_EDGE, height - 10, f"And {more:,} more.", "path-soft"))
    return "\n".join([*parts, "</svg>"])


def _nearest(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, int]:
    """The first nodes by how many edges they are from the first node, whichever way those run; not too many."""
    near: dict[str, set[str]] = {node["id"]: set() for node in nodes}
    for edge in edges:
        near[edge["from"]].add(edge["to"])
        near[edge["to"]].add(edge["from"])
    found: dict[str, int] = {}
    for start in nodes:
        if start["id"] in found:
            continue
        found[start["id"]] = 0
        edge_of_it = [start["id"]]
        while edge_of_it:
            place = edge_of_it.pop(0)
            for other in sorted(near[place] - found.keys(), key=lambda each: int(each[1:])):
                found[other] = found[place] + 1
                edge_of_it.append(other)
    return dict(list(found.items())[:MOST_NODES])


def _placed(nodes: Sequence[Node], columns: Mapping[str, int]) -> dict[str, _Box]:
    """Boxes column by column, each column in the middle of the tallest."""
    by_column: dict[int, list[Node]] = {}
    for node in nodes:
        by_column.setdefault(columns[node["id"]], []).append(node)
    tallest = max(map(len, by_column.values()))
    boxes = {}
    for column, some in by_column.items():
        top = _EDGE + (tallest - len(some)) * (_HEIGHT + _DOWN) / 2
        for row, node in enumerate(some):
            boxes[node["id"]] = _Box(node, _EDGE + column * (_WIDTH + _ACROSS), top + row * (_HEIGHT + _DOWN))
    return boxes


def _box(box: _Box) -> list[str]:
    name = box.node["name"] or box.node["key"] or ""
    kind = _type_words(box.node["type"])
    plain = " path-between" if not name else ""
    return [
        f"<g><title>{xml(f'{kind}: {name}' if name else kind)}</title>",
        f'<rect class="path-box{plain}" x="{box.x:g}" y="{box.y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" '
        'fill="#f3f6f8" stroke="#6b7a88"/>',
        _text(box.x + 12, box.y + (20 if name else 30), kind, "path-soft"),
        *([_text(box.x + 12, box.y + 39, shortened(name, _LONGEST_NAME), "path-ink")] if name else []),
        "</g>",
    ]


def _arrow(start: _Box, end: _Box, kind: str) -> list[str]:
    """A line from border to border with its head drawn by hand, since a marker would need an id of its own."""
    y1, y2 = start.y + _HEIGHT / 2, end.y + _HEIGHT / 2
    if start.x == end.x:
        down = end.y > start.y
        x1 = x2 = start.x + _WIDTH / 2
        y1, y2 = (start.y + _HEIGHT, end.y) if down else (start.y, end.y + _HEIGHT)
        head = f"{x2 - 5:g},{y2 - 9 if down else y2 + 9:g} {x2:g},{y2:g} {x2 + 5:g},{y2 - 9 if down else y2 + 9:g}"
    else:
        right = end.x > start.x
        x1, x2 = (start.x + _WIDTH, end.x) if right else (start.x, end.x + _WIDTH)
        back = x2 - 9 if right else x2 + 9
        head = f"{back:g},{y2 - 5:g} {x2:g},{y2:g} {back:g},{y2 + 5:g}"
    middle = (x1 + x2) / 2
    bend = f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"
    return [
        f'<path class="path-line" d="{bend}" fill="none" stroke="#4a5866" stroke-width="1.5"/>',
        f'<polygon class="path-head" points="{head}" fill="#4a5866"/>',
        _text(middle, (y1 + y2) / 2 + 4, _edge_words(kind), "path-label", anchor="middle", size=12),
    ]


def _sentence(boxes: Mapping[str, _Box], edge: Edge) -> str:
    ends = [boxes[edge[end]].node for end in ("from", "to")]
    start, stop = (node["name"] or node["key"] or f"a {_type_words(node['type']).lower()}" for node in ends)
    return f"{start} {_edge_words(edge['type'])} {stop}"


def _type_words(kind: str) -> str:
    words = _WORDS.sub(" ", kind)
    return f"{words[0]}{words[1:].lower()}"


def _edge_words(kind: str) -> str:
    return kind.lower().replace("_", " ")


def _text(x: float, y: float, text: str, name: str, *, anchor: str = "start", size: int = 13) -> str:
    fill = "#16202a" if name == "path-ink" else "#4a5866"
    # A label keeps a margin of paper around it, so that lines do not run through its letters.
    margin = ' stroke="#ffffff" stroke-width="4" paint-order="stroke"' if name == "path-label" else ""
    return (
        f'<text class="{name}" x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"{margin}>'
        f"{xml(text)}</text>"
    )
