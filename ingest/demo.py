"""The demonstration registry: Greater Manchester, from files that come with the software."""

from __future__ import annotations

import datetime as dt
from importlib.resources import as_file, files

from graph.store.store import Store
from ingest.loading.pipeline import load
from ingest.loading.progress import Progress
from ingest.loading.report import LoadReport

SOURCES: tuple[tuple[str, str | None], ...] = (
    ("gm-seed", None),
    (
        "dea-register",
        "The first three agreements of the register, from its log of 2018 and 2019. The current register holds several "
        "hundred.",
    ),
    (
        "nhs-digital-register",
        "Rows of Greater Manchester bodies from a copy of the February 2021 edition that is itself incomplete. Other "
        "bodies, and releases of other months, are not here.",
    ),
)
"""The sources in the order they are loaded, with what is missing of each where only a part comes along."""


async def load_demo(store: Store, *, today: dt.date, progress: Progress | None = None) -> tuple[LoadReport, ...]:
    """Load the demonstration registry and return the report of each source. Raises what `load` raises."""
    reports: list[LoadReport] = []
    for name, part in SOURCES:
        with as_file(files("ingest.demo_data").joinpath(name)) as folder:
            reports.append(await load(store, name, [folder], today=today, progress=progress, extract=part))
    return tuple(reports)
