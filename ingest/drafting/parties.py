"""A body's place in an agreement."""

from __future__ import annotations

from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref


def party(
    facts: RowFacts,
    agreement: Ref,
    body: Ref,
    role: str,
    *,
    name: str | None = None,
    role_stated: str | None = None,
    direction: str | None = None,
    place: str | None = None,
) -> Ref:
    """State a place: one for each role a body has in the agreement.

    `role` and `direction` are codes of the model, `name` and `role_stated` the words of the source. `place` tells
    several places of one role apart; it is the role where nothing is said.
    """
    ref = facts.node(
        "Party",
        f"{agreement[1]}:{place or role.lower()}:{body[1]}",
        role=role,
        roleStated=role_stated,
        direction=direction,
        state="STATED",
        nameStated=name,
    )
    facts.edge("OF", ref, body)
    facts.edge("IN", ref, agreement)
    return ref
