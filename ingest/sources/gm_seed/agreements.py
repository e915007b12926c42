"""A row of public-agreements-and-notices.csv: an arrangement known from public pages."""

from __future__ import annotations

import datetime as dt
import re

from graph.model.spelling import normal_name
from ingest.drafting.dates import date_of
from ingest.drafting.draft import RowFacts
from ingest.drafting.legal_bases import named, read_words
from ingest.drafting.parties import party
from ingest.drafting.ref import Ref
from ingest.sources.gm_seed.directory import (
    NOT_PARTIES,
    PHRASES,
    WORDS,
    body,
    code,
    find,
    in_words,
    role_in_words,
)

_LEGAL_BASES = read_words("ingest.sources.gm_seed")
_DARS = re.compile(r"DARS-NIC-\d+-[A-Z0-9]+")
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_LATER_VERSION = re.compile(r"later versions? exist")
_SEE = re.compile(r"see \S+\.csv")
_ARROW = " -> "
_VIA = " via "
_NOT_LAW = frozenset({normal_name("data sharing protocol and agreement signed by partners")})
"""Entries of the gateway column that name no law; they stay in the agreement's text."""


def agreement_key(short: str, instrument: str) -> tuple[str, str | None]:
    """Return an agreement's key, and its reference where the instrument gives one that registers share."""
    match = _DARS.search(instrument)
    return (f"dars:{match[0]}", match[0]) if match else (f"gm:{short}", None)


def read_agreement(facts: RowFacts) -> None:
    """State the agreement with what its page says, its parties and their legal bases."""
    row = facts.row
    short, title = row.text("agreement_key"), row.text("title")
    if not short or not title:
        raise facts.reject("agreement_key" if not short else "title", "an agreement needs both a key and a title")
    instrument, status = row.text("instrument"), row.text("status")
    key, reference = agreement_key(short, instrument)
    lawful, lawful_unknown = _unknown(row.text("lawful_basis"))
    gateways = row.text("other_legal_gateway")
    as_at = _DAY.search(status) if "version read" not in status else None
    agreement = facts.node(
        "Agreement",
        key,
        reference=reference,
        title=title,
        kind=code(instrument, WORDS["agreement_kinds"], beginning=True),
        kindStated=instrument or None,
        state="UNKNOWN",
        statusStated=status or None,
        statusStatedAsAt=dt.date.fromisoformat(as_at[1]) if as_at else None,
        laterVersionKnown=True if _LATER_VERSION.search(status) else None,
        purposeText=row.text("purpose") or None,
        dataText=row.text("data_categories") or None,
        legalBasisText="; ".join(text for text in (lawful, gateways) if text) or None,
        legalBasisTextRecording=lawful_unknown,
        visibility="PUBLIC",
        note=row.text("confidence") or None,
        **date_of(facts, "start_date", "startsOn"),
        **date_of(facts, "end_date", "endsOn"),
    )
    relying = _controllers(facts, agreement)
    for name in row.texts("processors"):
        if _unknown(name)[1] is None:
            party(facts, agreement, body(facts, name, "processors"), "PROCESSOR", name=name)
    for words in row.texts("other_parties"):
        _other(facts, agreement, words)
    for words in (*_split(lawful), *_split(gateways)):
        if normal_name(words) not in _NOT_LAW:
            for basis in named(facts, words, _LEGAL_BASES):
                for place in relying:
                    facts.edge("PARTY_RELIES_ON", place, basis)
    _notice(facts, agreement, short, title)


def _controllers(facts: RowFacts, agreement: Ref) -> list[Ref]:
    """The controllers; where data is said to go from one to another, with their directions."""
    places: list[Ref] = []
    for words in facts.row.texts("controllers"):
        if _SEE.fullmatch(words):
            continue
        giver, arrow, taker = words.partition(_ARROW)
        giver, through, channel = giver.partition(_VIA)
        ends = [(giver, "PROVIDES" if arrow else None), (channel, None), (taker, "RECEIVES")]
        for name, direction in ends:
            if not name:
                continue
            via = "the data goes through it" if through and name == channel else None
            role = role_in_words(name) or "CONTROLLER"
            place = party(
                facts,
                agreement,
                body(facts, name, "controllers"),
                role if via is None else "OTHER",
                name=name,
                role_stated=via,
                direction="BOTH" if via else direction,
            )
            places.append(place)
    return places


def _other(facts: RowFacts, agreement: Ref, words: str) -> None:
    known = normal_name(words)
    if known in NOT_PARTIES:
        facts.node(*agreement, **NOT_PARTIES[known])
        return
    if known in PHRASES:
        entry = PHRASES[known]
        who = body(facts, entry["body"], "other_parties") if "body" in entry else in_words(facts, entry["name"], entry)
        party(facts, agreement, who, "OTHER", name=words, role_stated=entry["does"], direction=entry.get("direction"))
        return
    found = find(facts, words)
    if found is None:
        facts.remark("parties not understood", f"{words!r} is kept in the row's words alone")
        return
    party(facts, agreement, found, "OTHER", name=words, role_stated="named among other parties")


def _notice(facts: RowFacts, agreement: Ref, short: str, title: str) -> None:
    """The privacy notice that a row was read from, where the row says that it is one."""
    source = facts.row.text("source")
    said = f"{facts.row.text('instrument')} {source}".lower()
    if "privacy" not in said and "fair-processing-notice" not in said:
        return
    address = source.split(";")[0].strip()
    whole = " " not in address and "..." not in address and "/" in address
    notice = facts.node(
        "Notice",
        f"gm-seed:{short}",
        title=f"Privacy notice: {title}",
        url=f"https://{address}" if whole else None,
    )
    facts.edge("MENTIONS", notice, agreement)


def _unknown(text: str) -> tuple[str, str | None]:
    """The text, or nothing and the kind of unknown where the text says that nothing is known."""
    kind = code(text, WORDS["unknowns"])
    return ("", kind) if kind else (text, None)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
