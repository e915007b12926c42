"""The columns of the catalogue, by the headings seen. Custodians write free text in most, some of it about people."""

from __future__ import annotations

from ingest.sources.hdruk_datasets.people import without_people
from ingest.tables.layout import Column, Table


def _free_text(field: str, *headings: str, gives: tuple[str, ...] = ()) -> Column:
    called = (*headings, f"{headings[0]} (names of people left out)")
    return Column(field, called, needed=False, keep=without_people, gives=gives)


_PLAIN = (
    *("name", "accessRights", "jurisdiction", "geographicCoverage", "license", "periodicity", "datasetStartDate"),
    *("datasetEndDate", "keywords", "linkedDataset", "type", "version", "issued", "modified"),
)

DATASETS = Table(
    "datasets",
    (
        Column("id", ("id", "dataset_id", "identifier", "pid")),
        Column("title", ("title", "dataset title")),
        Column("publisher", ("publisher", "publisher name"), needed=False),
        _free_text("abstract", "abstract", "description", "summary", gives=("Dataset.description",)),
        _free_text("controller", "dataController", "data controller", "controller", gives=("Dataset.controllers",)),
        _free_text("processor", "dataProcessor", "data processor", "processor"),
        *(Column(heading, (heading,), needed=False) for heading in _PLAIN),
    ),
)
