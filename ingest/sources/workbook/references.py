"""Whom a row means: a row of the workbook, else a body or dataset the registry knows, else one it does not know yet."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from graph.model.spelling import normal_name
from graph.vocabulary.catalogue import vocabulary
from graph.vocabulary.identifiers import identifier_fault, identifier_schemes
from ingest.drafting.draft import Draft, RowFacts
from ingest.drafting.ref import Ref
from ingest.sheets.cells import read
from ingest.sheets.declaration import SheetColumn, sheet_for, sheets
from ingest.sheets.joined import joined_name, ways_to_part
from ingest.sheets.names import NameIndex
from ingest.who.bodies import TITLES, UNNAMED, Directory, name_of_code, slug

_IN_VOCABULARY = ("Purpose", "DataSubject", "DataCategory")
_SHOWN = 4


class References:
    """The names that rows of one load are known by, and what else they may mean."""

    def __init__(self, draft: Draft) -> None:
        self.directories = draft.directories
        self.source = draft.source
        self._indexes: dict[str, NameIndex] = {}
        self._joined: dict[tuple[str, Ref, Ref | str], dict[str, str | None]] = {}
        self._new: dict[tuple[str, str], str] = {}

    def add(self, ref: Ref, names: Iterable[str | None]) -> None:
        """Remember a row of the workbook under its names."""
        self._indexes.setdefault(ref[0], NameIndex()).add(ref[1], names)

    def add_joined(self, ref: Ref, first: Ref, second: Ref | str, apart: str | None) -> None:
        """Remember a row by what it belongs to and what it is there. `apart` tells it from others that are the same."""
        other = second if isinstance(second, tuple) else normal_name(second)
        self._joined.setdefault((ref[0], first, other), {})[ref[1]] = apart

    def find(self, label: str, text: str) -> Ref:
        """Return what a text refers to. Raises ValueError where it is not known, or may mean several."""
        there = self._indexes.setdefault(label, NameIndex()).find(text) or self._find_joined(label, text)
        if len(there) == 1:
            return label, next(iter(there))
        if there:
            raise ValueError(_several(text, there))
        if label in _IN_VOCABULARY:
            return label, _entry(label, text)
        if label in TITLES:
            return label, self._outside(label, text)
        sheet = sheet_for(label)
        how = "as it stands there"
        if sheet.joined:
            first, second = (sheet.column(field).heading.lower() for field in sheet.joined)
            how = f"as {joined_name(first, second)}"
        raise ValueError(f"there is no {text!r} on the sheet {sheet.name}: add it there, or write it {how}")

    def _find_joined(self, label: str, text: str) -> frozenset[str]:
        sheet = next((sheet for sheet in sheets() if sheet.label == label and sheet.joined), None)
        if sheet is None:
            return frozenset()
        of_first, of_second = (sheet.column(field).target for field in sheet.joined)
        found: set[str] = set()
        for first, second, apart in ways_to_part(text, apart=sheet.apart is not None):
            owner = self._known(of_first or "", first)
            other = normal_name(second) if of_second is None else self._known(of_second, second)
            if owner is not None and other is not None:
                rows = self._joined.get((label, owner, other), {})
                found |= {
                    key for key, told in rows.items() if apart is None or _says(sheet.name_parts[-1], apart, told)
                }
        return frozenset(found)

    def _known(self, label: str, text: str) -> Ref | None:
        """What a text refers to where exactly one thing is known by it; nothing becomes known by asking."""
        there = self._indexes.setdefault(label, NameIndex()).find(text)
        if not there and label in TITLES and (key := self._settled(label, text)) is not None:
            there = frozenset({key})
        return (label, next(iter(there))) if len(there) == 1 else None

    def _settled(self, label: str, text: str) -> str | None:
        """The key of a body or dataset of which no row is, where the text settles it."""
        directory = self.directories[label]
        if text in directory.keys:
            return text
        if _is_identifier(text):
            return directory.find(None, [text]) or text
        return directory.find(text) or self._new.get((label, normal_name(text)))

    def own_key(self, label: str, name: str, identifiers: Iterable[str] = ()) -> str:
        """Return the key of a body or dataset that has none of its own yet. Raises ValueError for a name of several."""
        codes = tuple(identifiers)
        directory = self.directories[label]
        found = directory.find(name, codes)
        if found is not None:
            return found
        if not codes and (several := directory.ambiguous(name)):
            raise ValueError(_several(name, several))
        return codes[0] if codes else self._new_key(label, name, directory)

    def _outside(self, label: str, text: str) -> str:
        return self._settled(label, text) or self.own_key(label, text)

    def _new_key(self, label: str, name: str, directory: Directory) -> str:
        taken = {key for (of, _), key in self._new.items() if of == label} | directory.keys
        wanted = f"{self.source}:{slug(name) or 'unnamed'}"
        free = (key for n in itertools.count(1) if (key := wanted if n == 1 else f"{wanted}-{n}") not in taken)
        return self._new.setdefault((label, normal_name(name)), next(free))


def state_outside(facts: RowFacts, ref: Ref, text: str) -> None:
    """State something that a row refers to and no row of the workbook is about."""
    label, key = ref
    if label in _IN_VOCABULARY:
        facts.node(label, key, **vocabulary().entries[label][key].properties())
    elif text == key or _is_identifier(text):
        title = name_of_code(text.partition(":")[2] or text)
        codes = [text] if _is_identifier(text) else []
        facts.node(label, key, **{TITLES[label]: title}, identifiers=codes or None)
        facts.known.append((label, key, (), tuple(codes)))
    else:
        facts.named(label, text, key=key, title=TITLES[label])


def is_name(text: str) -> bool:
    """Whether a text is somebody's name, and not what stands for one."""
    return bool(text) and not text.endswith(UNNAMED)


def _is_identifier(text: str) -> bool:
    scheme, colon, _ = text.partition(":")
    return bool(colon) and scheme in identifier_schemes() and identifier_fault(text) is None


def _entry(label: str, text: str) -> str:
    entries = vocabulary().entries[label]
    if text in entries:
        return text
    found = [code for code, entry in entries.items() if normal_name(entry.title) == normal_name(text)]
    if len(found) != 1:
        raise ValueError(f"{text!r} is no code of the vocabulary: those there are stand on the sheet Codes")
    return found[0]


def _says(column: SheetColumn, text: str, value: str | None) -> bool:
    """Whether a text in a cell of a column gives a value."""
    try:
        return value is not None and read(column, text)[column.field] == value
    except ValueError:
        return False


def _several(text: str, keys: Iterable[str]) -> str:
    shown = sorted(keys)
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return f"{text!r} may mean {', '.join(shown[:_SHOWN])}{more}: write the key of the one that is meant"
