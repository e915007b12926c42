"""Leaving out private individuals, who stand in the register beside bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.model.spelling import normal_name
from ingest.drafting.wordlists import read_yaml

_LIST = read_yaml("ingest.sources.ico_register", "names.yaml")
_PEOPLE = tuple(re.compile(form) for form in _LIST["people"])
_BODIES = tuple(re.compile(form) for form in _LIST["bodies"])
_NAMES = frozenset(normal_name(name) for name in _LIST["names"])
_BETWEEN = re.compile(r"\s*[;\n]\s*")


def is_body(name: str) -> bool:
    """Tell whether a name is one that only a body has. Where a person could have it, it is taken for a person's."""
    normal = normal_name(name)
    if any(form.fullmatch(normal) for form in _PEOPLE):
        return False
    return normal in _NAMES or any(form.fullmatch(normal) for form in _BODIES)


def may_be_read(cells: Mapping[str, str]) -> bool:
    """Tell whether a row is that of a body. One without a name may still give somebody's address, and is not read."""
    return is_body(cells["name"])


def without_people(text: str) -> str:
    """Return the trading names of a cell, parted by semicolons, but for those that bear a person's title."""
    names = (name for name in _BETWEEN.split(text) if name)
    return "; ".join(name for name in names if not any(form.fullmatch(normal_name(name)) for form in _PEOPLE))
