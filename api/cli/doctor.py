"""`isa doctor`: is the registry well?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from api.cli.faults import FAILED, CommandError

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store.health import Diagnosis


def doctor() -> None:
    """Say how the registry is: engine, schema, what it holds, what is wrong and what to do about it.

    Changes nothing. Exit code 1 where something is wrong.
    """
    from api.cli.running import run_to_end
    from api.settings import load_settings

    found = run_to_end(_diagnosis(load_settings()))
    for line in _report(found):
        typer.echo(line)
    if found.problems:
        raise typer.Exit(FAILED)


async def _diagnosis(settings: Settings) -> Diagnosis:
    from api.cli.progress import waiting
    from graph.model.registry import registry_model
    from graph.store.health import diagnose
    from graph.store.opening import open_store

    if settings.neo4j_uri is None and not settings.data_dir.exists():
        raise CommandError(f"there is no registry in {settings.data_dir} yet. Make one with: isa demo")
    with waiting("Looking at the registry"):
        async with open_store(settings.store_settings()) as store:
            return await diagnose(store, registry_model().schema_plan)


def _report(found: Diagnosis) -> list[str]:
    engine = found.engine
    kind = "embedded" if engine.kind == "embedded" else "server"
    lines = [
        f"engine    {engine.name} {engine.version} {engine.edition} ({kind})",
        f"address   {found.address}, database {found.database}",
        f"codec     {engine.codec}",
        f"schema    version {found.schema_version} of {found.newest_version}",
        *_counts("nodes", found.node_counts),
        *_counts("edges", found.edge_counts),
        "",
    ]
    if not found.problems:
        return [*lines, "All is well."]
    lines.append("What is wrong:")
    for problem in found.problems:
        lines += [f"  {problem.what}", f"    {problem.remedy}"]
    return lines


def _counts(name: str, counts: dict[str, int]) -> list[str]:
    total = f"{name:<9} {sum(counts.values()):,}"
    return [total, *(f"  {count:>9,}  {label}" for label, count in sorted(counts.items(), key=lambda each: -each[1]))]
