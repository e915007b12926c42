"""Lists, records and undoes decisions on names, and tells who holds what bodies held."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import typer

from api.cli.ask import Format
from api.cli.asking import refuse
from api.cli.drawing import draw
from api.cli.faults import BadInput
from api.cli.listed_names import listed_names
from api.cli.registry import opened
from api.cli.running import run_to_end
from api.settings import Settings, load_settings
from graph.model.registry import registry_model
from graph.store.store import Store
from ingest.limits import Limits
from ingest.who.awaiting import Why, names_awaiting
from ingest.who.decision import Decided, Decision, Kind
from ingest.who.resolutions import Resolutions
from queries.prepared.answers import Table, csv_text

Result = TypeVar("Result")

_TOLD = {"IS": "is", "NONE_OF": "is not", "NEW": "is a body of its own:"}


def show_waiting(everything: bool, form: Format) -> None:
    """Write the names that await a decision; `everything` takes those in that look like no other body."""
    found = _with_registry(names_awaiting)
    shown = [each for each in found if everything or each.why is not Why.ALONE]
    columns = ("name", "why", "writtenBy", "keptAs", "mayBe", "because")
    rows = tuple(
        (
            each.name,
            each.why.value,
            "; ".join(each.sources),
            each.kept_as,
            "; ".join(f"{c.name} ({c.key})" for c in each.candidates) or None,
            "; ".join(dict.fromkeys(c.reason for c in each.candidates)) or None,
        )
        for each in shown
    )
    _write(Table("await a decision", columns, rows), form)
    if form is Format.TABLE:
        left = len(found) - len(shown)
        if left:
            typer.echo(f"And {left:,} names of bodies without a code that look like no other: isa resolve --all")
        typer.echo("Decide with: isa resolve decide NAME --is BODY --by WHO (or --not, --none, --new; see --help)")


def show_holders(file: Path, column: str | None, as_of: dt.date | None, form: Format) -> None:
    """Write who holds what each body named in a file held. Raises BadInput and what reading the file raises."""
    from api.app import make_engine
    from api.graphql.errors import Refusal
    from api.holdings.asking import holdings
    from api.holdings.words import COLUMNS, ON_A_TERMINAL, table
    from graph.access import ADMINISTRATOR

    settings = load_settings()
    names = listed_names(file, column, Limits(max_file_bytes=settings.max_file_mb * 1_000_000))

    async def ask(store: Store) -> list[dict[str, Any]]:
        engine = make_engine(settings, store)
        try:
            return await holdings(engine, names, as_of or settings.today(), ADMINISTRATOR)
        except Refusal as refusal:
            refuse(refusal.formatted())

    found = _with_registry(ask, settings)
    if form is Format.JSON:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        _write(table(found, ON_A_TERMINAL if form is Format.TABLE else COLUMNS), form)


def record(
    name: str,
    body: str | None,
    not_bodies: Sequence[str],
    *,
    none: bool,
    new: bool,
    by: str,
    because: str | None,
) -> None:
    """Record a decision and say what it does. Raises BadInput where not exactly one is given, and DecisionRefused."""
    if sum((body is not None, bool(not_bodies), none, new)) != 1:
        raise BadInput("Give one of --is BODY, --not BODY, --none and --new.")
    kind: Kind = "IS" if body is not None else "NEW" if new else "NONE_OF"
    given = [body] if body is not None else list(not_bodies)

    async def write(store: Store) -> Decided:
        made = Resolutions(store, registry_model())
        return await made.decide(name, kind, given, by=by, at=dt.datetime.now(tz=dt.UTC), reason=because)

    decided = _with_registry(write)
    typer.echo(f"{'Recorded' if decided.new else 'Decided already'}: {_sentence(decided.decision)}")
    if decided.sources:
        typer.echo(f"Facts follow when their source is loaded again: {', '.join(decided.sources)}")


def take_back(name: str, by: str) -> None:
    """Undo the decisions on a name and say which. Raises DecisionRefused where none is in force."""

    async def write(store: Store) -> tuple[Decision, ...]:
        return await Resolutions(store, registry_model()).undo(name, by=by, at=dt.datetime.now(tz=dt.UTC))

    for each in _with_registry(write):
        typer.echo(f"Undone: {_sentence(each)}")


def show_decisions(form: Format) -> None:
    """Write every decision."""

    async def read(store: Store) -> tuple[Decision, ...]:
        return await Resolutions(store, registry_model()).all()

    columns = ("name", "decision", "bodies", "by", "on", "because", "undoneBy", "undoneOn")
    rows = tuple(
        (
            each.name,
            each.kind,
            "; ".join(each.bodies),
            each.by,
            each.at.date().isoformat(),
            each.reason,
            each.undone_by,
            each.undone_at.date().isoformat() if each.undone_at else None,
        )
        for each in _with_registry(read)
    )
    _write(Table("decisions", columns, rows), form)


def _sentence(decision: Decision) -> str:
    return f"{decision.name} {_TOLD[decision.kind]} {', '.join(decision.bodies)} ({decision.by})"


def _with_registry(work: Callable[[Store], Awaitable[Result]], settings: Settings | None = None) -> Result:
    async def run() -> Result:
        async with opened(settings or load_settings()) as store:
            return await work(store)

    return run_to_end(run())


def _write(table: Table, form: Format) -> None:
    match form:
        case Format.TABLE:
            draw([table])
        case Format.CSV:
            sys.stdout.write(csv_text(table))
        case Format.JSON:
            rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
            sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
