"""Breaking the conditions of a rule, one at a time: each part of a WHERE is left out in turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.model.registry import Model
from queries.gap_rules.catalogue import Rule
from queries.gap_rules.cypher import expanded, finding_statement

_CLAUSE = re.compile(
    r"\b(?:OPTIONAL\s+MATCH|MATCH|(?<!STARTS )(?<!ENDS )WITH|RETURN|UNION|UNWIND|CALL|ORDER\s+BY|WHERE)\b"
)
# Of these the inside belongs to what they test, not to the clause they stand in.
_TESTED = re.compile(r"\b(?:EXISTS|COUNT|COLLECT)\s*$")
_WORD = re.compile(r"\b(?:CASE|END|AND|OR)\b")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule that finds without one part of its condition."""

    rule: Rule
    lost: str


def mutants(rule: Rule, model: Model) -> Iterator[Mutant]:
    """Each rule that lacks one part of a condition of `rule`: a part of an AND, or an alternative of an OR."""
    nodes = {name: (node.caption, node.listed) for name, node in rule.nodes.items()}
    for match, lost in _without_one(rule.text.match):
        find = finding_statement(expanded(match, model), rule.text.subject, nodes, rule.text.values)
        yield Mutant(replace(rule, find=find), " ".join(lost.split()))


def _without_one(text: str) -> Iterator[tuple[str, str]]:
    for start, end in _conditions(text):
        condition = text[start:end]
        for left, lost in _shorter(condition):
            keyword = text.rindex("WHERE", 0, start)
            yield (f"{text[:start]} {left}{text[end:]}" if left else f"{text[:keyword]}\n{text[end:]}"), lost


def _shorter(condition: str) -> Iterator[tuple[str, str]]:
    """The condition without one of its parts, and the part; nothing is left of a condition that has one part."""
    for word in ("OR", "AND"):
        parts = _split(condition, word)
        if len(parts) > 1:
            for i, part in enumerate(parts):
                yield f" {word} ".join([*parts[:i], *parts[i + 1 :]]) + "\n", part
                for left, lost in _inside(part):
                    yield f" {word} ".join([*parts[:i], left, *parts[i + 1 :]]) + "\n", lost
            return
    yield "", condition
    yield from _inside(condition)


def _inside(part: str) -> Iterator[tuple[str, str]]:
    """The alternatives in brackets, one left out at a time: `(a OR b)`, `NOT (a AND b)`."""
    found = re.fullmatch(r"\s*(NOT\s*)?\((.*)\)\s*", part, re.DOTALL)
    if found is None or not _balanced(found[2]):
        return
    for word in ("OR", "AND"):
        if len(_split(found[2], word)) > 1:
            for left, lost in _shorter(found[2]):
                yield f"{found[1] or ''}({left})", lost
            return


def _conditions(text: str) -> Iterator[tuple[int, int]]:
    """Where the conditions of the statement stand, those inside EXISTS left aside."""
    depths = _depths(text)
    clauses = [(found.start(), found.end(), depths[found.start()]) for found in _CLAUSE.finditer(text)]
    for start, end, depth in clauses:
        if depth is None or text[start:end] != "WHERE":
            continue
        later = [s for s, _, d in clauses if s > start and d == depth]
        stop = later[0] if later else len(text)
        # A subquery ends with its brace.
        closing = next((i for i in range(end, stop) if depths[i] is not None and depths[i] < depth), stop)  # type: ignore[operator]
        yield end, closing


def _depths(text: str) -> list[int | None]:
    """How deep in braces each character stands; None within brackets, quotes and what EXISTS tests."""
    depths: list[int | None] = []
    stack: list[str] = []
    quoted = False
    for i, character in enumerate(text):
        if character == "'":
            quoted = not quoted
        if not quoted and character in ")]}" and stack:
            stack.pop()
        plain = not quoted and all(each == "{" for each in stack)
        depths.append(len(stack) if plain else None)
        if not quoted and character in "([{":
            tested = character == "{" and (_TESTED.search(text[:i]) or not re.search(r"\)\s*$", text[:i]))
            stack.append("tested" if tested else character)
    return depths


def _split(text: str, word: str) -> list[str]:
    """The parts that `word` joins, not looking into brackets, quotes or CASE."""
    depths = _depths(text)
    parts, begun, cases = [], 0, 0
    for found in _WORD.finditer(text):
        if depths[found.start()] != 0:
            continue
        cases += (found[0] == "CASE") - (found[0] == "END")
        if found[0] == word and cases == 0:
            parts.append(text[begun : found.start()].strip())
            begun = found.end()
    return [*parts, text[begun:].strip()]


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0
