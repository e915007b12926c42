"""Words as they may stand in a picture, which is SVG."""

from __future__ import annotations

import re
from html import escape
from typing import Final

# Control characters cannot stand in XML, not even escaped.
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml(words: str) -> str:
    """Return words as they may stand in XML."""
    return escape(_NOT_XML.sub("", words))


def shortened(label: str, longest: int, end: int = 0) -> str:
    """Return a label in at most so many characters, `end` of them its last, with an ellipsis where it was longer."""
    if len(label) <= longest:
        return label
    return label[: longest - end - 1].rstrip() + "…" + label[len(label) - end :].lstrip()
