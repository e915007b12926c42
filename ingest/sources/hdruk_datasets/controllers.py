"""The controller of a dataset: one body, several, or words that name none."""

from __future__ import annotations

import re

from graph.model.spelling import normal_name
from ingest.drafting.draft import RowFacts
from ingest.drafting.wordlists import by_words, read_yaml
from ingest.sources.hdruk_datasets.people import LEFT_OUT

_LIST = read_yaml("ingest.sources.hdruk_datasets", "controllers.yaml")
_NONE = frozenset(normal_name(text) for text in _LIST["none"])
_SEVERAL: dict[str, list[str]] = by_words(_LIST["read_as"])
_PERHAPS_SEVERAL = re.compile(r"[,;/\n]|\band\b")


def controllers(facts: RowFacts) -> tuple[str, ...]:
    """Return the bodies a cell names. Words that may name several and that nobody has read are reported, not taken."""
    text = re.sub(rf"\s*{re.escape(LEFT_OUT)}\s*,?", "", facts.row.text("controller")).strip()
    normal = normal_name(text)
    if not text or normal in _NONE:
        return ()
    if normal in _SEVERAL:
        return tuple(_SEVERAL[normal])
    if _PERHAPS_SEVERAL.search(text):
        facts.remark("controllers not told apart", repr(text))
        return ()
    return (text,)
