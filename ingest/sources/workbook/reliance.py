"""Which law a flow or a party relies on: a row of the sheet of legal bases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.model.spelling import normal_name, plain
from graph.vocabulary.catalogue import vocabulary
from ingest.drafting.draft import RowFacts
from ingest.drafting.legal_bases import provision, stated
from ingest.drafting.ref import Ref
from ingest.sheets.cells import code_of
from ingest.sheets.declaration import DataSheet, Holds
from ingest.sources.workbook.reading import refusal, texts
from ingest.tables.layout import Row

_SIDE_LEFT_OPEN = "BOTH"


@dataclass(frozen=True, slots=True)
class Reliance:
    """What relies on a law: the flow or parties, the provision or the words for it, and whose act it supports."""

    about: tuple[Ref, ...]
    code: str | None
    words: str | None
    side: str


def reliance_of(
    sheet: DataSheet,
    row: Row,
    first: Callable[[str], Ref | None],
    parties: Mapping[tuple[Ref, Ref], Sequence[tuple[Ref, str | None]]],
) -> Reliance:
    """Return what a row says. `parties` are the places of a body in an agreement, with the role of each.

    Raises RowRejected where it does not say what relies on which law.
    """
    basis = next(c for c in sheet.columns if c.holds is Holds.BASIS)
    told = next(iter(texts(row, basis)), None)
    words = next((t for c in sheet.columns if c.holds is Holds.WORDS for t in texts(row, c)), None)
    if told is None and words is None:
        raise refusal(row, basis, "name a provision here, or give the words of the agreement beside it")
    code = _code(told) if told is not None else _code(words or "")
    if code is None and told is not None and words is not None:
        code = told if ":" in told else None
        words = words if code is not None else f"{told}: {words}"
    side = _side(sheet, row, "LegalSide") or _SIDE_LEFT_OPEN
    return Reliance(_about(sheet, row, first, parties), code, words or told, side)


def state_reliance(facts: RowFacts, reliance: Reliance) -> None:
    """State the edges that lead to the provision, or to the words where none is meant."""
    law = _law(facts, reliance)
    for ref in reliance.about:
        facts.mention(ref)
        if ref[0] == "Flow":
            facts.edge("RELIES_ON", ref, law, key={"side": reliance.side})
        else:
            facts.edge("PARTY_RELIES_ON", ref, law)


def _law(facts: RowFacts, reliance: Reliance) -> Ref:
    code, words = reliance.code, reliance.words or ""
    if code is not None and code in vocabulary().entries["LegalBasis"]:
        facts.law(plain(words or code), (code,))
        return provision(facts, code)
    facts.remark("legal bases kept in their own words", plain(words))
    if code is None:
        return stated(facts, words)
    facts.law(plain(words), None)
    return facts.node(
        "LegalBasis", code, code=code, title=plain(words), kind="STATED", description=words, evidence="UNVERIFIED"
    )


def _about(
    sheet: DataSheet,
    row: Row,
    first: Callable[[str], Ref | None],
    parties: Mapping[tuple[Ref, Ref], Sequence[tuple[Ref, str | None]]],
) -> tuple[Ref, ...]:
    flow, party, agreement, body = first("flow"), first("party"), first("agreement"), first("organisation")
    if party is not None:
        return (party,)
    if flow is not None:
        return (flow,)
    if agreement is None or body is None:
        raise refusal(
            row, sheet.column("flow"), "name the flow that relies on it, or the agreement and the organisation"
        )
    role = _side(sheet, row, "PartyRole")
    found = [ref for ref, held in parties.get((agreement, body), ()) if role is None or held == role]
    column = sheet.column("organisation")
    if not found:
        raise refusal(row, column, "the sheet Parties has no such party to that agreement: add it there")
    if len(found) > 1 and role is None:
        raise refusal(row, column, "it has several roles in that agreement: say in the column Role which one is meant")
    return tuple(found)


def _side(sheet: DataSheet, row: Row, field: str) -> str | None:
    column = sheet.column(field)
    for text in texts(row, column):
        try:
            return code_of(column.code_list, text) if column.code_list is not None else None
        except ValueError as wrong:
            raise refusal(row, column, str(wrong)) from None
    return None


def _code(text: str) -> str | None:
    return text if text in vocabulary().entries["LegalBasis"] else _by_words().get(normal_name(text))


@lru_cache(maxsize=1)
def _by_words() -> Mapping[str, str]:
    """Codes by the citation or title of a provision, where one alone is called so."""
    found: dict[str, set[str]] = {}
    for code, entry in vocabulary().entries["LegalBasis"].items():
        for words in {str(entry.properties().get("citation") or entry.title), entry.title}:
            found.setdefault(normal_name(words), set()).add(code)
    return {words: next(iter(codes)) for words, codes in found.items() if len(codes) == 1}
