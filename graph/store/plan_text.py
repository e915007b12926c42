"""The plan of a statement as text, from what the engines tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def plan_text(plan: Mapping[str, Any] | None) -> str:
    """Return a plan as an engine writes it or, where it gives a tree alone, an operator a line, what it reads below it.

    `plan` is that of a driver's summary. Neo4j gives for each operator its name, details and the rows it expects.
    """
    if not plan:
        return "The engine tells no plan."
    written = str(plan.get("args", {}).get("string-representation", "")).strip()
    return written or "\n".join(_lines(plan, 0))


def _lines(operator: Mapping[str, Any], depth: int) -> list[str]:
    told = operator.get("args", {})
    name = str(operator["operatorType"]).partition("@")[0]
    rows = f" ({told['EstimatedRows']:,.0f} rows)" if "EstimatedRows" in told else ""
    line = f"{'  ' * depth}{name}{rows} {told.get('Details', '')}".rstrip()
    return [line, *(each for child in operator.get("children", ()) for each in _lines(child, depth + 1))]
