"""A row of gm-flows-from-register-text.csv: a step of data, or a party, read out of an agreement's free text."""

from __future__ import annotations

from typing import Any

from ingest.drafting.draft import RowFacts
from ingest.drafting.parties import party
from ingest.drafting.ref import Ref
from ingest.sources.gm_seed.directory import WORDS, body, code


def read_flow(facts: RowFacts) -> None:
    """State a step where the row says from whom and to whom; else the party it tells of."""
    row = facts.row
    reference, sender, receiver = row.text("agreement_ref"), row.text("from_org"), row.text("to_org")
    if not reference or not receiver:
        raise facts.reject("agreement_ref" if not reference else "to_org", "a step needs an agreement and a recipient")
    agreement = _agreement(facts, reference)
    recipient = body(facts, receiver, "to_org")
    role = row.text("role_of_recipient")
    if sender:
        _step(facts, reference, agreement, body(facts, sender, "from_org"), recipient)
        return
    kind = code(role, WORDS["party_roles"], beginning=True)
    if kind is None:
        raise facts.reject("role_of_recipient", f"write one of {', '.join(WORDS['party_roles'])}")
    party(facts, agreement, recipient, kind, name=receiver, role_stated=role)


def _agreement(facts: RowFacts, reference: str) -> Ref:
    ref = ("Agreement", f"dars:{reference}")
    if ref in facts.draft.nodes:
        return facts.mention(ref)
    return facts.node(
        *ref,
        reference=reference,
        title=f"Data from NHS Digital ({reference})",
        kind="DATA_ACCESS",
        state="UNKNOWN",
        visibility="PUBLIC",
    )


def _step(facts: RowFacts, reference: str, agreement: Ref, sender: Ref, recipient: Ref) -> None:
    row = facts.row
    number, title = row.text("flow_no"), row.text("dataset")
    if not number.isdigit():
        raise facts.reject("flow_no", "a step needs its number in the agreement")
    if not title:
        raise facts.reject("dataset", "a step needs the data it carries")
    dataset = facts.named("Dataset", title, title="title")
    said: dict[str, Any] = WORDS["evidence"].get(row.text("evidence_note"), {})
    flow = facts.node(
        "Flow",
        f"gm-seed:{reference}:{number}",
        title=f"{title}: {row.text('from_org')} to {row.text('to_org')}",
        step=int(number),
        state="UNKNOWN",
        identifiability=code(row.text("identifiability"), WORDS["identifiability"]),
        identifiabilityStated=row.text("identifiability") or None,
        purposeText=row.text("purpose") or None,
        via=row.text("via") or None,
        recipientRoleStated=row.text("role_of_recipient") or None,
        note=row.text("evidence_note") or None,
        **said,
        **{f"{name}Stated": row.text("evidence_note") for name in said},
    )
    facts.edge("DISCLOSES", sender, flow)
    facts.edge("RECEIVED_BY", flow, recipient)
    facts.edge("CARRIES", flow, dataset)
    facts.edge("GOVERNED_BY", flow, agreement)
    facts.edge("COVERS", agreement, dataset)
