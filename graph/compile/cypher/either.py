"""Several ways to one thing, as one subquery."""

from __future__ import annotations


def either(imports: str, this: str, *ways: list[str]) -> list[str]:
    """Return the lines that bind a variable, or several, to what any of some ways finds; nothing without a way.

    `imports` are the variables that the lines of the ways read. What several ways find is found once.
    """
    lines = [f"CALL ({imports}) {{"]
    for index, way in enumerate(ways or (_nothing(this),)):
        lines += [*["UNION"] * bool(index), *way, f"RETURN {this}"]
    return [*lines, "}"]


def _nothing(this: str) -> list[str]:
    first, *others = this.split(", ")
    return [f"UNWIND [] AS {first}", *(f"WITH *, null AS {other}" for other in others)]
