"""NHS trusts of England as the Organisation Data Service lists them in its file `etr`.

The file has no headings. Code, name and the days a trust opened and closed are taken; addresses and the codes of
health geographies stay with the row's words: a code such as QOP meant a partnership before July 2022 and a board since.
"""

from __future__ import annotations

from ingest.drafting.file_names import day_in_name
from ingest.source import Source, SourceInfo
from ingest.sources.ods_trusts.layout import TRUSTS
from ingest.sources.ods_trusts.trusts import read_trust

SOURCE = Source(
    info=SourceInfo(
        name="ods-trusts",
        title="NHS trusts (Organisation Data Service)",
        publisher="NHS Organisation Data Service",
        description="Every NHS trust and foundation trust of England with its code, its name in capitals and the days "
        "it opened and closed. A trust that closed stays in the file for about two years; who succeeded it is not in "
        "it.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "NHS Organisation Data Service.",
        url="https://digital.nhs.uk/services/organisation-data-service",
        completeness="WHOLE",
        completeness_note="Every trust open at the edition's date, and those that closed shortly before.",
        collects=("Organisation.identifiers", "Organisation.openedOn", "Organisation.closedOn"),
        formats=("csv", "tsv", "xlsx"),
    ),
    tables=(TRUSTS,),
    readers={TRUSTS.name: read_trust},
    derives=("Organisation.kind",),
    authority={"Organisation": 7},
    as_at=day_in_name,
)
