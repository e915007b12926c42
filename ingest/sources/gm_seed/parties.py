"""A body's place in an agreement, as the hand-written files tell it."""

from __future__ import annotations

from ingest.draft import Ref, RowFacts


def party(
    facts: RowFacts,
    agreement: Ref,
    body: Ref,
    role: str,
    *,
    name: str | None = None,
    role_stated: str | None = None,
    direction: str | None = None,
) -> Ref:
    """State a place: one for each role a body has in the agreement. `name` is how the page names the body."""
    ref = facts.node(
        "Party",
        f"{agreement[1]}:{role.lower()}:{body[1]}",
        role=role,
        roleStated=role_stated,
        direction=direction,
        state="STATED",
        nameStated=name,
    )
    facts.edge("OF", ref, body)
    facts.edge("IN", ref, agreement)
    return ref
