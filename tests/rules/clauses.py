"""Where things stand in the Cypher of a rule: brackets, the conditions of its clauses and expressions, its CASEs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_OPENING, _CLOSING = "([{", ")]}"
_WORD = re.compile(r"\b(?:CASE|END|AND|OR|WHEN|THEN|ELSE)\b")
# What begins a clause, and so ends the condition of the one before it.
_CLAUSE = re.compile(
    r"\b(?:OPTIONAL\s+MATCH|MATCH|(?<!STARTS )(?<!ENDS )WITH|RETURN|UNION|UNWIND|CALL|ORDER\s+BY|WHERE)\b"
    r"|(?<!\|)\|(?!\|)"
)


class Brackets:
    """A text, and the bracket that each of its characters stands in. What is in quotes stands nowhere."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.within: list[int | None] = []
        """By character, where the innermost bracket around it opens; -1 outside all, None in quotes."""
        self.ends: dict[int, int] = {-1: len(text)}
        """Where the bracket that opens at a place closes."""
        open_: list[int] = [-1]
        self.closed = True
        quoted = False
        for i, character in enumerate(text):
            if character == "'":
                quoted = not quoted
            if not quoted and character in _CLOSING:
                if len(open_) == 1:
                    self.closed = False
                else:
                    self.ends[open_.pop()] = i
            self.within.append(None if quoted else open_[-1])
            if not quoted and character in _OPENING:
                open_.append(i)
        self.closed = self.closed and len(open_) == 1

    def found(self, pattern: re.Pattern[str], bracket: int) -> Iterator[re.Match[str]]:
        """What matches within one bracket, not looking into others that are in it."""
        return (each for each in pattern.finditer(self.text) if self.within[each.start()] == bracket)

    def split(self, word: str) -> list[str]:
        """The parts that a word joins, not looking into brackets, quotes or CASE."""
        parts, begun, within_cases = [], 0, 0
        for each in self.found(_WORD, -1):
            within_cases += (each[0] == "CASE") - (each[0] == "END")
            if each[0] == word and within_cases == 0:
                parts.append(self.text[begun : each.start()].strip())
                begun = each.end()
        return [*parts, self.text[begun:].strip()]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """A CASE: what stands between each WHEN and its THEN, and where its ELSE stands with what it gives.

    Those are conditions, or values of what the CASE names.
    """

    ways: tuple[Span, ...]
    otherwise: Span | None
    of_a_value: bool

    @property
    def never(self) -> str:
        """What stands for a way that is never gone."""
        return "null" if self.of_a_value else "false"


def conditions(text: str) -> Iterator[Span]:
    """Where the conditions of a statement stand, those within others too."""
    brackets = Brackets(text)
    for found in _CLAUSE.finditer(text):
        within = brackets.within[found.start()]
        if within is None or found[0] != "WHERE":
            continue
        later = (each.start() for each in brackets.found(_CLAUSE, within) if each.start() > found.start())
        yield Span(found.end(), next(later, brackets.ends[within]))
    for case in cases(text):
        if not case.of_a_value:
            yield from case.ways


def cases(text: str) -> Iterator[Case]:
    """Every CASE of a statement, those within others too."""
    brackets = Brackets(text)
    for found in _WORD.finditer(text):
        within = brackets.within[found.start()]
        if within is not None and found[0] == "CASE":
            yield _case(text, found, list(brackets.found(_WORD, within)))


def _case(text: str, begun: re.Match[str], words: list[re.Match[str]]) -> Case:
    """The CASE that begins there; `words` are those in the same bracket."""
    own: list[re.Match[str]] = []
    depth = 0
    for word in words:
        if word.start() < begun.start():
            continue
        depth += word[0] == "CASE"
        if depth == 1 and word[0] in ("WHEN", "THEN", "ELSE", "END"):
            own.append(word)
        depth -= word[0] == "END"
        if depth == 0:
            break
    pairs = list(pairwise(own))
    return Case(
        ways=tuple(Span(word.end(), then.start()) for word, then in pairs if word[0] == "WHEN"),
        otherwise=next((Span(word.start(), end.start()) for word, end in pairs if word[0] == "ELSE"), None),
        of_a_value=text[begun.end() : own[0].start()].strip() != "",
    )
