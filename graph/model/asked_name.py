"""What people write to name a body: an identifier, a bare code, or a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.model.spelling import normal_name

_ODS = re.compile(r"[A-Z0-9]{3,10}")
_GSS = re.compile(r"[EWSNKJLM]\d{8}")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z-]*)\s*:\s*(\S.*)")
_UPPER_CASE = frozenset({"ods", "gss", "la"})
"""Schemes whose values are capitals, which people may write small."""


@dataclass(frozen=True, slots=True)
class AskedName:
    """The forms in which a name that somebody wrote is looked for.

    `exact` are identifiers and keys it may be written as, of which one that is there settles it. `codes` are the
    identifiers it may be as a bare ODS or GSS code. `normal` is its normal form as a name.
    """

    exact: tuple[str, ...]
    codes: tuple[str, ...]
    normal: str


def asked_name(text: str) -> AskedName:
    """Return the forms in which a text is looked for. Nothing of it is guessed: case and spaces alone are levelled."""
    plain = text.strip()
    exact = [plain]
    if match := _SCHEME.fullmatch(plain):
        scheme, value = match[1].lower(), match[2]
        exact.append(f"{scheme}:{value.upper() if scheme in _UPPER_CASE else value}")
    code = plain.upper()
    codes = [f"{s}:{code}" for s, form in (("ods", _ODS), ("gss", _GSS)) if form.fullmatch(code)]
    return AskedName(tuple(dict.fromkeys(exact)), tuple(codes), normal_name(text))
