"""Pictures of the model for docs/model.md: node types as boxes, edges as arrows, drawn as SVG.

Where a type stands is data (docs/pictures/layout.yaml). Edges of one direction between the same two types share
an arrow; a label takes the first place along its arrow where it covers nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from graph.model.declaration import ANY_NODE
from graph.model.registry import Model

COLUMN, ROW = 165, 110
BOX_WIDTH, BOX_HEIGHT = 174, 40
MARGIN = 64
LINE_HEIGHT = 14
LETTER = 6.9  # width of a small capital in the label's type, pixels
BEND = 46  # how far apart the two directions between a pair run
BENDS = (0, BEND, -BEND, 2 * BEND, -2 * BEND, 3 * BEND, -3 * BEND)
LOOP = 22
LABELS = (
    '<g font-size="11" fill="#0b0c0c" text-anchor="middle" stroke="#fff" stroke-width="4" '
    'stroke-linejoin="round" paint-order="stroke">'
)

Point = tuple[float, float]
Shown = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, its title and the places of the types it shows, by column and row."""

    name: str
    title: str
    places: Mapping[str, Point]


@dataclass(frozen=True, slots=True)
class _Rectangle:
    left: float
    top: float
    width: float
    height: float

    def holds(self, point: Point) -> bool:
        return 0 <= point[0] - self.left <= self.width and 0 <= point[1] - self.top <= self.height

    def meets(self, other: _Rectangle) -> bool:
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


def pictures(model: Model, layout: Mapping[str, Any]) -> tuple[Picture, ...]:
    """Return the pictures of a layout, with every type of the model in at least one of them.

    Raises ValueError where the layout names a type that the model does not have.
    """
    found: dict[str, dict[str, Point]] = {}
    for name, each in layout.items():
        found[name] = {label: (float(x), float(y)) for label, (x, y) in each["places"].items()}
        unknown = sorted(set(found[name]) - set(model.nodes) - {ANY_NODE})
        if unknown:
            raise ValueError(f"the picture {name} shows {', '.join(unknown)}, which the model does not have")
    placed = {label for places in found.values() for label in places}
    for label in model.nodes:
        if label not in placed:
            _add(model, found, label)
    return tuple(Picture(name, layout[name]["title"], places) for name, places in found.items())


def edges_shown(model: Model, drawn: Sequence[Picture]) -> tuple[frozenset[Shown], ...]:
    """Return the edges of each picture as (from, type, to): each edge in the first that shows both its ends."""
    before: set[Shown] = set()
    found = []
    for picture in drawn:
        here = {
            (label, edge.type, to)
            for label in picture.places
            if label in model.nodes
            for edge in model.nodes[label].edges
            for to in edge.to
            if to in picture.places
        }
        found.append(frozenset(here - before))
        before |= here
    return tuple(found)


def svg(picture: Picture, shown: frozenset[Shown]) -> str:
    """Draw a picture with the edges it shows."""
    return _Drawing(picture, shown).text()


def _add(model: Model, found: Mapping[str, dict[str, Point]], label: str) -> None:
    near = {to for edge in model.nodes[label].edges for to in edge.to}
    near |= {other for other, node in model.nodes.items() for edge in node.edges if label in edge.to}
    name = next((n for n, places in found.items() if near & set(places)), next(iter(found)))
    lowest = max(y for _, y in found[name].values())
    beside = [x for x, y in found[name].values() if y == lowest and lowest == math.floor(lowest) + 0.25]
    found[name][label] = (max(beside) + 1, lowest) if beside else (0.0, math.floor(lowest) + 1.25)


class _Drawing:
    def __init__(self, picture: Picture, shown: frozenset[Shown]) -> None:
        self.picture = picture
        left = min(x for x, _ in picture.places.values())
        top = min(y for _, y in picture.places.values())
        self.centres = {
            label: (MARGIN * 1.5 + BOX_WIDTH / 2 + (x - left) * COLUMN, MARGIN + BOX_HEIGHT / 2 + (y - top) * ROW)
            for label, (x, y) in picture.places.items()
        }
        self.width = max(x for x, _ in self.centres.values()) + BOX_WIDTH / 2 + MARGIN * 1.5
        self.height = max(y for _, y in self.centres.values()) + BOX_HEIGHT / 2 + MARGIN
        self.boxes = {
            label: _Rectangle(x - BOX_WIDTH / 2 - 4, y - BOX_HEIGHT / 2 - 4, BOX_WIDTH + 8, BOX_HEIGHT + 8)
            for label, (x, y) in self.centres.items()
        }
        self.taken = list(self.boxes.values())
        self.lines: dict[tuple[str, str], list[Point]] = {}
        self.together: dict[tuple[str, str], list[str]] = {}
        for source, kind, to in sorted(shown):
            self.together.setdefault((source, to), []).append(kind)

    def text(self) -> str:
        """Return the drawing as SVG."""
        straight = {pair: self._curve(*pair) for pair in self.together if pair[0] != pair[1]}
        for pair, curve in straight.items():
            self.lines[pair] = [_on_curve(*curve, t / 40) for t in range(41)]
        arrows: list[str] = []
        labels: list[str] = []
        for pair, kinds in self.together.items():
            if pair in straight:
                (x, y), (bx, by), (ex, ey) = curve = straight[pair]
                arrows.append(f'<path d="M{x:.1f} {y:.1f}Q{bx:.1f} {by:.1f} {ex:.1f} {ey:.1f}"/>')
                labels.append(self._label(pair, kinds, [_on_curve(*curve, t / 100) for t in _outwards()]))
        for pair, kinds in self.together.items():
            if pair not in straight:
                arrow, label = self._loop(pair[0], kinds)
                arrows.append(arrow)
                labels.append(label)
        return "\n".join([*self._head(), *arrows, "</g>", *self._boxes(), LABELS, *labels, "</g>", "</svg>"]) + "\n"

    def _head(self) -> Iterator[str]:
        size = f"{self.width:.0f} {self.height:.0f}"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{self.width:.0f}" '
            f'height="{self.height:.0f}" role="img" aria-labelledby="t" font-family="system-ui, sans-serif">'
        )
        yield f'<title id="t">{escape(self.picture.title)}</title>'
        yield (
            '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
            'orient="auto-start-reverse"><path d="M0 0 8 4 0 8Z" fill="#505a5f"/></marker></defs>'
        )
        yield '<rect width="100%" height="100%" fill="#fff"/>'
        yield '<g fill="none" stroke="#505a5f" stroke-width="1.4" marker-end="url(#a)">'

    def _boxes(self) -> Iterator[str]:
        for label, (x, y) in self.centres.items():
            any_node = label == ANY_NODE
            style = 'fill="#f3f2f1" stroke-dasharray="5 4"' if any_node else 'fill="#e8f1f8"'
            yield (
                f'<rect x="{x - BOX_WIDTH / 2:.0f}" y="{y - BOX_HEIGHT / 2:.0f}" width="{BOX_WIDTH}" '
                f'height="{BOX_HEIGHT}" rx="6" stroke="#1d70b8" stroke-width="1.6" {style}/>'
            )
            yield (
                f'<text x="{x:.0f}" y="{y + 5:.0f}" font-size="15" font-weight="600" fill="#0b0c0c" '
                f'text-anchor="middle">{"any node" if any_node else escape(label)}</text>'
            )

    def _curve(self, source: str, to: str) -> tuple[Point, Point, Point]:
        """Return the curve from box to box that passes through the fewest others, the straightest of those."""
        start, end = self.centres[source], self.centres[to]
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = math.hypot(dx, dy)
        others = [box for label, box in self.boxes.items() if label not in (source, to)]
        bends = (BEND, 2 * BEND, 3 * BEND) if (to, source) in self.together else BENDS
        curves = []
        for bend in bends:
            middle = ((start[0] + end[0]) / 2 - dy / length * bend, (start[1] + end[1]) / 2 + dx / length * bend)
            curve = _border(start, middle), middle, _border(end, middle)
            passed = sum(box.holds(_on_curve(*curve, t / 40)) for t in range(41) for box in others)
            curves.append((passed, curve))
        return min(curves, key=lambda each: each[0])[1]

    def _loop(self, label: str, kinds: list[str]) -> tuple[str, str]:
        """Draw an arrow from a box to itself at the corner where it and its words cover the least."""
        x, y = self.centres[label]
        width, height = _size(kinds)
        choices = []
        for right in (1, -1):
            for down in (-1, 1):
                corner = (x + right * BOX_WIDTH / 2, y + down * BOX_HEIGHT / 2)
                place = (corner[0] + right * (width / 2 - 8), corner[1] + down * (LOOP + height / 2 - 6))
                choices.append(
                    (self._covered((label, label), _around(place, width, height)), right, down, corner, place)
                )
        _, right, down, (cx, cy), place = min(choices, key=lambda each: each[0])
        far = (cx + right * LOOP, cy + down * LOOP)
        inner = (cx - right * LOOP, cy)
        path = (
            f'<path d="M{inner[0]:.1f} {cy:.1f}C{inner[0]:.1f} {far[1]:.1f} {far[0]:.1f} {far[1]:.1f} {far[0]:.1f} '
            f'{cy:.1f}Q{far[0]:.1f} {cy - down * 12:.1f} {cx + right * 2:.1f} {cy - down * 12:.1f}"/>'
        )
        return path, self._label((label, label), kinds, [place])

    def _label(self, pair: tuple[str, str], kinds: list[str], places: list[Point]) -> str:
        width, height = _size(kinds)
        box = min((_around(place, width, height) for place in places), key=lambda each: self._covered(pair, each))
        self.taken.append(box)
        x = box.left + width / 2
        return "".join(
            f'<text x="{x:.0f}" y="{box.top + LINE_HEIGHT * (i + 0.8):.0f}">{escape(kind)}</text>'
            for i, kind in enumerate(kinds)
        )

    def _covered(self, pair: tuple[str, str], box: _Rectangle) -> int:
        """Say how much a label would cover: boxes and other labels count more than other arrows."""
        over = sum(box.meets(other) for other in self.taken)
        outside = box.left < 0 or box.top < 0 or box.left + box.width > self.width or box.top + box.height > self.height
        crossed = sum(any(box.holds(p) for p in points) for other, points in self.lines.items() if other != pair)
        return 10 * over + 10 * outside + crossed


def _size(kinds: list[str]) -> tuple[float, float]:
    return max(len(kind) for kind in kinds) * LETTER + 6, LINE_HEIGHT * len(kinds)


def _around(place: Point, width: float, height: float) -> _Rectangle:
    return _Rectangle(place[0] - width / 2, place[1] - height / 2, width, height)


def _outwards() -> Iterator[int]:
    """Per cent along a curve, from the middle to both ends."""
    yield 50
    for away in range(4, 40, 4):
        yield 50 - away
        yield 50 + away


def _on_curve(a: Point, b: Point, c: Point, t: float) -> Point:
    """Return a point of a quadratic Bézier curve."""
    first, second, third = (1 - t) ** 2, 2 * (1 - t) * t, t**2
    return first * a[0] + second * b[0] + third * c[0], first * a[1] + second * b[1] + third * c[1]


def _border(centre: Point, towards: Point) -> Point:
    """Return where the line from a box's centre towards a point leaves the box."""
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    across = min(
        (BOX_WIDTH / 2 + 2) / abs(dx) if dx else math.inf,
        (BOX_HEIGHT / 2 + 2) / abs(dy) if dy else math.inf,
    )
    return centre[0] + dx * across, centre[1] + dy * across
