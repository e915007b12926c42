"""`isa alerts`: who is to be told of what, now or every night."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.faults import BadInput, CommandError

if TYPE_CHECKING:
    from alerts.run import Outlook
    from api.settings import Settings

alerts_app = typer.Typer(
    name="alerts", no_args_is_help=True, help="Tell the owners what ends, is overdue or was found, each thing once."
)


@alerts_app.command("run")
def run_alerts(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent, as plain text. Send and keep nothing.")
    ] = False,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="ID", help="Say why somebody got an alert. Send nothing.")
    ] = None,
) -> int:
    """Send what should have been sent by today and was not, one digest a person, channel and night.

    A night that was missed is caught up. The command ends with code 1 where a channel did not accept something; a
    later run tries that again.

    Examples:

    - `isa alerts run --dry-run`
    - `isa alerts run`
    """
    from api.cli.running import run_to_end
    from api.settings import load_settings

    settings = load_settings()
    if explain is not None:
        typer.echo(run_to_end(_explained(settings, explain)))
        return 0
    if dry_run:
        _print(settings, run_to_end(_outlook(settings)))
        return 0
    return run_to_end(_run(settings))


@alerts_app.command("status")
def status() -> None:
    """Say when alerts last came to their end, and where each alert stands by channel.

    Example: `isa alerts status`
    """
    from api.cli.running import run_to_end
    from api.settings import load_settings

    typer.echo(run_to_end(_status(load_settings())))


@alerts_app.command("schedule")
def schedule(
    at: Annotated[str, typer.Option("--at", metavar="HH:MM", help="When, as clocks on the wall show it.")] = "06:30",
) -> None:
    """Run every night until stopped, for machines that have no scheduler of their own.

    A run that fails is told and tried again at the next time; what it missed is caught up.

    Example: `isa alerts schedule --at 06:30`
    """
    from api.cli.running import run_to_end
    from api.settings import load_settings

    try:
        time = dt.time.fromisoformat(at)
    except ValueError:
        raise BadInput(f"--at {at} is no time of day. Write it as 06:30.") from None
    if time.tzinfo is not None:
        raise BadInput(f"--at {at} names a time zone; ISA_TIMEZONE decides which is meant. Write it as 06:30.")
    run_to_end(_every_night(load_settings(), time))


@alerts_app.command("feed")
def feed(
    body: Annotated[str, typer.Argument(metavar="BODY", help="The key of a body, such as ods:R0A.")],
) -> None:
    """Print the addresses of a body's dates: their page, calendar and feeds (Atom, RSS).

    Whoever has one can read it without signing in.

    Example: `isa alerts feed ods:R0A`
    """
    from api.alerts.feeds import FORMS, feed_address
    from api.alerts.wiring import alert_links
    from api.settings import load_settings

    links = alert_links(load_settings())
    for form in (None, *FORMS):
        address = feed_address(links, body, form)
        if address is None:
            raise BadInput("ISA_LINK_SECRET is not set, by which addresses are signed. Set it and run this again.")
        typer.echo(address)


async def _outlook(settings: Settings) -> Outlook:
    from dataclasses import replace

    from alerts.channels.nowhere import NOWHERE, NowhereChannel
    from alerts.run import outlook
    from api.alerts.wiring import alert_job, patient
    from api.cli.registry import opened

    async with opened(patient(settings)) as store:
        job = alert_job(settings, store)
        if not job.channels:
            arranged = job.arranged.model_copy(update={"send": (NOWHERE,)})
            job = replace(job, arranged=arranged, channels={NOWHERE: NowhereChannel()})
        return await outlook(job)


def _print(settings: Settings, found: Outlook) -> None:
    from api.alerts.wiring import alert_links

    for message in found.messages:
        digest = message.digest()
        again = f", a repeat of {digest.key}" if message.repeat else ""
        typer.echo(f"--- to {message.recipient} by {message.channel}{again}")
        typer.echo(digest.text(alert_links(settings)))
    lines = sum(len(message.lines()) for message in found.messages)
    typer.echo(f"{len(found.messages):,} messages with {lines:,} alerts would be sent.")
    for number, what in (
        (len(found.cancelled), "alerts of earlier runs are no longer needed"),
        (len(found.given_up), "alerts were repeated without an answer and are not sent again"),
        (found.plan.withheld, "times a mailbox is not told, since its body may not see what it is about"),
        (
            len(found.plan.nobody),
            "things are nobody's to be told of: no post with a mailbox is recorded (sheet Posts of `isa template`)",
        ),
    ):
        if number:
            typer.echo(f"{number:,} {what}.")


async def _run(settings: Settings) -> int:
    from alerts.run import run
    from api.alerts.wiring import alert_job, patient
    from api.cli.registry import opened

    async with opened(patient(settings)) as store:
        job = alert_job(settings, store)
        if not job.channels:
            # A run is the day alerts begin: what stands then is told in numbers alone.
            raise BadInput(
                "No channel is arranged, so nothing can be sent. Write a file as docs/alerts.md shows, name it in "
                "ISA_ALERTS_FILE and run this again. --dry-run needs none."
            )
        record = await run(job)
    typer.echo(str(record))
    for problem in record.problems:
        typer.echo(f"- {problem}", err=True)
    return 1 if record.failed or record.unanswered else 0


async def _explained(settings: Settings, key: str) -> str:
    from alerts.explaining import explained
    from api.alerts.wiring import alert_job, patient
    from api.cli.registry import opened

    async with opened(patient(settings)) as store:
        return await explained(alert_job(settings, store), key)


async def _status(settings: Settings) -> str:
    from alerts.explaining import status_text
    from api.alerts.wiring import alert_clock
    from api.cli.registry import opened

    async with opened(settings) as store:
        return await status_text(store, alert_clock(settings))


async def _every_night(settings: Settings, at: dt.time) -> None:
    import asyncio

    from alerts.errors import AlertFileError, ChannelWrong
    from api.alerts.questions import AlertsNotAsked
    from api.alerts.wiring import alert_clock
    from graph.store.errors import StoreError

    clock = alert_clock(settings)
    while True:
        due = clock.next_at(at)
        typer.echo(f"The next run is at {due.astimezone(settings.zone):%Y-%m-%d %H:%M %Z}.")
        # In short waits: a machine that slept must not oversleep.
        while (left := (due - clock.now()).total_seconds()) > 0:  # noqa: ASYNC110 - it waits for a time, not for an event
            await asyncio.sleep(min(left, 60))
        try:
            await _run(settings)
        except (StoreError, AlertsNotAsked, AlertFileError, ChannelWrong, CommandError) as fault:
            typer.echo(f"The run failed: {fault}", err=True)
