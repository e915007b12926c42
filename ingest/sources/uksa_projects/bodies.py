"""Bodies as the list names them: in full, shortened, misspelt."""

from __future__ import annotations

from graph.model.spelling import normal_name
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.drafting.wordlists import by_words, read_yaml

_OWNERS = read_yaml("ingest.sources.uksa_projects", "owners.yaml")
_SAME: dict[str, str] = by_words(_OWNERS["same"])
KNOWN_OWNERS = frozenset(normal_name(n) for n in (*_OWNERS["names"], *_OWNERS["same"], *_OWNERS["same"].values()))
"""Names of bodies that own data, in their normal form."""


def body(facts: RowFacts, words: str) -> Ref:
    """State the body that words name, under its full name where the list is known to shorten or misspell it."""
    return facts.named("Organisation", _SAME.get(normal_name(words), words), spellings=[words])
