"""The gap rules as this deployment wants them: see `ISA_RULES_FILE`."""

from __future__ import annotations

from api.settings import Settings
from queries.gap_rules.catalogue import Rule, load_rules
from queries.gap_rules.changes import with_changes


def rules_as_decided(settings: Settings) -> tuple[Rule, ...]:
    """Return all rules, graded as was decided; those switched off are among them, marked. Raises RuleError."""
    rules = load_rules()
    return rules if settings.rules_file is None else with_changes(rules, settings.rules_file)


def rules_to_run(settings: Settings) -> tuple[Rule, ...]:
    """Return the rules that are not switched off. Raises RuleError."""
    return tuple(rule for rule in rules_as_decided(settings) if not rule.off)
