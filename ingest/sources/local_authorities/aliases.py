"""A row of the list of other names: a spelling and the authority it stands for."""

from __future__ import annotations

import re

from ingest.drafting.draft import RowFacts

_DAMAGE = re.compile("\ufffd|\u00ef\u00bf\u00bd|\u00ef\u00be")
"""What is left where letters were decoded wrongly, once or twice."""


def damaged(text: str) -> bool:
    """Tell whether letters of a text were lost on its way."""
    return _DAMAGE.search(text) is not None


def read_alias(facts: RowFacts) -> None:
    """Keep the spelling for its authority; one that stands for several settles nothing from then on."""
    row = facts.row
    alias, code = row.text("alias"), row.text("code").upper()
    directory = facts.draft.directories["Organisation"]
    key = directory.find(None, [f"la:{code}"])
    if not alias:
        raise facts.reject("alias", "there is no name")
    if key is None or ("Organisation", key) not in facts.draft.nodes:
        raise facts.reject("code", "no authority of the list has this code; load the two lists together")
    body = facts.mention(("Organisation", key))
    if damaged(alias):
        facts.remark("damaged text", f"{code}: not taken as a name: {alias!r}")
        return
    facts.known.append(("Organisation", key, (alias,), ()))
    facts.spelling(alias, body)
