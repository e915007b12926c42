"""General practices and other places of prescribing, as the Organisation Data Service lists them in `epraccur`.

The file comes with 21 named columns or with 27 unnamed ones. It lists prescribing cost centres; those whose prescribing
setting is 4 are general practices.
"""

from __future__ import annotations

from ingest.drafting.file_names import day_in_name
from ingest.source import Source, SourceInfo
from ingest.sources.ods_practices.layout import PRACTICES
from ingest.sources.ods_practices.practices import read_practice

SOURCE = Source(
    info=SourceInfo(
        name="ods-practices",
        title="General practices (Organisation Data Service)",
        publisher="NHS Organisation Data Service",
        description="General practices and other prescribing cost centres of England and Wales by code and name, with "
        "status, prescribing setting, the days they opened and closed, the commissioner a practice belongs to and the "
        "body that operates a cost centre. Who took over from a practice that closed is not in it.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "NHS Organisation Data Service.",
        url="https://digital.nhs.uk/services/organisation-data-service",
        completeness="WHOLE",
        completeness_note="Every prescribing cost centre, open or closed, at the edition's date.",
        collects=(
            "Organisation.identifiers",
            "Organisation.kindStated",
            "Organisation.openedOn",
            "Organisation.closedOn",
            "Organisation.statusStated",
            "Organisation.memberOf",
            "Organisation.hostedBy",
        ),
        formats=("csv", "tsv", "xlsx"),
    ),
    tables=(PRACTICES,),
    readers={PRACTICES.name: read_practice},
    derives=("Organisation.kind",),
    authority={"Organisation": 7},
    as_at=day_in_name,
)
