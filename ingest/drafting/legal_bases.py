"""Legal bases that rows name: known provisions, or the source's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model.spelling import normal_name, plain
from graph.vocabulary.catalogue import vocabulary
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.drafting.wordlists import by_words, read_yaml
from ingest.who.bodies import slug

CodesByWords = Mapping[str, Sequence[str]]
"""Codes of the vocabulary's provisions by the words a source uses for them, in their normal form."""


def read_words(package: str, name: str = "legal_bases.yaml") -> CodesByWords:
    """Return a source's list of words and codes. Raises KeyError for a code that is no provision."""
    found: dict[str, Sequence[str]] = by_words(read_yaml(package, name))
    for codes in found.values():
        for code in codes:
            vocabulary().legal_basis(code)
    return found


def provision(facts: RowFacts, code: str) -> Ref:
    """State a provision, with the broader one it is a case of."""
    entry = vocabulary().legal_basis(code)
    # In the vocabulary's own words, so that loading a source and loading the vocabulary write the same node.
    ref = facts.node("LegalBasis", code, **entry.properties())
    if entry.broader is not None:
        facts.edge("BROADER", ref, provision(facts, entry.broader))
    return ref


def stated(facts: RowFacts, words: str) -> Ref:
    """State a legal basis in the source's own words, matched to no provision."""
    facts.law(plain(words), None)
    code = f"{facts.draft.source}:{slug(words)}"
    return facts.node(
        "LegalBasis", code, code=code, title=plain(words), kind="STATED", description=words, evidence="UNVERIFIED"
    )


def named(facts: RowFacts, words: str, known: CodesByWords) -> tuple[Ref, ...]:
    """State the legal bases that words name: provisions where the words are known, else the words themselves."""
    codes = known.get(normal_name(words))
    if codes is not None:
        facts.law(plain(words), tuple(codes))
        return tuple(provision(facts, code) for code in codes)
    facts.remark("legal bases kept in their own words", plain(words))
    return (stated(facts, words),)
