"""`isa check`: what is missing, overdue or at odds in the registry."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.faults import BadInput
from api.cli.rules import chosen

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store.store import Store
    from queries.findings.recording import Recorded
    from queries.findings.running import RuleResult
    from queries.gap_rules.catalogue import Rule

FOUND = 3
"""The exit code where something was found that is as grave as asked for."""


class CheckFormat(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"


class CountBy(StrEnum):
    """What the table counts findings by."""

    RULE = "rule"
    BODY = "body"


class FailOn(StrEnum):
    """The severity from which findings make the command fail."""

    BLOCKER = "blocker"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


@dataclass
class _Checked:
    """What the rules found, whom it concerns where that was asked, and what recording it changed."""

    results: list[RuleResult]
    bodies: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    recorded: Recorded | None = None


def check(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RULE", help="Rules to run, with each finding in full; all in short where none is named."
        ),
    ] = None,
    form: Annotated[
        CheckFormat, typer.Option("--format", "-f", help="How to write what was found.")
    ] = CheckFormat.TABLE,
    count_by: Annotated[CountBy, typer.Option("--by", help="What the table counts by.")] = CountBy.RULE,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help=f"Exit with code {FOUND} where a finding is so grave, or graver.")
    ] = FailOn.NEVER,
    record: Annotated[
        bool, typer.Option("--record", help="Keep what was found, so that it can be answered, and followed over time.")
    ] = False,
    around: Annotated[
        str | None,
        typer.Option(metavar="TYPE:KEY", help="With --record: look at the neighbourhood of this node alone."),
    ] = None,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="With --record: mark all that stands now as there at go-live.")
    ] = False,
) -> int:
    """Run the gap rules over the registry.

    Findings prompt a person to look; none says that anything is unlawful. Nothing is kept without --record.

    Examples:

    - `isa check`
    - `isa check review-overdue` (runs it even where it is switched off)
    - `isa check --by body`
    - `isa check --record`
    - `isa check --format sarif --fail-on error`
    """
    from api.cli.running import run_to_end
    from api.findings.decided_rules import rules_as_decided
    from api.settings import load_settings

    settings = load_settings()
    decided = rules_as_decided(settings)
    named = {rule.id for rule in chosen(ids or [])}
    rules = tuple(rule for rule in decided if rule.id in named and (ids or not rule.off))
    if (around or baseline) and not record:
        raise BadInput("--around and --baseline say how to keep what is found. Give --record with them.")
    if around is not None:
        typer.echo(run_to_end(_around(settings, rules, around)))
        return 0
    by_body = count_by is CountBy.BODY and form is CheckFormat.TABLE
    checked = run_to_end(_run(settings, rules, record=record, all_rules=not ids, baseline=baseline, by_body=by_body))
    _write(settings, checked, form, in_full=bool(ids), by_body=by_body)
    if form is CheckFormat.TABLE and not ids:
        _write_decisions(decided)
    return _exit_code(checked.results, fail_on)


def _write(settings: Settings, checked: _Checked, form: CheckFormat, *, in_full: bool, by_body: bool) -> None:
    from api.cli import check_files, check_tables

    if form is CheckFormat.JSON:
        typer.echo(check_files.json_text(checked.results, settings.today()))
        return
    if form is CheckFormat.SARIF:
        typer.echo(check_files.sarif_text(checked.results, settings.today()))
        return
    if by_body:
        check_tables.write_by_body(checked.results, checked.bodies, checked.names)
    elif in_full:
        check_tables.write_in_full(checked.results)
    else:
        check_tables.write_by_rule(checked.results)
    if checked.recorded is not None:
        typer.echo(f"Recorded: {checked.recorded}")


def _write_decisions(rules: tuple[Rule, ...]) -> None:
    from queries.gap_rules.changes import decision

    for rule in rules:
        if rule.change:
            typer.echo(f"- {decision(rule)}")


async def _run(
    settings: Settings, rules: tuple[Rule, ...], *, record: bool, all_rules: bool, baseline: bool, by_body: bool
) -> _Checked:
    from api.cli.progress import bars
    from api.cli.registry import opened
    from api.findings.recording import record_rules
    from queries.findings.running import run_rules

    async with opened(settings) as store:
        today = settings.today()
        if record:
            with bars() as told:
                results, recorded = await record_rules(
                    store, rules, today, told, all_rules=all_rules, baseline=baseline
                )
            checked = _Checked(results, recorded=recorded)
        else:
            checked = _Checked(list(await run_rules(store, rules, today)))
        if by_body:
            await _add_bodies(store, checked)
        return checked


async def _add_bodies(store: Store, checked: _Checked) -> None:
    from graph.model.registry import registry_model
    from queries.findings.concerned import bodies_concerned, names_of_bodies

    subjects: dict[str, set[str]] = {}
    for result in checked.results:
        subjects.setdefault(result.rule.subject.label, set()).update(each.subject.key for each in result.findings)
    for label, keys in subjects.items():
        found = await bodies_concerned(store, registry_model(), label, keys)
        checked.bodies |= {(label, key): bodies for key, bodies in found.items()}
    checked.names = await names_of_bodies(store, {body for some in checked.bodies.values() for body in some})


async def _around(settings: Settings, rules: tuple[Rule, ...], around: str) -> str:
    from api.cli.registry import opened
    from api.findings.recording import ON_DEMAND, now, recorder
    from graph.model.registry import registry_model

    label, _, key = around.partition(":")
    if label not in registry_model().nodes or not key:
        raise BadInput(f"--around {around} names no node. Write its type and key, such as Agreement:gm:1.")
    async with opened(settings) as store, recorder(store, ON_DEMAND) as keeping:
        recorded = await keeping.record_around(rules, label, key, settings.today(), now())
    cut = " The neighbourhood is too large to look at whole; isa check --record does." if recorded.cut_short else ""
    return f"Around {around}: {recorded}{cut}"


def _exit_code(results: list[RuleResult], fail_on: FailOn) -> int:
    from queries.gap_rules.rule import Severity

    if fail_on is FailOn.NEVER:
        return 0
    grave = Severity(fail_on.value)
    found = any(result.findings and result.rule.text.severity.at_least(grave) for result in results)
    return FOUND if found else 0
