"""What a deployment may decide about rules: another severity or off, with who, when and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli.application import run
from queries.gap_rules.catalogue import load_rules
from queries.gap_rules.changes import with_changes
from queries.gap_rules.rule import RuleError, Severity

DECIDED = """\
default-retention: {off: true, reason: Our schedule sets one period., by: IG board, on: 2026-03-02}
duplicate-agreements: {severity: blocker, reason: They cost us a court case., by: SIRO, on: 2026-03-03}
"""


def test_a_rule_is_graded_otherwise_or_switched_off(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(DECIDED, encoding="utf-8")
    before, after = load_rules(), with_changes(load_rules(), path)
    assert [rule.id for rule in after if rule.off] == ["default-retention"]
    changed = {rule.id: rule.text.severity for rule in after if rule.change}
    assert changed == {"default-retention": Severity.INFO, "duplicate-agreements": Severity.BLOCKER}
    # The gravest come first, under their new grade; the rest are as they were.
    assert "duplicate-agreements" in [rule.id for rule in after if rule.text.severity is Severity.BLOCKER]
    assert [rule.text for rule in before if rule.id not in changed] == [rule.text for rule in after if not rule.change]


def test_the_command_tells_what_was_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(DECIDED, encoding="utf-8")
    monkeypatch.setenv("ISA_RULES_FILE", str(path))
    assert run(["rules", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("- d")] == [
        "- duplicate-agreements counts as blocker, by SIRO on 3 March 2026: They cost us a court case.",
        "- default-retention is switched off, by IG board on 2 March 2026: Our schedule sets one period.",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "default-retention: {off: true, by: SIRO, on: 2026-03-02}\n",
            "line 1: default-retention.reason: Field required",
        ),
        (
            "default-retention: {reason: So., by: SIRO, on: 2026-03-02}\n",
            "line 1: default-retention: say either severity: (blocker, error, warning, info) or off: true",
        ),
        (
            "\ndefault-retentions: {off: true, reason: So., by: SIRO, on: 2026-03-02}\n",
            "line 2: there is no rule default-retentions. Did you mean default-retention?",
        ),
        ("a: {b: [}\n", "line 1: not readable as YAML"),
    ],
)
def test_a_wrong_decision_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as fault:
        with_changes(load_rules(), path)
    assert f"rules.yaml, {told}" in str(fault.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="the file that ISA_RULES_FILE names cannot be read: No such file"):
        with_changes(load_rules(), tmp_path / "nowhere.yaml")
