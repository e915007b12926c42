"""Schemes that identify organisations, and whether a value has the form its scheme asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.vocabulary.reading import read_entries

FILE = Path(__file__).with_name("identifier_schemes.yaml")


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    prefix: str
    title: str
    pattern: str
    evidence: str
    code: str | None = None
    example: str | None = None
    note: str | None = None
    check: Literal["MOD_97"] | None = None
    lowerCase: bool = False


@dataclass(frozen=True, slots=True)
class IdentifierScheme:
    """A scheme: what the registry writes before the colon, its name, its code at org-id.guide, the form of a value."""

    prefix: str
    title: str
    code: str | None
    example: str | None
    note: str | None
    pattern: re.Pattern[str]
    lower_case: bool
    mod_97: bool

    def fault(self, value: str) -> str | None:
        """Return what is wrong with the form of a value, None where nothing is. Case and outer space do not count."""
        text = value.strip().lower() if self.lower_case else value.strip().upper()
        if not self.pattern.fullmatch(text):
            such = f", such as {self.example}" if self.example else ""
            return f"{value!r} has not the form of {self.title}{such}"
        if self.mod_97 and int("".join(str(int(character, 36)) for character in text)) % 97 != 1:
            return f"{value!r} is mistyped: its check digits do not fit"
        return None


@lru_cache(maxsize=1)
def identifier_schemes() -> Mapping[str, IdentifierScheme]:
    """Return the schemes by prefix. Raises VocabularyError where their file is wrong."""
    found: dict[str, IdentifierScheme] = {}
    for raw in read_entries(FILE):
        try:
            said = _Said.model_validate(dict(raw.values))
            pattern = re.compile(said.pattern)
        except (ValidationError, re.error) as error:
            raise raw.fault(str(error)) from None
        found[said.prefix] = IdentifierScheme(
            prefix=said.prefix,
            title=said.title,
            code=said.code,
            example=said.example,
            note=said.note,
            pattern=pattern,
            lower_case=said.lowerCase,
            mod_97=said.check == "MOD_97",
        )
    return found


def identifier_fault(identifier: str) -> str | None:
    """Return what is wrong with an identifier written scheme:value; None for nothing, or for a scheme not known."""
    prefix, colon, value = identifier.partition(":")
    if not colon or not value.strip():
        return f"{identifier!r} must be written scheme:value, such as ods:RAX"
    scheme = identifier_schemes().get(prefix)
    return scheme.fault(value) if scheme else None
