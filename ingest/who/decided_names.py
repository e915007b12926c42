"""What people decided on names, as far as it is in force: how every reading of names fetches it."""

from __future__ import annotations

from graph.compile.declared.worked import Fact

MEANT = Fact(
    "MATCH (d:Resolution)-[:MEANS]->(n:Organisation) WHERE d.undoneAt IS NULL WITH d, n ORDER BY d.key",
    "d.normal, n.key",
)
"""The normal form of each name that stands for a body, with its key."""

RULED_OUT = Fact("MATCH (d:Resolution)-[:RULES_OUT]->(n:Organisation) WHERE d.undoneAt IS NULL", "d.normal, n.key")
"""The normal form of each name that does not stand for a body, with its key."""
