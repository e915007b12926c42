"""`isa check`: what is missing, overdue or at odds in the registry."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.rules import as_decided, chosen, decision

if TYPE_CHECKING:
    from api.settings import Settings
    from queries.findings import Finding, RuleResult
    from queries.rule_catalogue import Rule

FOUND = 3
"""The exit code where something was found that is as grave as asked for."""


class CheckFormat(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSON = "json"


class FailOn(StrEnum):
    """The severity from which findings make the command fail."""

    BLOCKER = "blocker"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


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
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help=f"Exit with code {FOUND} where a finding is so grave, or graver.")
    ] = FailOn.NEVER,
) -> int:
    """Run the gap rules over the registry.

    Findings prompt a person to look; none says that anything is unlawful. Nothing is stored.

    Examples:

    - `isa check`
    - `isa check review-overdue` (runs it even where it is switched off)
    - `isa check --format json --fail-on error`
    """
    from api.cli.running import run_to_end
    from api.settings import load_settings

    settings = load_settings()
    decided = as_decided(chosen([]))
    if ids:
        named = {rule.id for rule in chosen(ids)}
        rules = tuple(rule for rule in decided if rule.id in named)
    else:
        rules = tuple(rule for rule in decided if not rule.off)
    results = run_to_end(_run(settings, rules))
    if form is CheckFormat.JSON:
        _write_json(settings, results)
    elif ids:
        _write_findings(results)
    else:
        _write_table(results)
        _write_decisions(decided)
    return _exit_code(results, fail_on)


async def _run(settings: Settings, rules: tuple[Rule, ...]) -> tuple[RuleResult, ...]:
    from api.cli.registry import opened
    from queries.findings import run_rules

    async with opened(settings) as store:
        return await run_rules(store, rules, settings.today())


def _exit_code(results: tuple[RuleResult, ...], fail_on: FailOn) -> int:
    from queries.rule import Severity

    if fail_on is FailOn.NEVER:
        return 0
    grave = Severity(fail_on.value)
    found = any(result.findings and result.rule.text.severity.at_least(grave) for result in results)
    return FOUND if found else 0


def _write_table(results: tuple[RuleResult, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("severity", "rule", "what it finds"):
        table.add_column(heading, overflow="fold")
    for heading in ("found", "among"):
        table.add_column(heading, justify="right")
    for result in results:
        if result.findings:
            text = result.rule.text
            found, among = f"{len(result.findings):,}", f"{result.looked_at:,}"
            table.add_row(text.severity.value, result.rule.id, text.title, found, among)
    console = Console()
    if table.row_count:
        console.print(table)
    total = sum(len(result.findings) for result in results)
    silent = sum(1 for result in results if not result.findings)
    console.print(f"{total:,} findings; {silent} of {len(results)} rules found nothing. In full: isa check RULE")


def _write_decisions(rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        if rule.change:
            typer.echo(f"- {decision(rule)}")


def _write_findings(results: tuple[RuleResult, ...]) -> None:
    from queries.findings import caution

    for result in results:
        text = result.rule.text
        typer.echo(f"{text.title} ({text.severity.value}, {text.strength.value}: {text.citation})")
        typer.echo(f"  Why: {text.why}")
        typer.echo(f"  What to do: {text.remedy}")
        if warned := caution(result.rule):
            typer.echo(f"  {warned}")
        if result.rule.change:
            typer.echo(f"  {decision(result.rule)}")
        typer.echo(f"  Found: {len(result.findings):,} among {result.looked_at:,}")
        for finding in result.findings:
            typer.echo(f"- {finding.message}")
            for chain in finding.path:
                if chain.edges:
                    typer.echo(f"    {chain}")


def _write_json(settings: Settings, results: tuple[RuleResult, ...]) -> None:
    import orjson

    answer = {"today": settings.today().isoformat(), "rules": [_rule_as_json(result) for result in results]}
    typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())


def _rule_as_json(result: RuleResult) -> dict[str, Any]:
    from queries.findings import caution

    text = result.rule.text
    return {
        "id": result.rule.id,
        "title": text.title,
        "severity": text.severity.value,
        "strength": text.strength.value,
        "citation": text.citation,
        "evidence": text.evidence.value,
        "caution": caution(result.rule),
        "decision": decision(result.rule) if result.rule.change else None,
        "covers": list(text.covers),
        "why": text.why,
        "remedy": text.remedy,
        "lookedAt": result.looked_at,
        "findings": [_finding_as_json(finding) for finding in result.findings],
    }


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "key": finding.key,
        "subject": {"type": finding.subject.label, "key": finding.subject.key, "name": finding.subject.name},
        "message": finding.message,
        "path": [
            {
                "nodes": [{"type": n.label, "key": n.key or None, "name": n.name or None} for n in chain.nodes],
                "edges": [{"type": e.type, "outward": e.outward} for e in chain.edges],
            }
            for chain in finding.path
        ],
    }
