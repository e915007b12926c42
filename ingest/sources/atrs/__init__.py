"""Algorithmic tools that public bodies use, as their transparency records describe them."""

from __future__ import annotations

from ingest.drafting.file_names import latest_day_or_month
from ingest.source import Source, SourceInfo
from ingest.sources.atrs.layout import RECORDS
from ingest.sources.atrs.records import read_record

SOURCE = Source(
    info=SourceInfo(
        name="atrs",
        title="Algorithmic transparency records",
        publisher="Government Digital Service",
        description="Records of the Algorithmic Transparency Recording Standard: a tool, what it does, and the public "
        "body that published the record because it uses the tool. The bodies a page lists are those that keep the "
        "collection and are not taken for users.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "GOV.UK algorithmic transparency records.",
        url="https://www.gov.uk/algorithmic-transparency-records",
        completeness="WHOLE",
        completeness_note="Every record published up to the edition's month. The data that tools use is not in it.",
        collects=(
            "AlgorithmicTool.title",
            "AlgorithmicTool.description",
            "AlgorithmicTool.url",
            "AlgorithmicTool.publishedOn",
            "AlgorithmicTool.operators",
        ),
        formats=("json", "csv", "xlsx", "ods"),
    ),
    tables=(RECORDS,),
    readers={RECORDS.name: read_record},
    authority={"AlgorithmicTool": 8, "Organisation": 2},
    as_at=latest_day_or_month,
)
