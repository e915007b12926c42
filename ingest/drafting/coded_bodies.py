"""Bodies that a row gives by their code, with a name or without."""

from __future__ import annotations

from typing import Any

from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.who.bodies import name_of_code


def coded_body(facts: RowFacts, identifier: str, name: str = "", **values: Any) -> Ref:
    """State the body that has an identifier such as `ods:R0A`, which is its key where nobody knew it before.

    Without a name, one that another row states is only mentioned, and else the name people see says that none is
    recorded. `values` describe it.
    """
    if name:
        return facts.named("Organisation", name, key=identifier, identifiers=[identifier], **values)
    found = facts.draft.directories["Organisation"].find(None, [identifier], identifier)
    if found is not None and ("Organisation", found) in facts.draft.nodes and not values:
        return facts.mention(("Organisation", found))
    code = identifier.partition(":")[2]
    ref = facts.node("Organisation", found or identifier, name=name_of_code(code), identifiers=[identifier], **values)
    facts.known.append(("Organisation", ref[1], (), (identifier,)))
    return ref
