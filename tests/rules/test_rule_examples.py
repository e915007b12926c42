"""Every rule on every engine: its examples come out as its file says, and a wrong example is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli.application import run
from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store
from queries.findings.running import run_rule
from queries.gap_rules.catalogue import RULES_FOLDER, load_rules
from queries.gap_rules.examples import EXAMPLE_DAY, check_examples, example_faults
from tests.servers.wipe import forget_plans, wipe_data


def otherwise(folder: Path, old: str, new: str) -> Path:
    """A folder with one rule, of which something reads otherwise."""
    source = (RULES_FOLDER / "source-out-of-date.yaml").read_text(encoding="utf-8")
    assert old in source
    (folder / "source-out-of-date.yaml").write_text(source.replace(old, new), encoding="utf-8")
    return folder


async def test_every_example_comes_out_as_its_file_says(store: Store, tmp_path: Path) -> None:
    model = registry_model()
    await wipe_data(store)
    await ensure_schema(store, model.schema_plan)
    await forget_plans(store)
    faults = await check_examples(store, load_rules(), model)
    assert [f"{fault.rule.id}: {fault.example.name}: {fault.told}" for fault in faults] == []

    # The graph still holds the examples, so a rule that is broken, or an example that says otherwise, is seen.
    for old, new, told in (
        ("{source} is shown as at", "{source} stands at", ["says of source: A register stands at 28 February 2024"]),
        (
            "source.asAt < $today",
            "source.asAt > $today",
            [
                "nothing is found about source",
                "found about source, and should not be: source is shown as at 1 April 2025",
            ],
        ),
        # An edition of exactly a year ago.
        ("{value: 18,", "{value: 11,", ["found about source, and should not be: source is shown as at 1 April 2025"]),
    ):
        [other] = load_rules(otherwise(tmp_path, old, new))
        found = await example_faults(store, other)
        assert [fault.told[: len(start)] for fault, start in zip(found, told, strict=True)] == told


async def test_a_finding_shows_its_path_and_keeps_its_key(store: Store) -> None:
    """Runs after the test above, over the same examples."""
    [rule] = [each for each in load_rules() if each.id == "flow-under-no-agreement-in-force"]
    first, second = await run_rule(store, rule, EXAMPLE_DAY), await run_rule(store, rule, EXAMPLE_DAY)
    assert first == second
    [found] = [each for each in first.findings if each.subject.key.startswith(f"{rule.id}/0/")]
    assert found.key == f"{rule.id}:Flow:{rule.id}/0/flow"
    assert [str(chain) for chain in found.path] == [
        "Alpha Council -DISCLOSES-> Care plans -RECEIVED_BY-> Beta Trust",
        "Care plans -GOVERNED_BY-> Care agreement",
    ]


def test_the_command_runs_the_examples_on_an_engine_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "new", "no-contact", "--folder", str(tmp_path)]) == 0
    assert run(["rules", "test", "--folder", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 rules, 4 examples: all as their files say."


def test_what_the_commands_are_given_wrong_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "no-such-rule"]) == 2
    assert capsys.readouterr().err == "isa: There is no rule no-such-rule. `isa rules list` lists those there are.\n"
    assert run(["rules", "new", "No Contact", "--folder", str(tmp_path)]) == 2
    assert run(["rules", "new", "no-contact", "--folder", str(tmp_path / "nowhere")]) == 2
    otherwise(tmp_path, "severity: info", "severity: mild")
    assert run(["rules", "test", "--folder", str(tmp_path)]) == 2
    assert "isa: source-out-of-date.yaml, line 3: severity: " in capsys.readouterr().err
