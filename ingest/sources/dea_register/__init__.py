"""The register of information sharing agreements under Part 5 of the Digital Economy Act 2017.

Three shapes of one register: the log of its first years (RSF), the table its editors kept (TSV), and the JSON that the
current site publishes. All state the same agreements by the same numbers.
"""

from __future__ import annotations

from ingest.source import Source, SourceInfo
from ingest.sources.dea_register.agreements import read_agreement
from ingest.sources.dea_register.edition import as_at
from ingest.sources.dea_register.layout import AGREEMENTS

SOURCE = Source(
    info=SourceInfo(
        name="dea-register",
        title="Digital Economy Act register of information sharing agreements",
        publisher="Central Digital and Data Office (before: Department for Digital, Culture, Media and Sport)",
        description="Agreements under the public service delivery, debt, fraud and civil registration powers of the "
        "Digital Economy Act 2017: who discloses what to whom, from when to when, and when it is reviewed. Controllers "
        "are the disclosers and processors the receivers, as the register defines its fields.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "GOV.UK Registers and the Digital Economy Act register.",
        url="https://www.digital-economy-act-register.data.gov.uk",
        completeness="WHOLE",
        completeness_note="Every agreement in the register at the edition's date.",
        collects=(
            "Agreement.reference",
            "Agreement.purposeText",
            "Agreement.benefits",
            "Agreement.dataText",
            "Agreement.legalBasisText",
            "Agreement.methodText",
            "Agreement.retention",
            "Agreement.startsOn",
            "Agreement.endsOn",
            "Agreement.reviewOn",
            "Agreement.contact",
        ),
        formats=("rsf", "tsv", "csv", "json"),
    ),
    tables=(AGREEMENTS,),
    readers={AGREEMENTS.name: read_agreement},
    derives=("Agreement.statusStated", "Agreement.note", "Flow.channel"),
    authority={"Agreement": 8, "Party": 8, "Flow": 8, "Organisation": 4},
    # Editors' tables held the entries of one update.
    whole_formats=frozenset({"rsf", "json"}),
    as_at=as_at,
)
