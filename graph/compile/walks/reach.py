"""How far data can get: hops from body to body along flows, unrolled one by one within a statement.

A body is expanded where it is first reached, and once more where a later hop brings it data that is more
identifiable, so loops end. What is found is a list of entries, each itself a list: the hop, the body, how
identifiable the data is there, how identifiable it was one step before, the key of the flow that brought it.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.compile.cypher.context import Context
from graph.compile.cypher.where import Filters, Where, where_clause
from graph.model.property import CodeList

IDENTIFIABILITY_ONWARD = CodeList(
    "OnwardIdentifiability",
    "How identifiable data is by the time it gets to a body, on the most identifiable way there.",
    {
        "IDENTIFIABLE": "Every step of some way is identifiable or mixed.",
        "NOT_RECORDED": "Of some step it is not recorded, and no step is known to be less than identifiable.",
        "PSEUDONYMISED": "At some step it is pseudonymised, which is personal data still, and at none less than that.",
        "NOT_IDENTIFIABLE": "At some step of every way it is de-personalised, aggregate or anonymous.",
    },
)
# The ranks that entries hold, from least to most identifiable. What is not recorded may be identifiable.
RANKED = ("NOT_IDENTIFIABLE", "PSEUDONYMISED", "NOT_RECORDED", "IDENTIFIABLE")
# The lowest rank at which people may be recognised directly.
DIRECTLY = RANKED.index("NOT_RECORDED")
_RANKS = range(len(RANKED))
_MOST = _RANKS[-1]
_NOT_IDENTIFIABLE = ["DE_PERSONALISED", "AGGREGATE", "ANONYMOUS"]
_SEEN = [f"seen{rank}" for rank in _RANKS]
_LESS = "CASE WHEN had < step THEN had ELSE step END"

HOP, BODY, RANK, RANK_BEFORE, FLOW = range(5)


@dataclass(frozen=True, slots=True)
class Followed:
    """What is followed: flows that fit a filter (`where`, in the argument of that name of a field, by its slot).

    `dataset` is the variable of the dataset that they carry, where one is named, and `body` that of the body the
    hops start from; one of the two there is.
    """

    slot: int
    where: Where
    body: str | None
    dataset: str | None


class Reach:
    """The hops of one statement. Its lines bind `found`, every entry with the bodies it starts from as hop 0."""

    def __init__(self, context: Context, filters: Filters, followed: Followed, hops: int) -> None:
        self.context = context
        self.filters = filters
        self.followed = followed
        self.hops = hops
        self.expand = context.constant(context.expand)
        self.anonymous = context.constant(_NOT_IDENTIFIABLE)
        self.named = [each for each in (followed.body, followed.dataset) if each]

    def lines(self, enough: str | None) -> list[str]:
        """Return the lines of the start and all hops. No hop follows once `enough` holds, a predicate over `found`."""
        lines = self._start()
        for hop in range(1, self.hops + 1):
            lines += self._hop(hop, enough)
        return lines

    def further(self, name: str) -> list[str]:
        """Return the lines that bind 1 under a name where another hop would find something, else 0."""
        taker = self.context.name("t")
        return [
            f"CALL ({self._imports()}) {{",
            *self._moves(taker, "frontier"),
            f"WITH {taker}, {_LESS} AS rank, {', '.join(_SEEN)}",
            f"WHERE NOT {taker} IN {_seen_at('rank')}",
            f"WITH {taker} LIMIT 1",
            f"RETURN count({taker}) AS {name}",
            "}",
        ]

    def predicates(self, flow: str) -> list[str]:
        """Return what a flow must fit to be followed, beside the dataset it carries."""
        context = self.context
        found = context.scoped("Flow", flow) + context.held(context.model.nodes["Flow"], flow)
        where = self.followed.where
        return found + (self.filters.predicates("Flow", flow, where, self.followed.slot, ("where",)) if where else [])

    def carries(self, flow: str) -> list[str]:
        """Return that a flow carries the dataset, where one is named."""
        return [f"EXISTS {{ ({flow})-[:CARRIES]->({self.followed.dataset}) }}"] if self.followed.dataset else []

    def _imports(self) -> str:
        return ", ".join(["frontier", *_SEEN] + ["moves"] * bool(self.followed.dataset))

    def _start(self) -> list[str]:
        lines: list[str] = []
        if self.followed.dataset:
            lines += self._dataset_moves(self.followed.dataset)
        if self.followed.body:
            start = f"[{self.followed.body}]"
        else:
            assert self.followed.dataset is not None  # noqa: S101
            lines += self._origins(self.followed.dataset)
            start = "starts"
        rank = str(_MOST)
        if self.followed.dataset:
            identifiability = f"{self.followed.dataset}.identifiability"
            rank = self._rank(identifiability, _MOST)
        lines.append(
            f"WITH {self._kept()}, [each IN {start} | [0, each, {rank}, {rank}, '']] AS frontier, "
            f"{', '.join(f'{start} AS {seen}' for seen in _SEEN)}, false AS cut"
        )
        lines.append(f"WITH {self._kept()}, frontier, frontier AS found, {', '.join(_SEEN)}, cut")
        return lines

    def _kept(self) -> str:
        return ", ".join(self.named + ["moves"] * bool(self.followed.dataset))

    def _dataset_moves(self, dataset: str) -> list[str]:
        giver, flow, taker = (self.context.name(each) for each in ("g", "f", "t"))
        return [
            f"CALL ({dataset}) {{",
            f"MATCH ({dataset})<-[:CARRIES]-({flow}:Flow)",
            *where_clause(self.predicates(flow)),
            f"MATCH ({giver}:Organisation)-[:DISCLOSES]->({flow})-[:RECEIVED_BY]->({taker}:Organisation)",
            *where_clause(self.context.scoped("Organisation", giver) + self.context.scoped("Organisation", taker)),
            f"RETURN collect([{giver}, {taker}, {self._rank(f'{flow}.identifiability')}, {flow}.key]) AS moves",
            "}",
        ]

    def _origins(self, dataset: str) -> list[str]:
        """The controllers, and whoever gives the dataset though nobody gives it to them; else whoever gives it."""
        controller, start = self.context.name("n"), self.context.name("n")
        return [
            f"CALL ({dataset}) {{",
            f"MATCH ({dataset})-[:CONTROLLED_BY]->({controller}:Organisation)",
            *where_clause(self.context.scoped("Organisation", controller)),
            f"RETURN collect({controller}) AS controllers",
            "}",
            f"WITH {self._kept()}, controllers, [each IN moves | each[0]] AS givers, "
            "[each IN moves WHERE each[0] <> each[1] | each[1]] AS takers",
            f"WITH {self._kept()}, givers, controllers + [each IN givers WHERE NOT each IN takers] AS starts",
            f"WITH {self._kept()}, CASE WHEN size(starts) = 0 THEN givers ELSE starts END AS starts",
            "CALL (starts) {",
            f"UNWIND starts AS {start}",
            f"WITH DISTINCT {start} ORDER BY {start}.key",
            f"RETURN collect({start}) AS distinctStarts",
            "}",
            f"WITH {self._kept()}, distinctStarts AS starts",
        ]

    def _hop(self, hop: int, enough: str | None) -> list[str]:
        taker = self.context.name("t")
        frontier = "frontier" if enough is None or hop == 1 else f"CASE WHEN {enough} THEN [] ELSE frontier END"
        imports = self._imports() if enough is None else f"{self._imports()}, found"
        best = f"toString({_MOST} - {_LESS}) + toString({_MOST} - had) + flowKey"
        ranks = ", ".join(f"{_MOST} - toInteger(substring(best, {place}, 1))" for place in (0, 1))
        seen = ", ".join(
            f"seen{rank} + [each IN fresh WHERE each[{RANK}] >= {rank} | each[{BODY}]] AS seen{rank}" for rank in _RANKS
        )
        return [
            f"CALL ({imports}) {{",
            *self._moves(taker, frontier),
            # The least text is the most identifiable way, and of equal ones the flow whose key comes first.
            f"WITH {taker}, min({best}) AS best ORDER BY best",
            f"RETURN collect([{hop}, {taker}, {ranks}, substring(best, 2)]) AS reached",
            "}",
            f"WITH {self._kept()}, frontier, found, {', '.join(_SEEN)}, cut, "
            f"[each IN reached WHERE NOT each[{BODY}] IN {_seen_at(f'each[{RANK}]')}] AS fresh",
            f"WITH {self._kept()}, fresh[..{self.expand}] AS frontier, found + fresh AS found, {seen}, "
            f"cut OR size(fresh) > {self.expand} AS cut",
        ]

    def _moves(self, taker: str, frontier: str) -> list[str]:
        """Return the lines that bind what goes on from a frontier.

        That is the taker, the rank that the giver `had`, the rank of the `step`, and the `flowKey`.
        """
        seen = ", ".join(_SEEN)
        if self.followed.dataset:
            having = [f"[each IN going WHERE each[{RANK}] = {rank} | each[{BODY}]] AS had{rank}" for rank in _RANKS]
            cases = " ".join(f"WHEN each[0] IN had{rank} THEN {rank}" for rank in reversed(_RANKS))
            return [
                f"WITH {seen}, moves, {frontier} AS going",
                f"WITH {seen}, {', '.join(having)}, CASE WHEN size(going) > 0 THEN moves ELSE [] END AS moved",
                "UNWIND moved AS each",
                f"WITH each[1] AS {taker}, CASE {cases} END AS had, each[2] AS step, each[3] AS flowKey, {seen}",
                "WHERE had IS NOT NULL",
            ]
        giver, flow = self.context.name("g"), self.context.name("f")
        return [
            f"UNWIND {frontier} AS each",
            f"WITH each[{BODY}] AS {giver}, each[{RANK}] AS had, {seen}",
            f"MATCH ({giver})-[:DISCLOSES]->({flow}:Flow)-[:RECEIVED_BY]->({taker}:Organisation)",
            *where_clause(self.predicates(flow) + self.context.scoped("Organisation", taker)),
            f"WITH {taker}, had, {self._rank(f'{flow}.identifiability')} AS step, {flow}.key AS flowKey, {seen}",
        ]

    def _rank(self, code: str, unknown: int = RANKED.index("NOT_RECORDED")) -> str:
        return (
            f"CASE WHEN {code} IS NULL THEN {unknown} WHEN {code} IN {self.anonymous} THEN 0 "
            f"WHEN {code} = 'PSEUDONYMISED' THEN 1 ELSE {_MOST} END"
        )


def _seen_at(rank: str) -> str:
    """Return the list of bodies that were reached before with data of a rank or more."""
    return f"CASE {rank} {' '.join(f'WHEN {each} THEN seen{each}' for each in _RANKS[:-1])} ELSE {_SEEN[-1]} END"
