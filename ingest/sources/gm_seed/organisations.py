"""A row of organisations.csv: a body with its codes, dates and what is remarked of it."""

from __future__ import annotations

import datetime as dt
import re

from ingest.drafting.dates import date_of
from ingest.drafting.draft import Draft, RowFacts
from ingest.drafting.ref import EdgeName
from ingest.sources.gm_seed.directory import SPELLINGS, WORDS, code, identifier
from ingest.sources.gm_seed.layout import ORGANISATIONS

_GOVERNMENT = re.compile(r"government-organisation register ([A-Z]+\d+)")
_SCHEMES = {"ods_code": "ods", "gss_code": "gss", "la_code": "la", "ico_registration": "ico"}
_YES_NO = {"yes": True, "no": False, "": None}


def read_organisation(facts: RowFacts) -> None:
    """State the body under `ods:`, else `gss:`, else `gm:` and its short key, with every code it has."""
    row = facts.row
    short, name = row.text("org_key"), row.text("name")
    if not short or not name:
        raise facts.reject("org_key" if not short else "name", "a body needs both a key and a name")
    codes = {scheme: row.text(column) for column, scheme in _SCHEMES.items() if row.text(column)}
    identifiers = [f"{scheme}:{value}" for scheme, value in codes.items()]
    if match := _GOVERNMENT.search(row.text("source")):
        identifiers.append(f"government-organisation:{match[1]}")
    legal = row.text("legal_entity").lower()
    if legal not in _YES_NO:
        raise facts.reject("legal_entity", "write yes or no, or leave it blank")
    own = identifier(short)
    key = next((f"{s}:{codes[s]}" for s in ("ods", "gss") if s in codes), own)
    text = row.text("note")
    spellings = [s for s in SPELLINGS.get(short, ()) if s["stated"] in f"{name}\n{row.text('source')}\n{text}"]
    facts.named(
        "Organisation",
        name,
        key=key,
        identifiers=identifiers,
        handles=[own],
        spellings=[s["text"] for s in spellings],
        kind=code(row.text("org_type"), WORDS["organisation_kinds"]),
        kindStated=row.text("org_type") or None,
        legalEntity=_YES_NO[legal],
        statusStated=row.text("status") or None,
        note=text or None,
        **date_of(facts, "start_date", "openedOn"),
        **date_of(facts, "end_date", "closedOn"),
    )
    for spelling in spellings:
        if "to" in spelling:
            facts.node("Name", f"gm-seed:organisation:{spelling['text']}", to=spelling["to"])


def add_successors(draft: Draft) -> None:
    """Join bodies to the successors named with them, where successions.csv does not say more of the pair."""
    directory = draft.directories["Organisation"]
    told = {(edge.start, edge.end) for edge in draft.edges if edge.type == "SUCCEEDED_BY"}
    for row, _ in list(draft.taken()):
        if row.table != ORGANISATIONS.name:
            continue
        before = directory.find(None, [identifier(row.text("org_key"))])
        for code_of_successor in row.texts("current_successor_ods"):
            after = directory.find(None, [f"ods:{code_of_successor}"])
            if before is None or after is None:
                draft.remark("successors not known", f"{row.place}: {code_of_successor} is no body of these files")
                continue
            pair = (("Organisation", before), ("Organisation", after))
            if pair not in told:
                ended = draft.values(pair[0]).get("closedOn")
                on = ended + dt.timedelta(days=1) if isinstance(ended, dt.date) else None
                draft.edges[EdgeName("SUCCEEDED_BY", *pair)] = {} if on is None else {"on": on}
