"""Bodies by the short keys and words that the hand-written files use."""

from __future__ import annotations

import re
from typing import Any

from graph.model.spelling import normal_name
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.drafting.wordlists import by_words, read_yaml

_PACKAGE = "ingest.sources.gm_seed"
BODIES = read_yaml(_PACKAGE, "bodies.yaml")
_NAMED: dict[str, dict[str, Any]] = by_words(BODIES["named"])
WORDS = read_yaml(_PACKAGE, "words.yaml")
PHRASES: dict[str, dict[str, Any]] = by_words(BODIES["phrases"])
NOT_PARTIES: dict[str, dict[str, Any]] = by_words(BODIES["not_parties"])
SPELLINGS: dict[str, list[dict[str, Any]]] = BODIES["spellings"]

_SHORT_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SHORT_SCHEME = "gm"
"""The scheme of the files' own keys, by which the rows of a load find a body."""


def identifier(short_key: str) -> str:
    """Return the handle that a short key such as `00t` is; of a body without any code it is also the key."""
    return f"{SHORT_SCHEME}:{short_key}"


def body(facts: RowFacts, words: str, column: str) -> Ref:
    """Return the body that a short key or known words name. Refuses the row where nobody is known by them."""
    found = find(facts, words)
    if found is None:
        raise facts.reject(
            column, f"{words!r} is neither a key of organisations.csv nor a party known in words; correct the key"
        )
    return found


def find(facts: RowFacts, words: str) -> Ref | None:
    """Return the body that a short key or known words name, if any."""
    directory = facts.draft.directories["Organisation"]
    if _SHORT_KEY.fullmatch(words):
        key = directory.find(None, [identifier(words)])
        if key is not None:
            return facts.mention(("Organisation", key))
    entry = _NAMED.get(normal_name(words))
    if entry is not None:
        return in_words(facts, words, entry)
    return None if directory.find(words) is None else facts.named("Organisation", words)


def in_words(facts: RowFacts, name: str, entry: dict[str, Any]) -> Ref:
    """State a body named in words: one body, or several named together and never expanded."""
    kind = "COLLECTIVE" if entry.get("collective") else entry.get("kind")
    return facts.named("Organisation", name, kind=kind, statedSize=entry.get("size"))


def role_in_words(words: str) -> str | None:
    """Return the role that the words on a party state themselves, such as joint control."""
    role: str | None = _NAMED.get(normal_name(words), {}).get("role")
    return role


def code(words: str, entries: dict[str, str | None], *, beginning: bool = False) -> str | None:
    """Return the code that words stand for, or None; with `beginning`, by how the words begin."""
    said = normal_name(words)
    for text, value in entries.items():
        if said == normal_name(text) or (beginning and said.startswith(normal_name(text))):
            return value
    return None
