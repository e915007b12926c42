"""What the oracle knows of `joinable` and `duplicates`, from their descriptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.compile.asked.bounds import Bounds
from graph.model.records import NodeRecord
from tests.property.oracle_conditions import CONDITIONS
from tests.property.oracle_made import Found, Made, Nodes, Ranked, by_title, held, once
from tests.property.oracle_onward import Onward
from tests.property.oracle_world import Asked

_OWN_PARTIES = ("DATA_ACCESS", "DPA", "CONTRACT_SCHEDULE", "STATUTORY_RETURN", "WORK_INSTRUCTION")
_DRAFTS = ("IDEA", "DRAFT", "IN_REVIEW")

Keyed = dict[str, NodeRecord]
"""Nodes of one type by their keys."""


class SideBySide:
    """Answers `joinable` and `duplicates` over one world. `compare` is how many agreements are looked at."""

    def __init__(self, onward: Onward, compare: int = Bounds().compare) -> None:
        self.onward = onward
        self.world = onward.world
        self.lists = onward.lists
        self.compare = compare

    def joinable(self, named: dict[str, NodeRecord | None], asked: Asked) -> Made:
        """Return what two bodies could use instead of writing a new agreement."""
        one, other, dataset, purpose = (named[each] for each in ("between", "and", "dataset", "purpose"))
        assert one is not None
        assert other is not None
        ends = ((one, other), (other, one))
        flows = [flow for giver, flow, taker in self.onward.flows(asked, None) if (giver, taker) in ends]
        needed = [dataset] if dataset else once(d for f in flows for d in self.world.targets(f, "CARRIES"))
        aims = [purpose] if purpose else once(p for f in flows for p in self.world.targets(f, "SERVES"))
        looked = [
            each
            for each in self._live(asked)
            if each.properties["state"] not in _DRAFTS
            and (
                any(body.key in self._parties(each, asked) for body in (one, other))
                or any(d.key in self._covered(each, asked) for d in needed)
            )
        ]
        entries = []
        for each in looked[: self.compare]:
            signed = self._parties(each, asked, signed=True)
            signers = [body for body in once((one, other)) if body.key not in signed]
            covers, serves = self._covered(each, asked), self._purposes(each, asked)
            kind = each.properties.get("kind")
            covering = [d for d in needed if d.key in covers]
            if signers and (kind in _OWN_PARTIES or (needed and not covering and kind != "FRAMEWORK")):
                continue
            made = Made(
                asked,
                {
                    "agreement": each,
                    "newSignatures": len(signers),
                    "toSign": held(self.world, "Organisation", signers, asked),
                    "covers": Found("Dataset", covering),
                    "missing": Found("Dataset", [d for d in needed if d.key not in covers]),
                    "serves": Found("Purpose", [p for p in aims if p.key in serves]),
                    "missingPurposes": Found("Purpose", [p for p in aims if p.key not in serves]),
                },
            )
            entries.append(((len(signers), len(needed) - len(covering), *by_title(each)), made))
        return Made(
            asked,
            {
                **named,
                "agreements": Ranked("JoinableAgreement", entries),
                "needed": Found("Dataset", needed),
                "complete": len(looked) <= self.compare,
            },
        )

    def duplicates(self, body: NodeRecord | None, asked: Asked) -> Made:
        """Return agreements that say the same again."""
        looked = [each for each in self._live(asked) if body is None or body.key in self._parties(each, asked)]
        alike: dict[tuple[frozenset[str], frozenset[str]], Nodes] = defaultdict(list)
        for each in looked[: self.compare]:
            who = frozenset(self._parties(each, asked))
            if len(who) > 1:
                alike[who, frozenset(self._purposes(each, asked))].append(each)
        entries = []
        for same in alike.values():
            covers = {each.key: self._covered(each, asked) for each in same}
            members = [
                each for each in same
                if any(each is not other and covers[each.key].keys() & covers[other.key].keys() for other in same)
            ]  # fmt: skip
            if not members:
                continue
            best = min(members, key=lambda each: (-len(covers[each.key]), *by_title(each)))
            every = [d for each in members for d in covers[each.key].values()]
            made = Made(
                asked,
                {
                    "replacement": best,
                    "agreements": Found("Agreement", members),
                    "parties": held(self.world, "Organisation", self._parties(best, asked).values(), asked),
                    "purposes": Found("Purpose", list(self._purposes(best, asked).values())),
                    "overlapping": Found("Dataset", once(d for d in every if every.count(d) > 1)),
                    "missing": Found("Dataset", once(d for d in every if d.key not in covers[best.key])),
                },
            )
            entries.append(((-len(members), *by_title(best)), made))
        groups = Ranked("DuplicateGroup", entries)
        return Made(asked, {"body": body, "groups": groups, "complete": len(looked) <= self.compare})

    def _live(self, asked: Asked) -> Nodes:
        tests = [CONDITIONS["Agreement"][code] for code in ("STOPPED", "EXPIRED")]
        seen = self.lists.seen(self.world.of_label("Agreement"), asked)
        return sorted((a for a in seen if not any(t(self.world, a, asked.day) for t in tests)), key=by_title)

    def _parties(self, agreement: NodeRecord, asked: Asked, *, signed: bool = False) -> Keyed:
        parties = [p for p in self.world.sources(agreement, "IN", "Party") if self.world.held(p, asked.day)]
        wanted = [party for party in parties if not signed or self._has_signed(party, asked)]
        return _keyed(body for party in wanted for body in self.world.targets(party, "OF", "Organisation"))

    def _has_signed(self, party: NodeRecord, asked: Asked) -> bool:
        days = [each.properties.get("signedOn") for each in self.world.sources(party, "FOR_PARTY", "Signature")]
        stated = party.properties.get("state") in (None, "SIGNED", "STATED")
        return stated or any(day is None or day <= asked.day for day in days)

    def _covered(self, agreement: NodeRecord, asked: Asked) -> Keyed:
        return self._own_or_flows(agreement, "COVERS", "CARRIES", asked)

    def _purposes(self, agreement: NodeRecord, asked: Asked) -> Keyed:
        return self._own_or_flows(agreement, "FOR_PURPOSE", "SERVES", asked)

    def _own_or_flows(self, agreement: NodeRecord, own: str, of_flow: str, asked: Asked) -> Keyed:
        flows = held(self.world, "Flow", self.world.sources(agreement, "GOVERNED_BY", "Flow"), asked).nodes
        ways = [*self.world.targets(agreement, own), *(n for f in flows for n in self.world.targets(f, of_flow))]
        return _keyed(ways)


def _keyed(nodes: Iterable[NodeRecord]) -> Keyed:
    return {each.key: each for each in nodes}
