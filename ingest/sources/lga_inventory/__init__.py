"""Inventories in which councils list their datasets, in the XML of the Local Government Association."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ingest.drafting.file_names import latest_day
from ingest.reading.cells import FileContent
from ingest.source import AsAt, Source, SourceInfo
from ingest.sources.lga_inventory.datasets import read_dataset
from ingest.sources.lga_inventory.layout import DATASETS


def as_at(files: Sequence[FileContent]) -> AsAt | None:
    """Return the latest day on which an inventory says it was modified, else the one a file is named after."""
    days: list[dt.date] = []
    for file in files:
        try:
            days.append(dt.date.fromisoformat(file.published or ""))
        except ValueError:
            continue
    return AsAt(max(days)) if days else latest_day(files)


SOURCE = Source(
    info=SourceInfo(
        name="lga-inventory",
        title="Dataset inventories of local authorities",
        publisher="Each local authority, in the format of the Local Government Association",
        description="Datasets that councils hold, as their inventories list them: title, description and identifier, "
        "with functions, services, rights and files in the words of the rows. An inventory names its publisher by an "
        "address and does not say who is controller.",
        licence="As each inventory states it",
        credit="The local authority that publishes the inventory.",
        url="http://schemas.opendata.esd.org.uk/Inventory",
        completeness="SELECTION",
        completeness_note="The inventories that were given.",
        collects=("Dataset.title", "Dataset.description", "Dataset.identifiers"),
        formats=("xml",),
    ),
    tables=(DATASETS,),
    readers={DATASETS.name: read_dataset},
    authority={"Dataset": 6},
    as_at=as_at,
)
