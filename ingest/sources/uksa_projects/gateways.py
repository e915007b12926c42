"""The legal gateway of a project, out of texts damaged by a find and replace that ran several times."""

from __future__ import annotations

from graph.model.spelling import normal_name, plain
from ingest.drafting.draft import RowFacts
from ingest.drafting.legal_bases import provision, stated
from ingest.drafting.ref import Ref
from ingest.drafting.wordlists import by_words, read_yaml

_LIST = read_yaml("ingest.sources.uksa_projects", "gateways.yaml")
_SOUND = by_words(dict.fromkeys(_LIST["sound"]))
_NAMES: dict[str, str] = by_words(_LIST["names"])


def gateways(facts: RowFacts) -> list[Ref]:
    """State the provisions a gateway cell names, the text itself where it names none; report damaged texts."""
    text = facts.row.text("gateway")
    if not text:
        return []
    normal = normal_name(text)
    codes = list(dict.fromkeys(code for name, code in _NAMES.items() if name in normal))
    if not codes:
        facts.remark("legal bases kept in their own words", plain(text))
        return [stated(facts, text)]
    if normal not in _SOUND:
        facts.remark("damaged gateways", f"{plain(text)[:80]!r} is read as {', '.join(codes)}")
    facts.law(plain(text), tuple(codes))
    return [provision(facts, code) for code in codes]
