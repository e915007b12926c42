"""The bodies of accredited researchers, told from the names of people beside them.

The register writes 'Name, Body' line by line, and now and then in other ways: names without bodies, several names in
one line, bodies broken over lines. So a body is taken only where its whole name is known or is of a form no person's
name has; everything else in the column is left out and never kept.
"""

from __future__ import annotations

import re

from graph.model.spelling import normal_name
from ingest.drafting.wordlists import read_yaml

_LIST = read_yaml("ingest.sources.uksa_projects", "researchers_bodies.yaml")
_KNOWN = frozenset(normal_name(name) for name in _LIST["names"])
_FORMS = tuple(re.compile(form) for form in _LIST["forms"])
_MOST_PIECES = 4
"""A name broken over lines, or with commas in it, is put together from up to so many pieces."""

_PIECES = re.compile(r"[,;\r\n\t]| {3,}")
_UNSEEN = {"\xad": "-", "\xa0": " "}


def organisations_alone(cell: str) -> str:
    """Return the bodies named in a cell, each once, parted by semicolons; the names of people are left out."""
    for unseen, seen in _UNSEEN.items():
        cell = cell.replace(f" {unseen}", seen).replace(unseen, seen)
    pieces = [" ".join(piece.split()) for piece in _PIECES.split(cell)]
    pieces = [piece for piece in pieces if piece]
    found: list[str] = []
    at = 0
    while at < len(pieces):
        name, taken = _body(pieces[at : at + _MOST_PIECES])
        if name is not None:
            found.append(name)
        at += taken
    return "; ".join(dict.fromkeys(found))


def _body(pieces: list[str]) -> tuple[str | None, int]:
    """The body that the first pieces name, the longest that is known, and how many pieces that takes."""
    for number in range(len(pieces), 0, -1):
        for joined in (" ".join(pieces[:number]), ", ".join(pieces[:number])):
            if normal_name(joined) in _KNOWN:
                return joined, number
    if any(form.fullmatch(pieces[0]) for form in _FORMS):
        return pieces[0], 1
    return None, 1
