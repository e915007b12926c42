"""What sources own of the graph: which nodes they state, which stand on their own, and how both are marked."""

from __future__ import annotations

from typing import Final

from graph.model.registry import Model

STATED_BY: Final = "ingestSources"
"""Kept on every node and edge that sources state: their names. Not part of the model and never shown."""

BOOKKEEPING: Final = frozenset({"Source", "Edition", "Record", "Change", "Disagreement", "Resolution"})
"""Node types that no source states: the pipeline keeps them, or people do."""

SHARED: Final = frozenset(
    {
        *("Organisation", "Place", "Dataset", "DataElement", "DataCategory", "DataSubject", "Purpose", "LegalBasis"),
        "Programme",
    }
)
"""Node types that stand on their own: an edge to one that is no longer named was taken back, not withdrawn with it."""

WITHDRAWN: Final = "WITHDRAWN"
"""The state of what no source states any more."""


def withdrawable(model: Model) -> frozenset[str]:
    """Return the node types whose state says that they are withdrawn."""
    return frozenset(
        label
        for label in model.nodes
        if any(p.name == "state" and p.codes and WITHDRAWN in p.codes.values for p in model.properties(label))
    )
