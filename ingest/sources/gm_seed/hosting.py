"""Who hosts whom and who is part of whom, which only remarks beside other facts tell."""

from __future__ import annotations

from ingest.drafting.draft import Draft
from ingest.drafting.ref import EdgeName
from ingest.sources.gm_seed.directory import BODIES, identifier
from ingest.sources.gm_seed.layout import FLOWS, ORGANISATIONS
from ingest.tables.layout import Row

_ABOUT = {ORGANISATIONS.name: "org_key", FLOWS.name: "to_org"}
_REMARKS = ("source", "note", "role_of_recipient", "evidence_note")
_KINDS = (("HOSTED_BY", "host", BODIES["hosts"]), ("PART_OF", "whole", BODIES["parts"]))


def add_hosts(draft: Draft) -> None:
    """Join each body to its host where a row about either says so in the words listed in bodies.yaml."""
    directory = draft.directories["Organisation"]
    for row, mentions in draft.taken():
        if row.table not in _ABOUT:
            continue
        for kind, short_guest, short_host in _said(row):
            guest = directory.find(None, [identifier(short_guest)])
            host = directory.find(None, [identifier(short_host)])
            if guest is None or host is None:
                draft.remark("hosts not known", f"{row.place}: {short_guest} or {short_host} is no body of these files")
                continue
            ends = ("Organisation", guest), ("Organisation", host)
            draft.edges.setdefault(EdgeName(kind, *ends), {})
            mentions.update(dict.fromkeys(ends))


def _said(row: Row) -> list[tuple[str, str, str]]:
    words = "\n".join(row.text(column) for column in _REMARKS)
    about = row.text(_ABOUT[row.table])
    return [
        (kind, entry["body"], entry[end])
        for kind, end, entries in _KINDS
        for entry in entries
        if entry["stated"] in words and about in (entry["body"], entry[end])
    ]
