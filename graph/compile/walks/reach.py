"""How far data can get: hops from body to body along flows, unrolled one by one within a statement.

A body is expanded where it is first reached, and once more where a later hop brings it data that is more
identifiable, so loops end. What is found is a list of entries, each itself a list: the hop, the body, how
identifiable the data is there, how identifiable it was one step before, and, where ways are told, the key of the flow
that brought it.
"""

from __future__ import annotations

from collections.abc import Sequence
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

NO_HOP = "true"
"""What is enough where nothing is asked of the hops."""


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
    """The hops of one statement. Its lines bind `found`, every entry with the bodies it starts from as hop 0.

    They come last: what is asked of the hops decides what they keep.
    """

    def __init__(self, context: Context, filters: Filters, followed: Followed, hops: int) -> None:
        self.context = context
        self.filters = filters
        self.followed = followed
        self.hops = hops
        self.tells_ranks = False
        self.tells_ways = False
        self.looks_further = False
        self.expand = context.constant(context.expand)
        self.anonymous = context.constant(_NOT_IDENTIFIABLE)
        self.named = [each for each in (followed.body, followed.dataset) if each]
        self.moves = ["moves"] if followed.dataset else []

    def lines(self, enough: str | None) -> list[str]:
        """Return the lines of the start and all hops. No hop follows once `enough` holds, a predicate over `found`.

        None where every hop is needed, `NO_HOP` where none is.
        """
        lines, first = self._start(), "frontier"
        if enough == NO_HOP:
            return [*lines, f"WITH {self._kept()}, frontier AS found"]
        if enough is not None and self.followed.body and not (self.followed.dataset or self.tells_ranks):
            lines += self._nearest(self.followed.body, enough)
            if self.hops == 1:
                return lines
            first = "CASE WHEN size(frontier) = 0 THEN found ELSE frontier END"
        for hop in range(1, self.hops + 1):
            lines += self._hop(hop, first)
            if hop < self.hops or self.looks_further:
                lines += self._goes_on(enough)
        return lines

    def further(self, name: str) -> list[str]:
        """Return the lines that bind 1 under a name where another hop would find something, else 0.

        Where more bodies were reached than are followed on, `cut` is true from now on.
        """
        self.looks_further = True
        taker = self.context.name("t")
        return [
            f"CALL ({', '.join(['frontier', *_SEEN, *self.moves])}) {{",
            *self._moves(taker, _SEEN),
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
        cut = ["false AS cut"] if self.looks_further else []
        seen = [f"{start} AS {each}" for each in _SEEN]
        entries = f"[each IN {start} | [0, each, {rank}, {rank}]] AS frontier"
        lines.append(f"WITH {', '.join([*self.named, *self.moves, entries, *seen, *cut])}")
        return lines

    def _kept(self) -> str:
        return ", ".join(self.named + self.moves)

    def _dataset_moves(self, dataset: str) -> list[str]:
        giver, flow, taker = (self.context.name(each) for each in ("g", "f", "t"))
        key = f", {flow}.key" if self.tells_ways else ""
        return [
            f"CALL ({dataset}) {{",
            f"MATCH ({dataset})<-[:CARRIES]-({flow}:Flow)",
            *where_clause(self.predicates(flow)),
            f"MATCH ({giver}:Organisation)-[:DISCLOSES]->({flow})-[:RECEIVED_BY]->({taker}:Organisation)",
            *where_clause(self.context.scoped("Organisation", giver) + self.context.scoped("Organisation", taker)),
            f"RETURN collect([{giver}, {taker}, {self._rank(f'{flow}.identifiability')}{key}]) AS moves",
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

    def _nearest(self, body: str, enough: str) -> list[str]:
        """Return the lines that bind as `found` whom the body gives to, and no `frontier` where they are enough.

        They fill a page for a hub, and how identifiable it is what each gets takes longer to tell than who they are.
        """
        flow, taker = self.context.name("f"), self.context.name("t")
        fit = [f"{taker} <> {body}", *self.predicates(flow), *self.context.scoped("Organisation", taker)]
        return [
            f"CALL ({body}) {{",
            f"MATCH ({body})-[:DISCLOSES]->({flow}:Flow)-[:RECEIVED_BY]->({taker}:Organisation)",
            *where_clause(fit),
            f"WITH DISTINCT {taker}",
            f"RETURN collect([1, {taker}]) AS nearest",
            "}",
            f"WITH {', '.join([*self.named, *_SEEN])}, frontier, frontier + nearest AS found",
            f"WITH {', '.join([*self.named, *_SEEN])}, found, CASE WHEN {enough} THEN [] ELSE frontier END AS frontier",
        ]

    def _hop(self, hop: int, first: str) -> list[str]:
        """Return the lines that go one hop on from `frontier` and bind `fresh`, what is new there, and `found`.

        `first` is what is found before the first hop.
        """
        taker = self.context.name("t")
        if self.tells_ways:
            # The least text is the most identifiable way, and of equal ones the flow whose key comes first.
            best = f"min(toString({_MOST} - {_LESS}) + toString({_MOST} - had) + flowKey)"
            ranks = [f"{_MOST} - toInteger(substring(best, {place}, 1))" for place in (0, 1)]
            told = [*ranks, "substring(best, 2)"]
        else:
            best = f"max({len(_RANKS)} * {_LESS} + had)"
            told = [f"best / {len(_RANKS)}", f"best % {len(_RANKS)}"]
        found = f"{first} AS found" if hop == 1 else "found"
        kept = [*self.named, *self.moves, *_SEEN]
        cut = [f"cut OR size(fresh) > {self.expand} AS cut"] if self.looks_further else []
        return [
            f"CALL ({', '.join(['frontier', *self.moves])}) {{",
            *self._moves(taker),
            f"WITH {taker}, {best} AS best",
            f"RETURN collect([{hop}, {taker}, {', '.join(told)}]) AS reached",
            "}",
            f"WITH {', '.join([*kept, found, *(['cut'] if cut else [])])}, "
            f"[each IN reached WHERE NOT each[{BODY}] IN {_seen_at(f'each[{RANK}]')}] AS fresh",
            f"WITH {', '.join([*kept, 'found + fresh AS found', *cut, 'fresh'])}",
        ]

    def _goes_on(self, enough: str | None) -> list[str]:
        """Return the lines that bind `frontier`, what the next hop starts from, and keep what was seen.

        Only where there is more than is followed on, it is sorted: the most identifiable ways, then by key.
        """
        kept = [*self.named, *self.moves, "found", *(["cut"] if self.looks_further else [])]
        stop = []
        if enough is not None:
            # Where nothing is new, what is enough is not asked again.
            going = f"CASE WHEN size(fresh) = 0 THEN [] WHEN {enough} THEN [] ELSE fresh END AS fresh"
            stop = [f"WITH {', '.join([*kept, *_SEEN, going])}"]
        seen = [f"{_SEEN[rank]} + [each IN fresh WHERE each[{RANK}] >= {rank} | each[{BODY}]]" for rank in _RANKS]
        return [
            *stop,
            "CALL (fresh) {",
            f"UNWIND CASE WHEN size(fresh) > {self.expand} THEN fresh ELSE [] END AS each",
            f"WITH each, each[{BODY}] AS body",
            f"WITH each ORDER BY each[{RANK}] DESC, each[{RANK_BEFORE}] DESC, body.key LIMIT {self.expand}",
            "RETURN collect(each) AS most",
            "}",
            f"WITH {', '.join(kept)}, CASE WHEN size(fresh) > {self.expand} THEN most ELSE fresh END AS frontier, "
            + ", ".join(f"{lines} AS {name}" for name, lines in zip(_SEEN, seen, strict=True)),
        ]

    def _moves(self, taker: str, carried: Sequence[str] = ()) -> list[str]:
        """Return the lines that bind what goes on from `frontier`, beside what is carried.

        That is the taker, the rank that the giver `had`, the rank of the `step`, and the `flowKey` where ways are told.
        """
        beside = "".join(f", {each}" for each in carried)
        if self.followed.dataset:
            having = [f"[each IN frontier WHERE each[{RANK}] = {rank} | each[{BODY}]] AS had{rank}" for rank in _RANKS]
            cases = " ".join(f"WHEN each[0] IN had{rank} THEN {rank}" for rank in reversed(_RANKS))
            key = ", each[3] AS flowKey" if self.tells_ways else ""
            moved = "CASE WHEN size(frontier) > 0 THEN moves ELSE [] END AS moved"
            return [
                f"WITH {', '.join(having)}, {moved}{beside}",
                "UNWIND moved AS each",
                f"WITH each[1] AS {taker}, CASE {cases} END AS had, each[2] AS step{key}{beside}",
                "WHERE had IS NOT NULL",
            ]
        giver, flow = self.context.name("g"), self.context.name("f")
        key = f", {flow}.key AS flowKey" if self.tells_ways else ""
        return [
            "UNWIND frontier AS each",
            f"WITH each[{BODY}] AS {giver}, each[{RANK}] AS had{beside}",
            f"MATCH ({giver})-[:DISCLOSES]->({flow}:Flow)-[:RECEIVED_BY]->({taker}:Organisation)",
            *where_clause(self.predicates(flow) + self.context.scoped("Organisation", taker)),
            f"WITH {taker}, had, {self._rank(f'{flow}.identifiability')} AS step{key}{beside}",
        ]

    def _rank(self, code: str, unknown: int = RANKED.index("NOT_RECORDED")) -> str:
        return (
            f"CASE WHEN {code} IS NULL THEN {unknown} WHEN {code} IN {self.anonymous} THEN 0 "
            f"WHEN {code} = 'PSEUDONYMISED' THEN 1 ELSE {_MOST} END"
        )


def _seen_at(rank: str) -> str:
    """Return the list of bodies that were reached before with data of a rank or more."""
    return f"CASE {rank} {' '.join(f'WHEN {each} THEN seen{each}' for each in _RANKS[:-1])} ELSE {_SEEN[-1]} END"
