"""The five files, each known by its headings."""

from __future__ import annotations

from ingest.tables.layout import Column, Table


def _columns(*needed: str, more: tuple[str, ...] = ()) -> tuple[Column, ...]:
    return (*(Column(n, (n,)) for n in needed), *(Column(n, (n,), needed=False) for n in more))


ORGANISATIONS = Table(
    "organisations",
    _columns(
        *("org_key", "name", "org_type"),
        more=(
            *("ods_code", "gss_code", "la_code", "ico_registration", "legal_entity", "status", "start_date"),
            *("end_date", "current_successor_ods", "source", "note"),
        ),
    ),
)

SUCCESSIONS = Table(
    "successions",
    _columns(
        *("predecessor_ods", "predecessor_name", "successor_ods", "successor_name", "effective_date", "kind"),
        more=("source", "note"),
    ),
    optional=True,
)

AGREEMENTS = Table(
    "agreements",
    _columns(
        *("agreement_key", "title", "instrument", "status", "controllers"),
        more=(
            *("processors", "other_parties", "purpose", "lawful_basis", "other_legal_gateway", "data_categories"),
            *("start_date", "end_date", "source", "confidence"),
        ),
    ),
    optional=True,
)

SIGNATORIES = Table("signatories", _columns("name_as_published", "expected_scheme", "expected_code"), optional=True)

FLOWS = Table(
    "flows",
    _columns(
        *("agreement_ref", "flow_no", "from_org", "to_org", "role_of_recipient"),
        more=("via", "dataset", "identifiability", "purpose", "evidence_note"),
    ),
    optional=True,
)
