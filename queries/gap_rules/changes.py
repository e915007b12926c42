"""What a deployment decided about gap rules: graded otherwise or switched off, each with a recorded reason.

default-retention: {off: true, reason: Our schedule sets one period., by: IG board, on: 2026-03-02}
review-overdue: {severity: error, reason: Policy 12 asks for yearly reviews., by: SIRO, on: 2026-03-02}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from graph.model.day_words import day_in_words
from queries.gap_rules.catalogue import Rule, gravest_first
from queries.gap_rules.rule import RuleChange, RuleError, misfit
from queries.heading import HeadingError, read_heading

_CHANGES: Final = TypeAdapter(dict[str, RuleChange])


def with_changes(rules: Sequence[Rule], path: Path) -> tuple[Rule, ...]:
    """Return the rules as a deployment wants them, gravest first. Those switched off are among them, marked.

    Raises:
        RuleError: the file cannot be read, names a rule there is not, or gives no reason.
    """
    try:
        heading = read_heading(path.read_text(encoding="utf-8"))
        changes = _CHANGES.validate_python(heading.values)
    except (OSError, UnicodeDecodeError) as fault:
        told = getattr(fault, "strerror", None) or "it is not UTF-8 text"
        raise RuleError(path, 1, f"the file that ISA_RULES_FILE names cannot be read: {told}") from None
    except HeadingError as fault:
        raise RuleError(path, fault.line, str(fault)) from None
    except ValidationError as error:
        raise misfit(path, heading, error) from None
    known = {rule.id for rule in rules}
    for id_ in changes:
        if id_ not in known:
            near = get_close_matches(id_, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else "`isa rules list` lists those there are."
            raise RuleError(path, heading.line_of((id_,)), f"there is no rule {id_}. {hint}")
    return gravest_first(_changed(rule, changes[rule.id]) if rule.id in changes else rule for rule in rules)


def _changed(rule: Rule, change: RuleChange) -> Rule:
    # A deployment may grade as it sees fit, law that nobody checked too: the finding goes on saying so.
    severity = change.severity or rule.text.severity
    return replace(rule, text=rule.text.model_copy(update={"severity": severity}), change=change)


def decision(rule: Rule) -> str:
    """Return in a line what a deployment decided about a rule that it changed."""
    change = rule.change
    assert change is not None  # noqa: S101 - asked of changed rules alone
    what = "is switched off" if change.off else f"counts as {rule.text.severity.value}"
    return f"{rule.id} {what}, by {change.by} on {day_in_words(change.on)}: {change.reason}"
