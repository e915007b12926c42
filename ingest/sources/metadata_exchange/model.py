"""The model that records are held against: its fields, and how their values are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.drafting.dates import partial_date
from ingest.drafting.wordlists import read_yaml


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a type: whether a record needs it, may give several values, and how a value is written.

    `parts` names the type of a value that has fields of its own.
    """

    required: bool = False
    many: bool = False
    form: str | None = None
    codes: tuple[str, ...] = ()
    parts: str | None = None


def _fields() -> dict[str, dict[str, Field]]:
    types = read_yaml("ingest.sources.metadata_exchange", "fields.yaml")["types"]
    return {
        label: {name: Field(**{**given, "codes": tuple(given.get("codes", ()))}) for name, given in fields.items()}
        for label, fields in types.items()
    }


FIELDS: Mapping[str, Mapping[str, Field]] = _fields()
"""The fields of each type of record, in the order in which faults are told."""

_PATTERNS = {
    "e-mail address": (re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+"), "an e-mail address, such as data@food.gov.uk"),
    "media type": (
        re.compile(r"(application|audio|font|image|message|model|multipart|text|video)/[\w.+-]+"),
        "a media type of the IANA list, such as text/csv",
    ),
    "licence": (
        re.compile(r"[A-Za-z][\w.+-]*:\S+|DATA_SHARE_AGREEMENT"),
        "the address of a licence, or DATA_SHARE_AGREEMENT",
    ),
    "reference": (re.compile(r"[A-Za-z][\w.+-]*:\S+"), "an address, such as https://www.data.gov.uk"),
    "size": (re.compile(r"[1-9]\d*"), "a number of bytes"),
}


def fault_of(field: Field, value: str) -> str | None:
    """Return what is wrong with a value, or None."""
    if field.codes:
        return None if value in field.codes else f"the model has {', '.join(field.codes)}"
    if field.form == "day":
        return None if _is_day(value) else "a day is written year, month and day and without a time, such as 2023-01-30"
    if field.form is not None:
        pattern, what = _PATTERNS[field.form]
        return None if pattern.fullmatch(value) else f"this must be {what}"
    return None


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2023-01-30") and partial_date(text)[1] == "DAY"
    except ValueError:
        return False
