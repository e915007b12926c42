"""A row of the sheet Agreements: one agreement at one version, with its terms, applicant and controllers."""

from __future__ import annotations

from graph.model.spelling import normal_name
from ingest.drafting.access import Access, access_parties
from ingest.drafting.dates import date_of
from ingest.drafting.draft import RowFacts
from ingest.drafting.parties import party
from ingest.drafting.wordlists import by_words, read_yaml
from ingest.drafting.written_dates import written_date
from ingest.sources.nhs_digital_register.parties import Setting
from ingest.sources.nhs_digital_register.reference import Reference
from ingest.sources.nhs_england_register.controllers import bodies, body
from ingest.sources.nhs_england_register.standing import (
    DISCLOSER_CODE,
    DISCLOSER_NAME,
    reference_of,
    remember,
)

# The types of applicants are those of the register before this one.
_KINDS: dict[str, str | None] = by_words(read_yaml("ingest.sources.nhs_digital_register", "organisation_kinds.yaml"))
_TEXTS = {
    "objective": "purposeText",
    "processing": "processingText",
    "output": "outputText",
    "benefits": "benefits",
    "yielded": "yieldedBenefits",
}
_OF_AGREEMENT = ("purposeText", "benefits", "startsOn", "startsOnPrecision", "endsOn", "endsOnPrecision")
_CELL_LIMIT = 32_767


def read_agreement(facts: RowFacts) -> None:
    """State the agreement, its version with the terms, and the parties."""
    row = facts.row
    reference = reference_of(facts)
    title, applicant = row.text("title"), row.text("applicant")
    if not applicant:
        raise facts.reject("applicant", "there is no applicant, so nobody is known to receive the data")
    terms = {
        **_texts(facts, reference),
        **date_of(facts, "starts", "startsOn", written_date),
        **date_of(facts, "ends", "endsOn", written_date),
    }
    agreement = facts.node(
        "Agreement",
        reference.agreement_key if reference.version else f"nhs-england-register:{reference.stem}",
        reference=reference.stem,
        kind="DATA_ACCESS",
        state="UNKNOWN",
        visibility="PUBLIC",
        # Sub-licensing passes data on; where there is none, the register does not say that nothing may be passed on.
        onwardSharing="PERMITTED" if normal_name(row.text("sublicensing")).startswith("yes") else None,
    )
    shown = title or f"{applicant}: data from {DISCLOSER_NAME} ({reference.stem})"
    version = None
    if reference.version is not None:
        version = facts.node(
            "AgreementVersion",
            f"{agreement[1]}:{reference.version}",
            version=reference.version,
            reference=reference.whole,
            title=shown,
            **terms,
        )
        facts.edge("VERSION_OF", version, agreement)
    else:
        facts.node(*agreement, title=shown, **{name: terms[name] for name in _OF_AGREEMENT if name in terms})
    discloser = facts.named("Organisation", DISCLOSER_NAME, key=DISCLOSER_CODE, identifiers=[DISCLOSER_CODE])
    kind = _KINDS.get(normal_name(row.text("applicant_type")))
    recipient = body(facts, applicant, kind=kind, kindStated=row.text("applicant_type") or None)
    both = (discloser, DISCLOSER_NAME), (recipient, applicant)
    access_parties(facts, agreement, *both, gives="Data given by NHS England", receives="Applicant")
    joint = normal_name(row.text("joint")).startswith("joint")
    for controller, name in bodies(facts, row.text("controllers")):
        role = "JOINT_CONTROLLER" if joint else "CONTROLLER"
        party(facts, agreement, controller, role, name=name, role_stated=row.text("joint") or None)
    remember(facts, Setting(reference, Access(agreement, version, discloser, recipient), applicant))


def _texts(facts: RowFacts, reference: Reference) -> dict[str, str]:
    row = facts.row
    for column, name in _TEXTS.items():
        if len(row.raw(column)) >= _CELL_LIMIT:
            facts.remark(
                "texts cut", f"{reference.whole}: {name} was cut at {_CELL_LIMIT:,} characters by its register"
            )
    return {name: row.raw(column) for column, name in _TEXTS.items() if row.text(column)}
