"""A row of gm-isp-signatories.csv: a body that signed the Greater Manchester protocol, as the protocol names it."""

from __future__ import annotations

from ingest.drafting.draft import RowFacts

PROTOCOL = ("Agreement", "gm:gm-isp")


def read_signatory(facts: RowFacts) -> None:
    """State the body's place in the protocol under the name published, resolved by the code where one is given."""
    row = facts.row
    name, scheme, value = row.text("name_as_published"), row.text("expected_scheme"), row.text("expected_code")
    if not name:
        raise facts.reject("name_as_published", "there is no name")
    if PROTOCOL not in facts.draft.nodes:
        raise facts.reject("name_as_published", "the protocol gm-isp is not among the agreements; load that file too")
    identifiers = [f"{scheme}:{value}"] if scheme and value else []
    key = f"{scheme}:{value}" if identifiers else None
    body = facts.named("Organisation", name, key=key, identifiers=identifiers)
    if body not in facts.draft.nodes:
        facts.remark("signatories that are no body of organisations.csv", f"{name} is kept as {body[1]}")
    party = facts.node(
        "Party",
        f"{PROTOCOL[1]}:signatory_only:{body[1]}",
        role="SIGNATORY_ONLY",
        state="SIGNED",
        nameStated=name,
    )
    facts.edge("OF", party, body)
    facts.edge("IN", party, facts.mention(PROTOCOL))
