"""What a newer edition leaves out: which of it counts as withdrawn from its source, and how that is marked.

A node that is withdrawn stays. The edition that left it out marks it, so that the registry tells from which source it
is gone and since when, whatever other sources say; where the source states it again, the mark is taken away.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from graph.model.registry import Model
from graph.vocabulary.catalogue import PLACES
from ingest.drafting.draft import NAMED_LABELS
from ingest.drafting.ref import Ref
from ingest.loading.held import Stated
from ingest.loading.ownership import WITHDRAWN, withdrawable
from ingest.source import Source

_SELECTION = "SELECTION"
_SPELLING = "Name"


class Mark(NamedTuple):
    """That the edition withdraws a node from its source, or takes back that an earlier one did.

    `told` says whether it is a change of its own: a change of state is told with the state.
    """

    ref: Ref
    withdraws: bool
    told: bool


@dataclass(frozen=True, slots=True)
class Loss:
    """How many nodes of some types a load withdraws, and of how many that its source stated until now."""

    what: str
    withdrawn: int
    standing: int


class Withdrawals:
    """What it means that an edition of one source leaves something out."""

    def __init__(self, model: Model, source: Source) -> None:
        self._source = source.info.name
        self._selection = source.info.completeness == _SELECTION
        self._model = model
        self.with_state = withdrawable(model)
        self._unasked: frozenset[str] = frozenset()

    def without(self, absent: Container[str]) -> None:
        """Take into account the facts (`Type.link`) for which an edition has no column: what they led to stays."""
        links = (link for label in self._model.nodes for link in self._model.links(label).values())
        unasked = {t for link in links if f"{link.owner}.{link.name}" in absent for t in link.targets}
        self._unasked = frozenset(unasked | ({_SPELLING} if unasked.intersection(NAMED_LABELS) else set()))

    def counts(self, ref: Ref) -> bool:
        """Return whether a node that the source stated and this edition leaves out is withdrawn from the source.

        A selection says nothing of the bodies, datasets and the like that it leaves out, only of its own agreements,
        flows and parties. A provision of the vocabulary is cited by sources and belongs to none.
        """
        label, key = ref
        if self.unasked(ref):
            return False
        if label in self.with_state:
            return True
        own_words = label not in PLACES or key.startswith(f"{self._source}:")
        return own_words and not self._selection

    def unasked(self, ref: Ref) -> bool:
        """Return whether an edition says nothing of a node that it leaves out, having no column for what names it."""
        return ref[0] in self._unasked

    def losses(self, withdrawn: Mapping[str, int], stated: Mapping[Ref, Stated], marked: Container[Ref]) -> list[Loss]:
        """Return what is lost of agreements, flows and parties, and of bodies and datasets.

        `withdrawn` counts what the load withdraws by type; `stated` is what the source stated before, and `marked` what
        it had withdrawn of that.
        """
        groups = {
            "agreements, flows and parties": (
                self.with_state,
                sum(1 for _, state in stated.values() if state not in (None, WITHDRAWN)),
            ),
            "bodies and datasets": (
                frozenset(NAMED_LABELS),
                sum(1 for ref in stated if ref[0] in NAMED_LABELS and ref not in marked),
            ),
        }
        return [
            Loss(what, sum(withdrawn.get(label, 0) for label in labels), standing)
            for what, (labels, standing) in groups.items()
        ]


def told(ref: Ref) -> bool:
    """Return whether people are told that a node is withdrawn: a spelling is listed with the body it stands for."""
    return ref[0] != _SPELLING
