"""Cypher that is declared over `this`, the node it is of."""

import re

_THIS = re.compile(r"\bthis\b")


def bind_this(cypher: str, variable: str) -> str:
    """Return a declared pattern or predicate with its `this` replaced by a variable."""
    return _THIS.sub(variable, cypher)
