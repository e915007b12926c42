"""What follows a load: the gap rules are run, and what they find is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from api.cli.faults import CommandError

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store.store import Store


async def record_what_rules_find(store: Store, settings: Settings) -> None:
    """Run every rule and say what changed. Raises CommandError where that fails: the load before it is complete."""
    from api.cli.progress import bars
    from api.findings.decided_rules import rules_to_run
    from api.findings.recording import record_after_a_load
    from graph.store.errors import StoreError
    from ingest.errors import IngestError

    try:
        with bars() as told:
            _, recorded = await record_after_a_load(store, rules_to_run(settings), settings.today(), told)
    except (StoreError, IngestError) as fault:
        raise CommandError(
            f"The load is complete, and the gap rules could not be run after it: {fault} Then run isa check --record."
        ) from fault
    typer.echo(f"Rules: {recorded} See isa check, or /findings.")
