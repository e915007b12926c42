"""The answer to a question as a picture, where its file hints at one."""

from __future__ import annotations

from api.questions.asking import Answered
from api.questions.bars import drawn_as_bars
from api.questions.ribbons import drawn_as_ribbons
from queries.prepared.question import Bars, Chart


def svg_text(answered: Answered, chart: Chart) -> str:
    """Return the picture as SVG that needs nothing but itself; its classes let a page give it other colours."""
    return drawn_as_bars(answered, chart) if isinstance(chart, Bars) else drawn_as_ribbons(answered, chart)


def svg_bytes(answered: Answered) -> bytes:
    """Return the picture of an answer whose question hints at one."""
    chart = answered.asking.question.chart
    assert chart is not None  # noqa: S101 - asked for by those alone that have one
    return svg_text(answered, chart).encode()
