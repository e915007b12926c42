"""Health datasets of the United Kingdom, as the catalogue of Health Data Research UK describes them."""

from __future__ import annotations

from ingest.drafting.file_names import latest_day_or_month
from ingest.source import Source, SourceInfo
from ingest.sources.hdruk_datasets.datasets import read_dataset
from ingest.sources.hdruk_datasets.layout import DATASETS

SOURCE = Source(
    info=SourceInfo(
        name="hdruk-datasets",
        title="Health Data Research UK dataset catalogue",
        publisher="Health Data Research UK",
        description="Health datasets by title, with what they hold and the body that is their controller where the "
        "catalogue names one body. It tells of no agreement and of no flow.",
        licence="Apache License 2.0",
        credit="Health Data Research UK: dataset metadata of the Innovation Gateway, under the Apache License 2.0.",
        url="https://github.com/HDRUK/datasets",
        completeness="WHOLE",
        completeness_note="Every dataset in the catalogue at the edition's date. Custodians enter their own.",
        collects=("Dataset.title", "Dataset.description", "Dataset.identifiers", "Dataset.controllers"),
        formats=("csv", "xlsx", "ods"),
    ),
    tables=(DATASETS,),
    readers={DATASETS.name: read_dataset},
    authority={"Dataset": 7, "Organisation": 2},
    as_at=latest_day_or_month,
)
