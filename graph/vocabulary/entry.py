"""What an entry of the vocabulary says: the properties of its node, and the entries it leads to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from graph.vocabulary.reading import RawEntry, VocabularyError

_CODE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_Code = Annotated[str, Field(pattern=_CODE)]
_Codes = Annotated[tuple[_Code, ...], Field(strict=False)]
_Address = Annotated[str, Field(pattern=r"^https://\S+$")]
_Line = Annotated[str, Field(min_length=1, pattern=r"^[^\n]+$")]

LINKS: Mapping[str, tuple[str, str]] = {
    "broader": ("BROADER", ""),
    "enables": ("ENABLES", "LegalBasis"),
    "restrictedBy": ("RESTRICTED_BY", "LegalBasis"),
}
"""What an entry says of others, with the edge that stands for it and the type it leads to, where not its own."""


class Entry(BaseModel):
    """What every entry of the vocabulary says. Codes are stable and never used again for something else."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    code: _Code
    title: Annotated[_Line, Field(max_length=120)]
    description: _Line | None = None
    validFrom: dt.date | None = None
    validTo: dt.date | None = None
    status: str | None = None
    evidence: str | None = None
    closeMatches: Annotated[tuple[_Address, ...], Field(strict=False)] = ()
    broader: _Code | None = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Entry:
        if self.validFrom and self.validTo and self.validTo < self.validFrom:
            raise ValueError("validTo is before validFrom")
        return self

    def properties(self) -> dict[str, Any]:
        """Return the properties of its node, without what leads to other nodes."""
        said = {name: value for name, value in self if name not in LINKS and value not in (None, ())}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}

    def links(self) -> tuple[tuple[str, str, str], ...]:
        """Return what it leads to: edge type, node type (empty: its own) and code."""
        found: list[tuple[str, str, str]] = []
        for name, (edge, label) in LINKS.items():
            value = getattr(self, name, None) or ()
            found += [(edge, label, code) for code in ((value,) if isinstance(value, str) else value)]
        return tuple(found)


class LegalBasisEntry(Entry):
    """A provision of law. Grade and status are needed before anybody can judge what rests on it."""

    kind: str
    citation: _Line
    url: _Address | None = None
    effect: str | None = None
    extent: Literal["E", "W", "S", "NI", "EW", "EWNI", "GB", "UK"] | None = None
    requires: Annotated[tuple[_Code, ...], Field(strict=False)] = ()
    dataScope: _Codes = ()
    liftsConfidentiality: bool | None = None
    evidence: str
    enables: _Codes = ()


class DataCategoryEntry(Entry):
    """A category of personal data, with the restrictions that some of it is under."""

    protection: str
    restrictedBy: _Codes = ()


KINDS: Mapping[str, type[Entry]] = {
    "LegalBasis": LegalBasisEntry,
    "DataCategory": DataCategoryEntry,
    "DataSubject": Entry,
    "Purpose": Entry,
}
"""The node types the vocabulary fills, and what an entry of each may say."""


def checked(raw: RawEntry, label: str) -> Entry:
    """Return the entry of a node type. Raises VocabularyError where something in it is wrong."""
    try:
        return KINDS[label].model_validate(dict(raw.values))
    except ValidationError as error:
        raise _fault(raw, error) from None


def _fault(raw: RawEntry, error: ValidationError) -> VocabularyError:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return raw.fault(f"{where}: {first['msg']}" if where else first["msg"])
