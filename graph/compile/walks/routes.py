"""The routes from one body to another along flows, unrolled hop by hop within a statement.

They are walked from the end that has fewer bodies next to it, so that a hub at the other end is met and not walked
through. A chain is a list: its text, which is the names and keys of its bodies in the order of the route and by which
chains are sorted, and its bodies. The two ends are in no chain, so loops end. A route is a text: how many hops, and the
text of its chain. Once there are more routes than are listed, no further hop is walked.

Where rows are sorted, an engine counts each with everything bound beside it, so that long lists would count once for
each row. They are held in a row of their own meanwhile, and routes, which stand beside every row of a page, are short.
"""

from __future__ import annotations

from graph.compile.cypher.where import where_clause
from graph.compile.declared.scene import Scene
from graph.compile.roots.onward import hops_of

GIVER, TAKER = "givenFrom", "givenTo"
FOUND, CUT, MORE = "givenRoutes", "givenCut", "givenMore"
"""What is bound: the routes, if some were left out, and how many are known of one hop more."""

_CHAINS, _FAR = "givenChains", "givenFar"
# What every row has.
_BESIDE = f"{GIVER}, {TAKER}, givenForwards"
_GIVES = "({here})-[:DISCLOSES]->({flow}:Flow)-[:RECEIVED_BY]->({there}:Organisation)"
_TAKES = "({here})<-[:RECEIVED_BY]-({flow}:Flow)<-[:DISCLOSES]-({there}:Organisation)"
# What stands behind each part of a text; it is in no name, and before whatever is.
_MARK = r"'\u001F'"
# What one body adds to the text of a chain: its name, and its key where names are alike.
_NAME = f"{{0}}.nameSort + {_MARK} + {{0}}.key + {_MARK}"
# The body from which a chain goes on: the last where it is walked with the data, else the first.
_END = "CASE WHEN givenForwards THEN last({0}[1]) ELSE head({0}[1]) END"
_MEETS = f"{_END.format('each')} IN {_FAR}"
_ENDS = f"[{GIVER}.key, {TAKER}.key]"


def followed(scene: Scene, flow: str) -> list[str]:
    """Return what a flow must fit to be followed."""
    return scene.seen("Flow", flow) + scene.fits("where", "Flow", flow)


def keys_between(route: str) -> str:
    """Return the expression for the keys of the bodies on a route, between its two ends."""
    parts = f"split({route}, {_MARK})"
    return f"[place IN range(1, size({parts}) / 2 - 1) | {parts}[2 * place]]"


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
        f"CASE WHEN {TAKER} IN givenTakers THEN ['1' + {_MARK}] ELSE [] END AS {FOUND}",
        *_held((_FAR, FOUND), "there", "givenNear"),
        f"WITH {_BESIDE}, held, there, {_NAME.format('there')} AS text",
        f"WHERE held IS NOT NULL OR NOT there.key IN {_ENDS}",
        f"WITH {_BESIDE}, held, text, [there] AS bodies ORDER BY held IS NULL, text",
        *_taken_up((_FAR, FOUND), _CHAINS),
        f"WITH {_kept(FOUND, _CHAINS)}, false AS {CUT}",
    ]
    if hops == 1:
        return lines
    lines += [
        f"WITH {_kept(FOUND, CUT, _CHAINS)}, [each IN {_CHAINS} WHERE {_MEETS}] AS fresh",
        *_told(2, bound),
        *_followed_on(_CHAINS, bound),
    ]
    for hop in range(3, hops + 1):
        lines += [*_longer(scene, "fresh", meeting=True), *_told(hop, bound)]
        if hop < hops:
            lines += [*_longer(scene, "longer", meeting=False), *_followed_on("longer", bound)]
    return lines


def find_more(scene: Scene) -> list[str]:
    """Return the lines that bind how many routes are known of one hop more, 0 where there is none.

    What was left out on the way to them is cut as well.
    """
    hops, bound = hops_of(scene.given), _bound(scene)
    if hops == 1:
        return [f"WITH {_kept(FOUND, CUT)}, size([each IN {_CHAINS} WHERE {_MEETS}]) AS {MORE}"]
    lines = []
    if hops > 2:
        lines = [*_longer(scene, "longer", meeting=False), *_followed_on("longer", bound)]
    return [
        *lines,
        f"CALL ({_kept(_CHAINS)}) {{",
        f"UNWIND {_CHAINS} AS chain",
        f"WITH {_kept()}, chain, {_END.format('chain')} AS here",
        *_there(scene),
        f"WITH {_kept()}, chain, there",
        *where_clause([_fresh("there", meeting=True)]),
        "WITH there LIMIT 1",
        f"RETURN count(there) AS {MORE}",
        "}",
        f"WITH {_kept(FOUND, CUT, MORE)}",
    ]


def _bound(scene: Scene) -> str:
    return scene.context.constant(scene.context.expand)


def _kept(*more: str) -> str:
    return ", ".join([_BESIDE, _FAR, *more])


def _told(hop: int, bound: str) -> list[str]:
    """Return the lines that add fresh routes to those found. Where that is too many, nothing is walked on."""
    found = f"{FOUND} + [each IN fresh | '{hop}' + {_MARK} + each[0]] AS every"
    return [
        f"WITH {_kept(CUT, _CHAINS)}, {found}",
        f"WITH {_kept()}, every[..{bound}] AS {FOUND}, {CUT} OR size(every) > {bound} AS {CUT}, "
        f"CASE WHEN size(every) > {bound} THEN [] ELSE {_CHAINS} END AS {_CHAINS}",
    ]


def _followed_on(chains: str, bound: str) -> list[str]:
    """Return the line that keeps the chains that are followed on."""
    return [f"WITH {_kept(FOUND)}, {chains}[..{bound}] AS {_CHAINS}, {CUT} OR size({chains}) > {bound} AS {CUT}"]


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


def _held(names: tuple[str, ...], each: str, of: str, more: tuple[str, ...] = ()) -> list[str]:
    """Return the lines of a row for `each` of a list, and a first one without it that alone holds what names name.

    `more` are the lines that make more of each, the last of them an expression that is kept.
    """
    *lines, kept = more or ("",)
    alone = f"CASE WHEN {each} IS NULL THEN [{', '.join(names)}] END AS held"
    # Grouping lets go of whatever is not named.
    return [
        f"UNWIND [null] + {of} AS {each}",
        *lines,
        f"WITH {_BESIDE}, {each}, {alone}{kept}, count(*) AS one",
    ]


def _taken_up(names: tuple[str, ...], name: str) -> list[str]:
    """Return the lines that bind again what was held, and the chains in between as one list."""
    chains = "collect(CASE WHEN held IS NULL THEN [text, bodies] END)"
    bound = ", ".join(f"held[{place}] AS {each}" for place, each in enumerate(names))
    return [
        f"WITH {_BESIDE}, head(collect(held)) AS held, {chains} AS {name}",
        f"WITH {_BESIDE}, {bound}, {name}",
    ]


def _longer(scene: Scene, name: str, *, meeting: bool) -> list[str]:
    """Return the lines that bind the first chains of one body more; `meeting`, those with a last flow."""
    held, bound, added = (_FAR, FOUND, CUT, _CHAINS), _bound(scene), _NAME.format("there")
    text = f"CASE WHEN givenForwards THEN chain[0] + {added} ELSE {added} + chain[0] END"
    found = (
        f"WITH *, {_END.format('chain')} AS here",
        "CALL (chain, here, givenForwards) {",
        *_there(scene),
        f"WITH there, {text} AS text ORDER BY text",
        "RETURN collect(there) AS onward",
        "}",
        f", [each IN onward WHERE {_fresh('each', meeting=meeting)}][..{bound} + 1] AS onward",
    )
    return [
        *_held(held, "chain", _CHAINS, found),
        "UNWIND CASE WHEN chain IS NULL THEN [null] ELSE onward END AS there",
        f"WITH {_BESIDE}, held, {text} AS text, "
        "CASE WHEN givenForwards THEN chain[1] + [there] ELSE [there] + chain[1] END AS bodies",
        f"WITH {_BESIDE}, held, text, bodies ORDER BY held IS NULL, text LIMIT {bound} + 2",
        *_taken_up(held, name),
    ]


def _there(scene: Scene) -> list[str]:
    """Return the lines that bind each body next to `here`, once, in the direction of the walk."""
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
    return ["CALL (here, givenForwards) {", *ways[0], "UNION", *ways[1], "}"]


def _fresh(there: str, *, meeting: bool) -> str:
    """Return what makes a body one that a chain can have next."""
    beyond = f"NOT {there}.key IN {_ENDS} AND NOT {there} IN chain[1]"
    return f"{there} IN {_FAR} AND {beyond}" if meeting else beyond
