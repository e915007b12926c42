"""What people type into a search box, as a query both engines read alike.

Both hand the query to Lucene's parser, where quotes, slashes, brackets, `AND`, `~` and more are operators, and
both split text into words by Unicode's rules (UAX #29). So we split in the same way and let nothing else through.
"""

from __future__ import annotations

import re

MOST_WORDS = 32
"""Far above any search by a person and far below where the engines refuse."""

# Inside a word UAX #29 keeps one apostrophe, full stop, colon or middle dot between letters ("O'Neill", "gov.uk")
# and one apostrophe, full stop, comma or semicolon between digits ("1,000").
_WORD = re.compile(r"\w+(?:(?:(?<=[^\W\d_])['’‘.:·](?=[^\W\d_])|(?<=\d)['’‘.,;](?=\d))\w+)*")
_APOSTROPHE = re.compile("['’‘]")


def lucene_query(text: str) -> str:
    """The query that finds nodes holding every word of `text`, the last of them perhaps not typed to its end.

    Words match whatever their case, each in any of the indexed properties. A last word that is whole counts more
    than one that merely begins so. Raises ValueError, fit to show, for a text without any letter or digit and for
    one of more than `MOST_WORDS` words.
    """
    # In lower case, because AND, OR and NOT in capitals are operators.
    words = [_escaped(word) for word in _WORD.findall(text.lower()) if any(c.isalnum() for c in word)]
    if not words:
        raise ValueError("The search text has no letter or digit in it. Type at least one word.")
    if len(words) > MOST_WORDS:
        raise ValueError(f"The search text has {len(words)} words; at most {MOST_WORDS} can be searched for at once.")
    *whole, last = words
    return " ".join([*(f"+{word}" for word in whole), f"+({last}^2 {last}*)"])


def _escaped(word: str) -> str:
    """A word without operators. An apostrophe becomes any one character: registers write it straight or curly."""
    return _APOSTROPHE.sub("?", word.replace(":", r"\:"))
