"""Records of data assets in the model by which government bodies tell each other of them.

A record describes a dataset, a data service, a distribution or a contact point. Each is held against the model before
it is taken; see `fields.yaml`.
"""

from __future__ import annotations

from ingest.drafting.file_names import latest_day
from ingest.source import Source, SourceInfo
from ingest.sources.metadata_exchange.layout import RECORDS
from ingest.sources.metadata_exchange.records import join_services, read_record

SOURCE = Source(
    info=SourceInfo(
        name="metadata-exchange",
        title="Cross-government metadata exchange records",
        publisher="The government body that publishes the records",
        description="Records in the UK Cross-Government Metadata Exchange Model, one to a YAML file or document: what "
        "a dataset is called and holds, its classification, and which data services give it. Publishers and creators "
        "stay in the words of the rows: a record does not say who is controller.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "Central Digital and Data Office: UK Cross-Government Metadata Exchange Model.",
        url="https://co-cddo.github.io/ukgov-metadata-exchange-model",
        completeness="SELECTION",
        completeness_note="The records that were given.",
        collects=("Dataset.title", "Dataset.description", "Dataset.classification", "Dataset.identifiers"),
        formats=("yaml",),
    ),
    tables=(RECORDS,),
    readers={RECORDS.name: read_record},
    finish=join_services,
    authority={"Dataset": 7},
    as_at=latest_day,
)
