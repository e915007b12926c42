"""Release notes: what a legal basis such as 'Please refer to release note 1' refers to."""

from __future__ import annotations

import re

from graph.model.spelling import plain
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref

_REFERS = re.compile(r"release note (\d+)", re.IGNORECASE)


def read_note(facts: RowFacts) -> None:
    """State a note under its number; a row without a number is the text of the note above it."""
    number, text = facts.row.text("number"), facts.row.text("text")
    if number:
        _state(facts, number, title=f"Release note {number}: {plain(text)}")
        return
    above = [key for key, _ in facts.draft.of_label("LegalBasis") if key.startswith(_KEY)]
    if not above:
        raise facts.reject("number", "there is no note above that this text could belong to")
    facts.node("LegalBasis", above[-1], description=text)


_KEY = "phe-register:release-note-"


def note_referred_to(facts: RowFacts, words: str) -> Ref | None:
    """Return the note that a legal basis refers to, None where it refers to none."""
    match = _REFERS.search(words)
    if match is None:
        return None
    key = f"{_KEY}{match[1]}"
    if ("LegalBasis", key) in facts.draft.nodes:
        return facts.mention(("LegalBasis", key))
    facts.remark("release notes missing", f"release note {match[1]} is referred to and not in the file")
    return _state(facts, match[1], title=f"Release note {match[1]}")


def _state(facts: RowFacts, number: str, title: str) -> Ref:
    key = f"{_KEY}{number}"
    return facts.node("LegalBasis", key, code=key, title=title, kind="STATED", evidence="UNVERIFIED")
