"""The root field `holdersNow`: for each name the body, and those it was followed by, down to who holds it on a day.

Successions are followed hop by hop, each body once, so that a circle in the data ends.
"""

from __future__ import annotations

from graph.compile.asked.selection import Selected
from graph.compile.cypher.context import Context, PageCost, held_between
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.page import Row
from graph.compile.errors import PageTooLarge
from graph.compile.roots.named_bodies import FOUND_BY, find_bodies
from graph.compile.shape import Constant, Leaf, Listed, ObjectShape, One, Shape, Value
from graph.model.nodes.organisation import SUCCESSION_KIND
from graph.model.property import CodeList

MOST_HOPS = 8
"""How many successions are followed one after another."""
MOST_STEPS = 50
"""How many successions are followed in all for one name, and at most from one generation to the next."""
MOST_CANDIDATES = 10
"""How many bodies are shown of those that an ambiguous name stands for."""

HOLDING_OUTCOME = CodeList(
    "HoldingOutcome",
    "What became of a body that was asked about by name.",
    {
        "HELD": "Every line of succession was followed to a body that is open on the day.",
        "NO_SUCCESSOR": "A body closed, and no successor is recorded. A person must find out who holds what it held.",
        "NOT_YET_OPEN": "A body at the end of a line had not opened on the day.",
        "UNCONFIRMED": "Nothing is recorded of the body but what it is called: neither that it is open nor who "
        "followed it. A person must find out.",
        "CIRCULAR": "The successions recorded lead in a circle. A person must correct them.",
        "CUT": f"There are more than {MOST_HOPS} successions in a line, or {MOST_STEPS} in all. The rest was not "
        "followed: ask again from the last body shown.",
        "AMBIGUOUS": "The name stands for several bodies. A person must decide which is meant.",
        "UNKNOWN": "No body of this name or code is known. A person must find it, or write the name as recorded.",
    },
)


def holders_now(emitter: Emitter, each: Selected) -> tuple[str, Shape]:
    """Compile `holdersNow(names:)`."""
    context = emitter.context
    limit = context.page_limit

    def number(names: list[str]) -> int:
        if len(names) > limit:
            raise PageTooLarge(f"names: {len(names)} are more than the {limit} that one question may ask for.")
        return len(names)

    size = context.parameter(each.slot, "names", transform=number).removeprefix("$")
    context.pages.append(PageCost(each.key, size, None))
    part = _Holders(emitter, len(context.pages) - 1)
    lines = find_bodies(context, each.slot)
    lines += part.follow()
    row = Row()
    shape = ObjectShape("Holding")
    for f in each.only():
        shape.fields.append((f.key, part.field(f, row)))
    return "\n".join([*lines, *row.calls, f"RETURN collect({row.expression}) AS c0"]), Listed(0, shape)


class _Holders:
    def __init__(self, emitter: Emitter, page: int) -> None:
        self.emitter = emitter
        self.context: Context = emitter.context
        self.page = page
        node = self.context.model.nodes["Organisation"]
        assert node.held is not None  # noqa: S101 - a body has days
        precise = {p.name for p in node.properties if p.precision}
        self.begun, self.lasts = held_between("x", node.held, precise)

    def follow(self) -> list[str]:
        """Return the lines that give `steps`, whether they are `cut`, and what the bodies at their ends are."""
        lines = [
            "WITH asked, found, foundBy, CASE WHEN size(found) = 1 THEN found ELSE [] END AS front, "
            "[n IN found | n.key] AS seen, [] AS chain"
        ]
        kept = "asked, found, foundBy"
        for hop in range(1, MOST_HOPS + 1):
            lines += [
                "CALL (front) {",
                "UNWIND front AS x",
                f"MATCH {self._succession()}",
                f"WITH x, r, t ORDER BY x.key, t.key LIMIT {MOST_STEPS + 1}",
                f"RETURN collect([{hop}, x, r, t, toString(r.on)]) AS made, collect(DISTINCT t) AS reached",
                "}",
                f"WITH {kept}, [n IN reached WHERE NOT n.key IN seen] AS front, "
                "seen + [n IN reached | n.key] AS seen, chain + made AS chain",
            ]
        return [
            *lines,
            "CALL (front) {",
            "UNWIND front AS x",
            f"MATCH {self._succession()}",
            "RETURN count(t) AS beyond",
            "}",
            f"WITH {kept}, chain[..{MOST_STEPS}] AS steps, beyond > 0 OR size(chain) > {MOST_STEPS} AS cut, "
            f"size(chain) = 0 AND {_BARE} AS bare",
            "CALL (found, steps) {",
            "UNWIND CASE WHEN size(found) = 1 THEN found + [s IN steps | s[3]] ELSE [] END AS x",
            "WITH DISTINCT x",
            "WITH x ORDER BY x.key",
            f"WITH x, EXISTS {{ {self._succession(whole=True)} }} AS passed, "
            f"EXISTS {{ {self._succession()} }} AS followed, {self.begun} AS begun, {self.lasts} AS lasts",
            "RETURN collect(CASE WHEN begun AND lasts AND NOT passed THEN x END) AS holding, "
            "collect(CASE WHEN NOT lasts AND NOT followed THEN x END) AS unsucceeded, "
            "collect(CASE WHEN lasts AND NOT begun AND NOT followed THEN x END) AS unopened",
            "}",
        ]

    def field(self, f: Selected, row: Row) -> Shape:
        """Add one field of a holding to its row."""
        match f.name:
            case "__typename":
                return Constant("Holding")
            case "asked":
                return Value(row.cell("asked"))
            case "foundBy":
                return Value(row.cell("foundBy"), Leaf.CODE, FOUND_BY.name)
            case "outcome":
                return Value(row.cell(_OUTCOME), Leaf.CODE, HOLDING_OUTCOME.name)
            case "body":
                return self._body(f, row)
            case "candidates":
                return self._bodies(f, row, "found", f"WHEN size(found) > 1 THEN found[..{MOST_CANDIDATES}]")
            case "unsucceeded":
                return self._bodies(f, row, "unsucceeded", "WHEN true THEN unsucceeded")
            case "holders":
                return self._holders(f, row)
            case _:
                return self._steps(f, row)

    def _succession(self, *, whole: bool = False) -> str:
        """The pattern of a succession that had taken effect; `whole` leaves out those that moved a part alone."""
        predicates = ["(r.on IS NULL OR r.on <= $today)", *self._scoped("Organisation", "t")]
        if whole:
            predicates.append("(r.kind IS NULL OR r.kind <> 'BOUNDARY_TRANSFER')")
        return f"(x)-[r:SUCCEEDED_BY]->(t:Organisation) WHERE {' AND '.join(predicates)}"

    def _scoped(self, label: str, variable: str) -> list[str]:
        return self.context.scoped(label, variable)

    def _listed(self, f: Selected, most: int) -> int:
        """Count a list among the pages of the answer, and return its number."""
        self.context.pages.append(PageCost(f.key, self.context.constant(most).removeprefix("$"), self.page))
        return len(self.context.pages) - 1

    def _body(self, f: Selected, row: Row) -> Shape:
        node, name = self.context.name("n"), self.context.name("e")
        values = Row()
        shape = self.emitter.object("Organisation", node, f.only(), values, self.page)
        lines = ["CALL (found) {", f"UNWIND CASE WHEN size(found) = 1 THEN found ELSE [] END AS {node}"]
        at = row.call(name, [*lines, *values.calls, f"RETURN head(collect({values.expression})) AS {name}", "}"])
        return One(at, shape)

    def _bodies(self, f: Selected, row: Row, given: str, arm: str) -> Shape:
        node, name = self.context.name("n"), self.context.name("e")
        values = Row()
        shape = self.emitter.object("Organisation", node, f.only(), values, self._listed(f, MOST_STEPS))
        lines = [f"CALL ({given}) {{", f"UNWIND CASE {arm} ELSE [] END AS {node}"]
        at = row.call(name, [*lines, *values.calls, f"RETURN collect({values.expression}) AS {name}", "}"])
        return Listed(at, shape)

    def _holders(self, f: Selected, row: Row) -> Shape:
        node, name, day = self.context.name("n"), self.context.name("e"), self.context.name("d")
        page = self._listed(f, MOST_STEPS)
        values = Row()
        shape = ObjectShape("Holder")
        for part in f.only():
            if part.name == "__typename":
                shape.fields.append((part.key, Constant("Holder")))
            elif part.name == "since":
                shape.fields.append((part.key, Value(values.cell(f"CASE WHEN {day} <> '' THEN {day} END"))))
            else:
                shape.fields.append((part.key, self._end(part, node, values, page)))
        lines = [
            "CALL (holding, steps) {",
            f"UNWIND holding AS {node}",
            f"WITH {node}, reduce(latest = '', s IN steps | CASE WHEN s[3].key = {node}.key AND s[4] > latest "
            f"THEN s[4] ELSE latest END) AS {day}",
        ]
        at = row.call(name, [*lines, *values.calls, f"RETURN collect({values.expression}) AS {name}", "}"])
        return Listed(at, shape)

    def _steps(self, f: Selected, row: Row) -> Shape:
        name = self.context.name("e")
        before, after = self.context.name("n"), self.context.name("n")
        hop, edge = self.context.name("h"), self.context.name("r")
        page = self._listed(f, MOST_STEPS)
        values = Row()
        shape = ObjectShape("SuccessionStep")
        for part in f.only():
            made: Shape
            match part.name:
                case "__typename":
                    made = Constant("SuccessionStep")
                case "hop":
                    made = Value(values.cell(hop), Leaf.INTEGER)
                case "from":
                    made = self._end(part, before, values, page)
                case "to":
                    made = self._end(part, after, values, page)
                case "on":
                    made = Value(values.cell(f"toString({edge}.on)"))
                case "kind":
                    made = Value(values.cell(f"{edge}.kind"), Leaf.CODE, SUCCESSION_KIND.name)
                case _:
                    made = Value(values.cell(f"{edge}.note"))
            shape.fields.append((part.key, made))
        lines = [
            "CALL (steps) {",
            "UNWIND steps AS step",
            f"WITH step[0] AS {hop}, step[1] AS {before}, step[2] AS {edge}, step[3] AS {after}",
        ]
        at = row.call(name, [*lines, *values.calls, f"RETURN collect({values.expression}) AS {name}", "}"])
        return Listed(at, shape)

    def _end(self, part: Selected, node: str, values: Row, page: int) -> Shape:
        inner = Row()
        shape = self.emitter.object("Organisation", node, part.only(), inner, page)
        values.calls += inner.calls
        return One(values.cell(inner.expression), shape)


_OUTCOME = (
    "CASE WHEN size(found) = 0 THEN 'UNKNOWN' WHEN size(found) > 1 THEN 'AMBIGUOUS' WHEN cut THEN 'CUT' "
    "WHEN size(unsucceeded) > 0 THEN 'NO_SUCCESSOR' WHEN size(unopened) > 0 THEN 'NOT_YET_OPEN' "
    "WHEN size(holding) = 0 THEN 'CIRCULAR' WHEN bare THEN 'UNCONFIRMED' ELSE 'HELD' END"
)
_BARE = (
    "size([n IN found WHERE n.openedOn IS NULL AND n.statusStated IS NULL "
    "AND (n.kind IS NULL OR size(coalesce(n.identifiers, [])) = 0)]) > 0"
)
"""A body of which no source says more than what it is called: not even a register that gives it a code and a kind."""
