"""`isa rules`: the gap rules there are, their examples, and a new one to begin with."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.faults import BadInput, CommandError

if TYPE_CHECKING:
    from queries.gap_rules.catalogue import Rule
    from queries.gap_rules.examples import ExampleFault

rules_app = typer.Typer(
    name="rules", no_args_is_help=True, help="List the gap rules, run their examples, begin a new one."
)

_NEW = """\
title: What is wrong, in a few words
area: Agreements and flows
severity: warning
strength: practice
message: "{agreement} is ..."
why: >
  Why it matters, in a first sentence. What follows from it, in a second.
remedy: >
  What somebody can do about it.
citation: The law, code or practice it rests on
evidence: UNVERIFIED
nodes: {agreement: Agreement}
subject: agreement
match: |
  MATCH (agreement:Agreement)
  WHERE condition(agreement:Agreement, IN_FORCE) AND agreement.contact IS NULL
    AND collects(agreement:Agreement, contact)
path:
  - (agreement)
count: |
  MATCH (agreement:Agreement)
  WHERE condition(agreement:Agreement, IN_FORCE)
examples:
  - name: found
    nodes:
      agreement: {is: Agreement, title: Care agreement, state: SIGNED, startsOn: 2025-01-01, endsOn: 2026-12-31}
    stated: {agreement: [Agreement.contact]}
    finds: {agreement: "Care agreement is ..."}
  # One for each part of the condition: the same, but for that part.
  - name: the agreement ended yesterday
    like: found
    with: {agreement: {endsOn: 2026-03-31}}
    finds: {}
  - name: a contact is named
    like: found
    with: {agreement: {contact: sharing@example.org}}
    finds: {}
  - name: the source does not ask
    like: found
    stated: {agreement: []}
    finds: {}
"""


@rules_app.command("list")
def list_rules() -> None:
    """List the rules: how grave, on what ground, what was decided about them, and which of the catalogue they cover."""
    from rich.console import Console
    from rich.table import Table

    from api.findings.decided_rules import rules_as_decided
    from api.settings import load_settings
    from queries.gap_rules.changes import decision
    from queries.gap_rules.coverage import coverage

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("rule", no_wrap=True)
    for heading in ("severity", "rests on", "checked", "what it finds"):
        table.add_column(heading, overflow="fold")
    rules = rules_as_decided(load_settings())
    for rule in rules:
        text = rule.text
        checked = text.evidence.value.lower().replace("_", " ")
        severity = "off" if rule.off else text.severity.value
        table.add_row(rule.id, severity, text.strength.value, checked, text.title)
    console = Console()
    console.print(table)
    console.print(f"{len(rules)} rules. Run them with: isa check")
    for rule in rules:
        if rule.change:
            typer.echo(f"- {decision(rule)}")
    covered = coverage(rules)
    typer.echo(f"They carry out {len(covered.carried_out)} of the {len(covered.entries)} rules of the catalogue.")
    for id_, entry in covered.not_expressible.items():
        typer.echo(f"- {id_}, {entry.title}: cannot be expressed yet. {entry.missing}")
    if covered.to_be_written:
        typer.echo(f"Still to be written: {', '.join(covered.to_be_written)}.")


@rules_app.command("test")
def try_rules(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="RULE", help="Rules to try; all where none is named.")
    ] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="A folder of rule files of your own.")] = None,
) -> None:
    """Run the examples of rules on an engine of their own. The registry is neither read nor changed."""
    from api.cli.running import run_to_end

    rules = chosen(ids or [], folder)
    faults = run_to_end(_check(rules))
    for fault in faults:
        typer.echo(f"{fault.rule.id}: example '{fault.example.name}': {fault.told}")
    if faults:
        raise CommandError(
            f"{len(faults)} examples came out otherwise than their files say. Correct the rule or the example."
        )
    count = sum(len(rule.examples) for rule in rules)
    typer.echo(f"{len(rules)} rules, {count} examples: all as their files say.")


@rules_app.command("new")
def new_rule(
    rule: Annotated[str, typer.Argument(metavar="ID", help="Lower-case words joined by hyphens.")],
    folder: Annotated[Path | None, typer.Option("--folder", help="Where to write it.")] = None,
) -> None:
    """Write a rule file to begin with. It runs; what it says is yours to change."""
    import re

    from queries.gap_rules.catalogue import RULES_FOLDER

    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule):
        raise BadInput(f"{rule} is no id of a rule. Write lower-case words joined by hyphens, such as no-contact.")
    path = (folder or RULES_FOLDER) / f"{rule}.yaml"
    if path.exists():
        raise BadInput(f"{path} is there already. Choose another id.")
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {path.parent}. Make it, or name another with --folder.")
    path.write_text(_NEW, encoding="utf-8")
    typer.echo(f"wrote {path}")
    typer.echo(f"Change it, then: isa rules test {rule}" + (f" --folder {folder}" if folder else ""))


def chosen(ids: list[str], folder: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules of these ids, all where none is given. Raises BadInput for an id there is not, and RuleError."""
    from queries.gap_rules.catalogue import RULES_FOLDER, load_rules

    if folder is not None and not folder.is_dir():
        raise BadInput(f"There is no folder {folder}. Name one that holds rule files.")
    rules = load_rules(folder or RULES_FOLDER)
    known = {rule.id for rule in rules}
    for each in ids:
        if each not in known:
            raise BadInput(f"There is no rule {each}. `isa rules list` lists those there are.")
    return tuple(rule for rule in rules if not ids or rule.id in ids)


async def _check(rules: tuple[Rule, ...]) -> tuple[ExampleFault, ...]:
    from api.settings import load_settings
    from graph.model.registry import registry_model
    from graph.store.bootstrap import ensure_schema
    from graph.store.opening import open_store
    from queries.gap_rules.examples import check_examples

    model = registry_model()
    with tempfile.TemporaryDirectory(prefix="isa-rules-") as data:
        own = replace(load_settings().store_settings(), uri=None, database=None, data_dir=Path(data))
        async with open_store(own) as store:
            await ensure_schema(store, model.schema_plan)
            return await check_examples(store, rules, model)
