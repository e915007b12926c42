"""Alerts over this registry: `api` gives them the questions to ask, the channels and the clock."""

from __future__ import annotations

from alerts.arrangements import Arrangements, load_arrangements
from alerts.asking import Ask
from alerts.channels.declared import open_channels
from alerts.clock import Clock
from alerts.kind import load_kinds
from alerts.links import Links
from alerts.run import Job
from api.alerts.questions import OWN_BOUNDS, asking_as
from api.app import make_engine
from api.questions.folder import offered_questions
from api.settings import Settings
from graph.access import ADMINISTRATOR
from graph.model.registry import registry_model
from graph.store.store import Store

PATIENCE = 120.0
"""Seconds that a question of a run may take: nobody waits for it, and a server that was idle is slow at first."""


def patient(settings: Settings) -> Settings:
    """Return the same settings with as much time for a question as a run has."""
    return settings.model_copy(update={"statement_timeout": max(settings.statement_timeout, PATIENCE)})


def alert_job(settings: Settings, store: Store) -> Job:
    """Return what a run of alerts needs. Raises AlertFileError and ChannelWrong where it is not set up rightly."""
    arranged = arrangements(settings)
    clock = alert_clock(settings)
    return Job(
        store=store,
        model=registry_model(),
        ask=asking(settings, store, clock),
        kinds=load_kinds(),
        arranged=arranged,
        channels=open_channels(arranged.channels, alert_links(settings)),
        clock=clock,
    )


def arrangements(settings: Settings) -> Arrangements:
    """Return what this deployment arranged. Raises AlertFileError."""
    return load_arrangements(settings.alerts_file, load_kinds())


def alert_links(settings: Settings) -> Links:
    """Return what makes the addresses in digests."""
    return Links(settings.address(), settings.link_secret)


def alert_clock(settings: Settings) -> Clock:
    """Return the registry's clock."""
    return Clock(settings.zone, today_fixed=settings.today_fixed)


def asking(settings: Settings, store: Store, clock: Clock) -> Ask:
    """Return what asks as an administrator may, as of the day that a clock shows.

    What it returns raises AlertsNotAsked where there is no answer or only a part of one.
    """
    engine = make_engine(settings, store, OWN_BOUNDS)
    engine.today = clock.today
    return asking_as(ADMINISTRATOR, engine, offered_questions(settings))
