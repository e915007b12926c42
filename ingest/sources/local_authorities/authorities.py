"""A row of the list: an authority with its codes, names and days."""

from __future__ import annotations

import re

from graph.model.spelling import normal_name
from ingest.drafting.draft import RowFacts
from ingest.drafting.register_entries import register_days
from ingest.drafting.wordlists import by_words, read_yaml

_KINDS: dict[str, str] = by_words(read_yaml("ingest.sources.local_authorities", "kinds.yaml"))
_CODE = re.compile(r"[A-Z]{3,4}(-[A-Z])?")
_GSS = re.compile(r"[EWSN]\d{8}")


def read_authority(facts: RowFacts) -> None:
    """State the authority under its statistics code, else its three letters. Relations follow when all are known."""
    row = facts.row
    code, name, gss = row.text("code").upper(), row.text("name"), row.text("gss").upper()
    if not _CODE.fullmatch(code):
        raise facts.reject("code", "an authority's code is three or four letters, such as BOL")
    if not name:
        raise facts.reject("name", "an authority needs a name")
    if gss and not _GSS.fullmatch(gss):
        raise facts.reject("gss", "a statistics code is a letter and eight digits, such as E08000001")
    former = row.texts("former_gss", ",")
    stated = row.text("type_name")
    facts.named(
        "Organisation",
        name,
        key=f"gss:{gss}" if gss else f"la:{code}",
        identifiers=[f"la:{code}", *(f"gss:{value}" for value in (gss, *former) if value)],
        spellings=[row.text("nice_name")],
        kind=_KINDS.get(normal_name(stated)),
        kindStated=stated or None,
        jurisdiction=row.text("nation") or None,
        note=row.text("notes") or None,
        **register_days(facts, "start", "end", years_as_days=True),
    )
    if stated and normal_name(stated) not in _KINDS:
        facts.remark("kinds not known", f"{code}: {stated!r} has no code in kinds.yaml and is kept as it is written")
