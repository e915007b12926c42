"""The data of a project: lines such as 'Owner: Dataset, Dataset & Dataset', broken and joined in many ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model.spelling import normal_name, plain
from ingest.drafting.draft import RowFacts
from ingest.drafting.values import parts
from ingest.drafting.wordlists import read_yaml
from ingest.sources.uksa_projects.bodies import KNOWN_OWNERS

_OWNERS = read_yaml("ingest.sources.uksa_projects", "owners.yaml")
_WHOLE = sorted((plain(n) for n in _OWNERS["whole"]), key=len, reverse=True)
_DATA_WORDS = re.compile(rf"\b(?:{'|'.join(_OWNERS['data_words'])})\b", re.IGNORECASE)
_QUALIFIER = re.compile("|".join(_OWNERS["qualifiers"]))
_TERRITORIES = frozenset(normal_name(n) for n in _OWNERS["territories"])
_NOT_DATA = frozenset(normal_name(n) for n in _OWNERS["not_data"])
_KEPT_TOGETHER = tuple(_OWNERS["kept_together"])

_TAG = re.compile(r"<[^<>]+>")
_BETWEEN_OWNERS = re.compile(r"\s*(?:[;/,&]|\band\b)\s*")
_WHOLE_END = re.compile(rf"(?:[,;.)]|\d|\b(?:{'|'.join(_OWNERS['last_words'])}))$", re.IGNORECASE)
_BROKEN_START = re.compile(r"[a-z&/(-]")
_FRAGMENTS = frozenset(normal_name(n) for n in _OWNERS["fragments"])


@dataclass(frozen=True, slots=True)
class Accessed:
    """A dataset with its owners as written. No owner where none is named."""

    title: str
    owners: tuple[str, ...]


def accessed(facts: RowFacts) -> tuple[Accessed, ...]:
    """Return the datasets of a project, each once, and report lines whose owner is not named."""
    found: dict[tuple[str, tuple[str, ...]], Accessed] = {}
    owners: tuple[str, ...] = ()
    for line in _lines(facts.row.raw("data")):
        named, rest = _owners(line)
        if named is not None:
            owners = named
        elif not owners:
            facts.remark("data without an owner", f"{plain(line)[:80]!r}")
        for title in _titles(rest):
            # A second owner may begin within the line.
            inner, title = _owners(title, known_alone=True)
            owners = inner or owners
            if title and normal_name(title) not in _NOT_DATA:
                found.setdefault((normal_name(title), owners), Accessed(title, owners))
    return tuple(found.values())


def _lines(text: str) -> Iterator[str]:
    """The lines of a cell, those put together again that were broken within a name."""
    whole = ""
    for line in _TAG.sub("", text).replace("\xad", "-").split("\n"):
        line = plain(line)
        if not line:
            continue
        if whole and _owners(line)[0] is None and _goes_on(whole, line):
            whole = f"{whole} {line}"
        else:
            if whole:
                yield whole
            whole = line
    if whole:
        yield whole


def _goes_on(before: str, line: str) -> bool:
    """Whether a line is the rest of a name that the line before it broke off."""
    if _BROKEN_START.match(line) or not _WHOLE_END.search(before):
        return True
    rest = {normal_name(part) for part in parts(line)}
    return rest <= _TERRITORIES or (rest <= _FRAGMENTS and not before.endswith(","))


def _owners(line: str, known_alone: bool = False) -> tuple[tuple[str, ...] | None, str]:
    """The owners that a line begins with and the rest of it; None where it begins with a dataset."""
    before, colon, after = line.partition(":")
    if not colon or not before.strip():
        return None, line
    names = _owner_names(before)
    known = all(normal_name(name) in KNOWN_OWNERS for name in names)
    if not known and (known_alone or _DATA_WORDS.search(before)):
        return None, line
    return names, after.strip()


def _owner_names(text: str) -> tuple[str, ...]:
    """The owners in 'DfE, DWP and HMRC', leaving whole the names that hold such words themselves."""
    held: list[str] = []
    for name in _WHOLE:
        if name.casefold() in text.casefold():
            start = text.casefold().index(name.casefold())
            held.append(text[start : start + len(name)])
            text = f"{text[:start]}\0{len(held) - 1}\0{text[start + len(name) :]}"
    names = (name.strip() for name in _BETWEEN_OWNERS.split(text))
    return tuple(
        re.sub("\0(\\d+)\0", lambda m: held[int(m[1])], name).strip(" -") for name in names if name.strip(" -")
    )


def _titles(text: str) -> Iterator[str]:
    """The datasets in 'A, B & C'. What cannot stand alone belongs to the one before: 'Census 2021, England'."""
    for number, phrase in enumerate(_KEPT_TOGETHER):
        text = text.replace(phrase, f"\0{number}\0")
    pieces: list[str] = []
    for piece in (piece for part in parts(text) for piece in re.split(r"\s+&\s+", part)):
        piece = re.sub("\0(\\d+)\0", lambda m: _KEPT_TOGETHER[int(m[1])], piece).strip(" -&")
        if pieces and (normal_name(piece) in _TERRITORIES or _QUALIFIER.fullmatch(piece)):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        elif piece:
            pieces.append(piece)
    yield from dict.fromkeys(pieces)
