"""Statements by which rules look at some of their subjects: one rule alone, or several of one type together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from queries.findings.run_values import RunValues
from queries.gap_rules.catalogue import Rule

_RETURN: Final = "\nRETURN "
_CLAUSE_OR_BRACKET: Final = re.compile(
    r"\b(?:OPTIONAL MATCH|MATCH|WHERE|(?<!STARTS )(?<!ENDS )WITH|UNWIND|RETURN|CALL|ORDER BY|SKIP|LIMIT|UNION)\b"
    r"|[()\[\]{}]",
    re.IGNORECASE,
)


def find_among(rule: Rule) -> str:
    """Return the statement that finds among the subjects whose keys are `$subjects`.

    It starts from them where the rule says that they stand apart, or holds on to its subject from one end to the
    other. Else what the rule finds is sifted at the end; where the rule says what is `around` its subjects, it begins
    with that, and where it does not, this costs as much as a whole run.
    """
    subject = rule.text.subject
    begun = f"MATCH ({subject}:{rule.subject.label}) WHERE {subject}.key IN $subjects\n"
    match, _, answer = rule.find.rpartition(_RETURN)
    if _stands_apart(rule, match):
        return begun + rule.find
    around = f"{begun}{rule.text.around.strip()}\n" if rule.text.around else ""
    return f"{around}{match}\nWITH * WHERE {subject}.key IN $subjects{_RETURN}{answer}"


def needs_a_whole_run(rule: Rule) -> bool:
    """Say whether a rule looks at the whole graph even where it is asked about a few subjects."""
    return not (rule.text.around or _stands_apart(rule, rule.find.rpartition(_RETURN)[0]))


def find_together(rules: Sequence[Rule]) -> str:
    """Return the statement that finds what rules of one type of subject find among `$subjects`.

    Each that finds anything gives one row: its place among them, and the rows of its own statement.
    """
    return "\nUNION ALL\n".join(_one_of_several(rule, place) for place, rule in enumerate(rules))


def parameters_together(rules: Sequence[Rule], values: RunValues) -> dict[str, object]:
    """Return the values that `find_together` of the same rules is run with, beside `subjects`."""
    together: dict[str, object] = {}
    for place, rule in enumerate(rules):
        own = rule.parameters()
        together |= {_own(name, place) if name in own else name: value for name, value in values.of(rule).items()}
    return together


def _one_of_several(rule: Rule, place: int) -> str:
    found, _, answer = find_among(rule).rpartition(_RETURN)
    text = f"{found}{_RETURN}{place} AS place, {answer} AS found"
    for name in rule.parameters():
        text = re.sub(rf"\${name}\b", f"${_own(name, place)}", text)
    return text


def _own(name: str, place: int) -> str:
    """The name of a rule's parameter beside rules that may call theirs the same."""
    return f"{name}_{place}"


def _stands_apart(rule: Rule, match: str) -> bool:
    return rule.text.apart or _held_throughout(match, rule.text.subject)


def _held_throughout(match: str, subject: str) -> bool:
    if re.search(rf"\bAS\s+{subject}\b", match, re.IGNORECASE):
        return False
    clauses = _clauses(match)
    first = next((body for name, body in clauses if name == "MATCH"), "")
    projections = [body for name, body in clauses if name == "WITH"]
    return re.search(rf"\({subject}\b", first) is not None and all(
        subject in re.split(r"\s*,\s*", re.sub(r"^DISTINCT\s+", "", body.strip(), flags=re.IGNORECASE))
        for body in projections
    )


def _clauses(match: str) -> list[tuple[str, str]]:
    """The clauses of Cypher by name, with what they say; what stands in brackets of any kind belongs to its clause."""
    starts, depth = [], 0
    for found in _CLAUSE_OR_BRACKET.finditer(match):
        if found[0] in "([{":
            depth += 1
        elif found[0] in ")]}":
            depth -= 1
        elif depth == 0:
            starts.append(found)
    ends = [each.start() for each in starts[1:]] + [len(match)]
    return [(each[0].upper(), match[each.end() : end]) for each, end in zip(starts, ends, strict=True)]
