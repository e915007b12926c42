"""The routes from one body to another along flows, unrolled hop by hop within a statement.

They are walked from the end that has fewer bodies next to it, so that a hub at the other end is met and not walked
through. A chain is a list: its text, which is the names of its bodies in the order of the route and by which chains
are sorted, and its bodies. The two ends are in no chain, so loops end.
"""

from __future__ import annotations

from graph.compile.declared import Scene
from graph.compile.emit import where_clause
from graph.compile.onward import hops_of

GIVER, TAKER = "givenFrom", "givenTo"
FOUND, CUT, MORE = "givenRoutes", "givenCut", "givenMore"
"""What is bound: the routes, each a list of hops, text and bodies; whether some were left out; how many hops more."""

_CHAINS, _WALK = "givenChains", "givenForwards, givenFar"
_GIVES = "({here})-[:DISCLOSES]->({flow}:Flow)-[:RECEIVED_BY]->({there}:Organisation)"
_TAKES = "({here})<-[:RECEIVED_BY]-({flow}:Flow)<-[:DISCLOSES]-({there}:Organisation)"
# What one body adds to the text of a chain: its name, and its key where names are alike.
_NAME = "{0}.nameSort + ' ' + {0}.key + ' '"
# The body from which a chain goes on: the last where it is walked with the data, else the first.
_END = "CASE WHEN givenForwards THEN last({0}[1]) ELSE head({0}[1]) END"
_MEETS = f"{_END.format('each')} IN givenFar"


def followed(scene: Scene, flow: str) -> list[str]:
    """Return what a flow must fit to be followed."""
    return scene.seen("Flow", flow) + scene.fits("where", "Flow", flow)


def find_routes(scene: Scene) -> list[str]:
    """Return the lines that bind the routes found and whether there were too many."""
    hops, bound = hops_of(scene.given), _bound(scene)
    lines = [
        *_next_to(scene, GIVER, _GIVES, "givenTakers"),
        *_next_to(scene, TAKER, _TAKES, "givenGivers"),
        f"WITH {GIVER}, {TAKER}, givenTakers, givenGivers, size(givenTakers) <= size(givenGivers) AS givenForwards",
        f"WITH {GIVER}, {TAKER}, givenForwards, "
        "CASE WHEN givenForwards THEN givenTakers ELSE givenGivers END AS givenNear, "
        "CASE WHEN givenForwards THEN givenGivers ELSE givenTakers END AS givenFar, "
        f"CASE WHEN {TAKER} IN givenTakers THEN [['1', '', [{GIVER}, {TAKER}]]] ELSE [] END AS {FOUND}",
        f"CALL (givenNear, {GIVER}, {TAKER}) {{",
        "UNWIND givenNear AS there",
        f"WITH there, {GIVER}, {TAKER} WHERE NOT there.key IN [{GIVER}.key, {TAKER}.key]",
        f"WITH there, {_NAME.format('there')} AS text ORDER BY text",
        f"RETURN collect([text, [there]]) AS {_CHAINS}",
        "}",
    ]
    if hops == 1:
        return [*lines, f"WITH {_kept(FOUND, _CHAINS)}, false AS {CUT}"]
    lines += [
        f"WITH {_kept(FOUND, _CHAINS)}, [each IN {_CHAINS} WHERE {_MEETS}] AS fresh",
        f"WITH {_kept()}, {_with_fresh(2, bound)}, {_CHAINS}[..{bound}] AS {_CHAINS}, "
        f"size({_CHAINS}) > {bound} OR size(fresh) > {bound} AS {CUT}",
    ]
    for hop in range(3, hops + 1):
        lines += _longer(scene, _CHAINS, "fresh", meeting=True)
        if hop < hops:
            lines += _longer(scene, _CHAINS, "longer", meeting=False)
            chains, cut = f"longer[..{bound}] AS {_CHAINS}", f"{CUT} OR size(fresh) > {bound} OR size(longer) > {bound}"
        else:
            chains, cut = _CHAINS, f"{CUT} OR size(fresh) > {bound}"
        lines.append(f"WITH {_kept()}, {_with_fresh(hop, bound)}, {chains}, {cut} AS {CUT}")
    return lines


def find_more(scene: Scene) -> list[str]:
    """Return the lines that bind how many routes are known of one hop more, 0 where there is none.

    What was left out on the way to them is cut as well.
    """
    hops, bound = hops_of(scene.given), _bound(scene)
    if hops == 1:
        return [f"WITH {_kept(FOUND, CUT)}, size([each IN {_CHAINS} WHERE {_MEETS}]) AS {MORE}"]
    lines, last = [], _CHAINS
    if hops > 2:
        last = "longest"
        lines = [
            *_longer(scene, _CHAINS, "longer", meeting=False),
            f"WITH {_kept(FOUND)}, longer[..{bound}] AS longest, {CUT} OR size(longer) > {bound} AS {CUT}",
        ]
    lines += _longer(scene, last, "further", meeting=True, only_one=True)
    return [*lines, f"WITH {_kept(FOUND, CUT)}, size(further) AS {MORE}"]


def _bound(scene: Scene) -> str:
    return scene.context.constant(scene.context.expand)


def _kept(*more: str) -> str:
    return ", ".join([GIVER, TAKER, _WALK, *more])


def _with_fresh(hop: int, bound: str) -> str:
    bodies = f"[{GIVER}] + each[1] + [{TAKER}]"
    return f"{FOUND} + [each IN fresh[..{bound}] | ['{hop}', each[0], {bodies}]] AS {FOUND}"


def _next_to(scene: Scene, end: str, way: str, name: str) -> list[str]:
    flow, there = scene.name("f"), scene.name("t")
    return [
        f"CALL ({GIVER}, {TAKER}) {{",
        f"MATCH {way.format(here=end, flow=flow, there=there)}",
        # From a body to itself there is no route.
        *where_clause([f"{GIVER}.key <> {TAKER}.key", f"{there}.key <> {end}.key", *followed(scene, flow)]),
        f"WITH DISTINCT {there}",
        f"RETURN collect({there}) AS {name}",
        "}",
    ]


def _longer(scene: Scene, chains: str, name: str, *, meeting: bool, only_one: bool = False) -> list[str]:
    """Return the lines that bind the chains of one body more; of those that are `meeting` a last flow is there."""
    flow = scene.name("f")
    ways = [
        [
            f"UNWIND CASE WHEN {'' if with_data else 'NOT '}givenForwards THEN [1] ELSE [] END AS one",
            f"MATCH {(_GIVES if with_data else _TAKES).format(here='here', flow=flow, there='there')}",
            *where_clause(followed(scene, flow)),
            "RETURN there",
        ]
        for with_data in (True, False)
    ]
    beyond = [f"NOT there.key IN [{GIVER}.key, {TAKER}.key]", "NOT there IN chain[1]"]
    added = _NAME.format("there")
    ordered = "LIMIT 1" if only_one else f"ORDER BY text LIMIT {_bound(scene)} + 1"
    return [
        f"CALL ({_kept(chains)}) {{",
        f"UNWIND {chains} AS chain",
        f"WITH {_kept()}, chain, {_END.format('chain')} AS here",
        "CALL (here, givenForwards) {",
        *ways[0],
        "UNION",
        *ways[1],
        "}",
        f"WITH {_kept()}, chain, there",
        *where_clause((["there IN givenFar"] if meeting else []) + beyond),
        f"WITH CASE WHEN givenForwards THEN chain[0] + {added} ELSE {added} + chain[0] END AS text, "
        "CASE WHEN givenForwards THEN chain[1] + [there] ELSE [there] + chain[1] END AS bodies",
        f"WITH text, bodies {ordered}",
        f"RETURN collect([text, bodies]) AS {name}",
        "}",
    ]
