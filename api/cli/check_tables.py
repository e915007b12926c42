"""Findings on a terminal: in short by rule or by body, or each in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import typer
from rich.console import Console
from rich.table import Table

from queries.findings.running import RuleResult, caution
from queries.gap_rules.changes import decision
from queries.gap_rules.rule import Severity

MOST_BODIES = 25


def write_by_rule(results: Sequence[RuleResult]) -> None:
    """Write how much each rule found, among how much it looked at."""
    table = _table(("severity", "rule", "what it finds"), ("found", "among"))
    for result in results:
        if result.findings:
            text = result.rule.text
            found, among = f"{len(result.findings):,}", f"{result.looked_at:,}"
            table.add_row(text.severity.value, result.rule.id, text.title, found, among)
    _write(table)
    silent = sum(1 for result in results if not result.findings)
    typer.echo(f"{_total(results):,} findings; {silent} of {len(results)} rules found nothing. In full: isa check RULE")


def write_by_body(
    results: Sequence[RuleResult], bodies: Mapping[tuple[str, str], Sequence[str]], names: Mapping[str, str]
) -> None:
    """Write how much was found of each body, by severity, the gravest first.

    `bodies` are the keys of the bodies that the node of a type and key concerns, `names` what those are called.
    """
    counts: dict[str, Counter[Severity]] = {}
    of_none = 0
    for result in results:
        for finding in result.findings:
            concerned = bodies.get((finding.subject.label, finding.subject.key), ())
            of_none += not concerned
            for body in concerned:
                counts.setdefault(body, Counter())[result.rule.text.severity] += 1
    table = _table(("body", "key"), [severity.value for severity in Severity])
    ordered = sorted(counts, key=lambda body: ([-counts[body][each] for each in Severity], names.get(body, body)))
    for body in ordered[:MOST_BODIES]:
        table.add_row(names.get(body, body), body, *(f"{counts[body][each]:,}" for each in Severity))
    _write(table)
    if len(ordered) > MOST_BODIES:
        typer.echo(f"And {len(ordered) - MOST_BODIES:,} bodies with less.")
    typer.echo(
        f"Findings: {_total(results):,}; bodies they concern: {len(counts):,}. One may concern several, and "
        f"{of_none:,} concern none, such as those about a source or a law."
    )


def write_in_full(results: Sequence[RuleResult]) -> None:
    """Write each finding: its sentence, and the path that shows it."""
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


def _table(words: Sequence[str], numbers: Sequence[str]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in words:
        table.add_column(heading, overflow="fold")
    for heading in numbers:
        table.add_column(heading, justify="right")
    return table


def _write(table: Table) -> None:
    if table.row_count:
        Console().print(table)


def _total(results: Sequence[RuleResult]) -> int:
    return sum(len(result.findings) for result in results)
