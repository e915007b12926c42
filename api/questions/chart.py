"""The answer to a question as a picture of bars, where its file hints at one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import Final

from api.questions.asking import Answered
from queries.prepared.answers import words
from queries.prepared.question import Chart, Question

MOST_BARS: Final = 30
_WIDTH: Final = 720
_LABELS: Final = 320
_NUMBERS: Final = 60
_ROW: Final = 28
_TOP: Final = 44
_LONGEST_LABEL: Final = 38
# Control characters cannot stand in XML, not even escaped.
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FONT: Final = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for and how long it is."""

    label: str
    value: int


def bars_of(answered: Answered, chart: Chart) -> list[Bar]:
    """Return a bar for each category of the answer, the longest first: its values summed up, or its rows counted."""
    sums: Counter[str] = Counter()
    for record in answered.flat.records():
        value = record[chart.value] if chart.value is not None else 1
        sums[words(record[chart.category]) or "not recorded"] += value if isinstance(value, int) else 0
    return sorted((Bar(label, value) for label, value in sums.items()), key=lambda bar: (-bar.value, bar.label))


def measure(question: Question, chart: Chart) -> str:
    """Return what the bars show, in words."""
    columns = {column.name: column.meaning.rstrip(".") for column in question.columns}
    what = "Number of rows" if chart.value is None else columns[chart.value]
    return f"{what}, by {chart.category}"


def svg_text(answered: Answered, chart: Chart) -> str:
    """Return the bars as SVG that needs nothing but itself; its classes let a page give it other colours."""
    question = answered.asking.question
    bars = bars_of(answered, chart)
    shown = bars[:MOST_BARS]
    notes = [answered.cut_short] if answered.cut_short else []
    if len(bars) > len(shown):
        notes.append(f"And {len(bars) - len(shown):,} shorter bars.")
    if not bars:
        notes.append("Nothing recorded answers this.")
    height = _TOP + _ROW * (len(shown) + len(notes)) + 12
    said = f"{question.title}. {measure(question, chart)}, as of {answered.as_of}"
    longest = max((bar.value for bar in shown), default=0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" role="img" aria-label="{_xml(said)}" font-family="{_FONT}" font-size="14">',
        f'<rect class="chart-paper" width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(12, 26, measure(question, chart), "start", bold=True),
    ]
    for number, bar in enumerate(shown):
        parts += _bar(bar, _TOP + _ROW * number, longest)
    for number, note in enumerate(notes, start=len(shown)):
        parts.append(_text(12, _TOP + _ROW * number + 19, note, "start"))
    return "\n".join([*parts, "</svg>"])


def svg_bytes(answered: Answered) -> bytes:
    """Return the picture of an answer whose question hints at one."""
    chart = answered.asking.question.chart
    assert chart is not None  # noqa: S101 - asked for by those alone that have one
    return svg_text(answered, chart).encode()


def _bar(bar: Bar, top: int, longest: int) -> list[str]:
    length = round((_WIDTH - _LABELS - _NUMBERS) * bar.value / longest, 1) if longest else 0
    label = bar.label if len(bar.label) <= _LONGEST_LABEL else bar.label[: _LONGEST_LABEL - 1].rstrip() + "…"
    return [
        f"<g><title>{_xml(bar.label)}: {bar.value:,}</title>",
        _text(_LABELS - 10, top + 19, label, "end"),
        f'<rect class="chart-bar" x="{_LABELS}" y="{top + 4}" width="{length}" height="{_ROW - 8}" fill="#0b5c8a"/>',
        _text(_LABELS + length + 8, top + 19, f"{bar.value:,}", "start"),
        "</g>",
    ]


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _text(x: float, y: int, text: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text class="chart-ink" x="{x}" y="{y}" text-anchor="{anchor}" fill="#16202a"{weight}>{_xml(text)}</text>'
