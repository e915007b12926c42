"""The fields of an agreement, under the names of the log, the editors' table and the current site's JSON."""

from __future__ import annotations

from ingest.layout import Column, Table

AGREEMENTS = Table(
    "agreements",
    (
        Column("id", ("information-sharing-agreement-0001", "id")),
        Column("name", ("name", "agreement_name")),
        Column("purpose", ("purpose",)),
        Column("benefits", ("information-sharing-benefits", "information_sharing_benefits", "benefits"), needed=False),
        Column("power", ("legal-power-disclosure", "powers"), needed=False),
        Column("disclosed", ("disclosed-information", "disclosed_information"), needed=False),
        Column("controllers", ("controllers",)),
        Column("controller_names", ("controller-names",), needed=False),
        Column("method", ("information-sharing-method", "information_sharing_method", "method"), needed=False),
        Column("processors", ("processors",), needed=False),
        Column("processor_names", ("processor-names",), needed=False),
        Column("retention", ("retention-period", "retention_period"), needed=False),
        Column("start_date", ("start-date", "start_date"), needed=False),
        Column("end_date", ("end-date", "end_date"), needed=False),
        Column("review_date", ("review-date", "review_date"), needed=False),
        Column("contact", ("contact",), needed=False),
        Column("areas", ("areas",), needed=False),
        Column("area_names", ("area-names",), needed=False),
        Column("status", ("isa_status",), needed=False),
        Column("notes", ("notes",), needed=False),
    ),
    entries=True,
)
