"""How texts are made comparable: for sorting, and for finding a name again in another spelling."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = re.compile("[\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = re.compile("[\u2018\u2019\u201a\u201b\u2032]")
_SPACES = re.compile(r"\s+")

# The engines order strings by UTF-16 units or by code points; below this they agree.
_LAST_SHARED = "\ud7ff"
SORT_KEY_LENGTH = 120


def plain(text: str) -> str:
    """Return the text with one kind of dash, straight apostrophes and single spaces, case kept."""
    if text.isascii():
        return _SPACES.sub(" ", text).strip()
    text = unicodedata.normalize("NFKC", text)
    return _SPACES.sub(" ", _QUOTES.sub("'", _DASHES.sub("-", text))).strip()


@lru_cache(maxsize=65536)
def normal_name(text: str) -> str:
    """Return the form by which two spellings count as one: plain, without case, dashes spaced evenly.

    Only differences that carry no meaning are levelled; abbreviations and word order are kept, because
    likeness alone never merges two bodies.
    """
    return _SPACES.sub(" ", re.sub(r"\s*-\s*", "-", plain(text).casefold())).strip(" .")


def sort_text(text: str) -> str:
    """Return the sort key of a text: no case, no accents, at most 120 characters."""
    if text.isascii():
        return plain(text).casefold()[:SORT_KEY_LENGTH]
    decomposed = unicodedata.normalize("NFKD", plain(text).casefold())
    kept = (c for c in decomposed if not unicodedata.combining(c) and c <= _LAST_SHARED)
    return "".join(kept)[:SORT_KEY_LENGTH]
