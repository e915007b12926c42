"""Which body or dataset a name in a row stands for.

An identifier decides first, then what a person decided on the name, then a name already known in exactly that spelling
but for case, dashes and spaces. Likeness never merges: it is proposed to people.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from graph.model.spelling import normal_name, plain

_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 160
_LIKENESS = 0.8
"""Share of letters in common above which two words are taken for one that is misspelt."""
_SHORT_WORD = 4
"""Words up to this length that differ are different words: East and West, A&E and OP."""
_EMPTY_WORDS = frozenset(
    {"the", "of", "and", "nhs", "ltd", "limited", "uk", "metropolitan", "borough", "city", "district"}
)

TITLES = {"Organisation": "name", "Dataset": "title"}
"""The node types that are known by name, with the property that holds it."""

UNNAMED = "(name not recorded)"


def name_of_code(code: str) -> str:
    """Return what stands for the name of a body that is known by its code alone. Any name of another source is better.

    It is nobody's spelling.
    """
    return f"{code} {UNNAMED}"


def slug(name: str) -> str:
    """Return the part of a key that stands for a name: small letters and digits with single hyphens."""
    words = normal_name(name).replace("&", " and ").replace("+", " plus ")
    return _NOT_IN_KEYS.sub("-", words).strip("-")[:_SLUG_LENGTH].strip("-")


@dataclass(slots=True)
class Directory:
    """The bodies (or datasets) known so far: those of the graph, and those this load adds.

    Made for one label. Names are known by their normal form; a name of several bodies settles nothing. `meant` and
    `ruled_out` are what people decided: the body a name stands for, and those it does not stand for.
    """

    keys: set[str] = field(default_factory=set)
    by_identifier: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, set[str]] = field(default_factory=dict)
    identifiers: dict[str, set[str]] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)
    ruled_out: dict[str, set[str]] = field(default_factory=dict)

    def add(self, key: str, names: Iterable[str] = (), identifiers: Iterable[str] = ()) -> None:
        """Remember a body by its key, spellings and identifiers (each `scheme:value`)."""
        self.keys.add(key)
        for name in names:
            self.by_name.setdefault(normal_name(name), set()).add(key)
        for identifier in identifiers:
            self.by_identifier.setdefault(identifier, key)
            self.identifiers.setdefault(key, set()).add(identifier)

    def decided(self, meant: Iterable[Sequence[str]], ruled_out: Iterable[Sequence[str]]) -> None:
        """Remember what people decided: normal forms of names, each with a body it stands for or does not stand for."""
        self.meant.update((normal, key) for normal, key in meant)
        for normal, key in ruled_out:
            self.ruled_out.setdefault(normal, set()).add(key)

    def find(self, name: str | None, identifiers: Sequence[str] = (), key: str | None = None) -> str | None:
        """Return the key of the body meant, or None where nothing settles it.

        A body of the same name with another identifier of the same scheme is another body.
        """
        for identifier in identifiers:
            if identifier in self.by_identifier:
                return self.by_identifier[identifier]
        if key is not None and key in self.keys:
            return key
        if not name:
            return None
        meant = self.meant.get(normal_name(name))
        if meant is not None and not self._contradicts(meant, identifiers):
            return meant
        fitting = {k for k in self._named(name) if not self._contradicts(k, identifiers)}
        return fitting.pop() if len(fitting) == 1 else None

    def ambiguous(self, name: str) -> tuple[str, ...]:
        """Return the bodies a name stands for where it stands for several."""
        keys = self._named(name)
        return tuple(sorted(keys)) if len(keys) > 1 else ()

    def settled(self, name: str, like: str) -> bool:
        """Whether a person decided already that a name stands for a body, or that it does not stand for `like`."""
        normal = normal_name(name)
        return normal in self.meant or like in self.ruled_out.get(normal, ())

    def _named(self, name: str) -> set[str]:
        normal = normal_name(name)
        return self.by_name.get(normal, set()) - self.ruled_out.get(normal, set())

    def _contradicts(self, key: str, identifiers: Sequence[str]) -> bool:
        if not identifiers:
            return False
        schemes = {i.split(":", 1)[0] for i in identifiers}
        return any(held.split(":", 1)[0] in schemes for held in self.identifiers.get(key, ()))


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two names that people may find to be one body. Nothing was merged."""

    name: str
    like: str
    like_key: str

    def __str__(self) -> str:
        return f"{self.name!r} may be {self.like!r} ({self.like_key}): {self.reason}. isa resolve tells how to decide."

    @property
    def reason(self) -> str:
        """Why people are asked: in what the two names are alike."""
        differing = sorted(_words(self.name) ^ _words(self.like))
        if differing:
            return f"the same words but for {' and '.join(differing)}"
        return "the same words, whatever their order and small ones such as NHS left out"


def proposals(new: Mapping[str, str], known: Mapping[str, str]) -> tuple[Proposal, ...]:
    """Return likely doubles between new bodies and known ones, both name to key; a name never proposes itself.

    Likeness is the same words whatever their order, small words left out, or but for a misspelt one.
    """
    near_to: dict[frozenset[str], set[str]] = {}
    for name in known:
        for words in _near(name):
            near_to.setdefault(words, set()).add(name)
    found: dict[tuple[str, str], Proposal] = {}
    for name, key in new.items():
        near = set[str]().union(*(near_to.get(words, ()) for words in _near(name)))
        candidates = {other for other in near if _words(name) == _words(other) or _alike(name, other)}
        for other in sorted(candidates):
            other_key = known[other]
            if other_key != key and (other_key, key) not in found:
                found.setdefault((key, other_key), Proposal(plain(name), plain(other), other_key))
    return tuple(found.values())


def _alike(name: str, other: str) -> bool:
    """Whether the names have the same words but for one that is spelt nearly the same."""
    a, b = sorted(_words(name) - _words(other)), sorted(_words(other) - _words(name))
    if len(a) != 1 or len(b) != 1 or any(len(w) <= _SHORT_WORD or w.isdigit() for w in (*a, *b)):
        return False
    return difflib.SequenceMatcher(None, a[0], b[0], autojunk=False).ratio() >= _LIKENESS


def _near(name: str) -> list[frozenset[str]]:
    """The words of a name, and those left when any one is taken away: names that are alike have one of them in common.

    Comparing each name with every other that shares a word, such as Council, took most of a load's time.
    """
    words = _words(name)
    return [words, *(words - {word} for word in words if len(words) > 1)]


@lru_cache(maxsize=65536)
def _words(name: str) -> frozenset[str]:
    words = frozenset(re.findall(r"[a-z0-9]+", normal_name(name).replace("&", " and ")))
    return words - _EMPTY_WORDS or words
