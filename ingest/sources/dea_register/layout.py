"""The fields of an agreement, under the names of the log, the editors' table and the current site's JSON."""

from __future__ import annotations

from ingest.tables.layout import Column, Table

AGREEMENTS = Table(
    "agreements",
    (
        Column("id", ("information-sharing-agreement-0001", "id")),
        Column("name", ("name", "agreement_name")),
        Column("purpose", ("purpose",)),
        Column(
            "benefits",
            ("information-sharing-benefits", "information_sharing_benefits", "benefits"),
            needed=False,
            gives=("Agreement.benefits",),
        ),
        Column("power", ("legal-power-disclosure", "powers"), needed=False, gives=("Agreement.legalBasisText",)),
        Column(
            "disclosed", ("disclosed-information", "disclosed_information"), needed=False, gives=("Agreement.dataText",)
        ),
        Column("controllers", ("controllers",)),
        Column("controller_names", ("controller-names",), needed=False),
        Column(
            "method",
            ("information-sharing-method", "information_sharing_method", "method"),
            needed=False,
            gives=(
                "Agreement.methodText",
                "Flow.channel",
                "Flow.channelStated",
            ),
        ),
        Column("processors", ("processors",), needed=False, some_of=("Agreement.parties", "Agreement.flows")),
        Column("processor_names", ("processor-names",), needed=False),
        Column("retention", ("retention-period", "retention_period"), needed=False, gives=("Agreement.retention",)),
        Column("start_date", ("start-date", "start_date"), needed=False, gives=("Agreement.startsOn",)),
        Column("end_date", ("end-date", "end_date"), needed=False, gives=("Agreement.endsOn",)),
        Column("review_date", ("review-date", "review_date"), needed=False, gives=("Agreement.reviewOn",)),
        Column("contact", ("contact",), needed=False, gives=("Agreement.contact",)),
        Column("areas", ("areas",), needed=False),
        Column("area_names", ("area-names",), needed=False),
        Column("status", ("isa_status",), needed=False),
        Column("notes", ("notes",), needed=False),
    ),
    entries=True,
)
