"""The root fields over findings as a whole: how many there are by what, and how many there were day by day."""

from __future__ import annotations

from graph.compile.asked.selection import Selected
from graph.compile.cypher.context import Context
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.page import Row
from graph.compile.cypher.where import where_clause
from graph.compile.shape import Constant, Leaf, Listed, ObjectShape, One, Shape, Value
from graph.model.property import CodeList
from graph.model.this import bind_this

GROUP_BY = CodeList(
    "FindingGroupBy",
    "What findings are counted by.",
    {
        "RULE": "The rule that found them, the gravest first.",
        "SEVERITY": "How grave they are, the gravest first.",
        "STATE": "What people have made of them.",
        "BODY": "The bodies they concern; one finding may concern several.",
        "TYPE": "The type of what they are about.",
    },
)

_GROUPED = {
    "RULE": "n.rule",
    "SEVERITY": "n.severity",
    "STATE": "n.state",
    "BODY": "concerned",
    "TYPE": "split(n.subject, ':')[0]",
}
_GRAVEST_FIRST = ("RULE", "SEVERITY")


def finding_groups(emitter: Emitter, each: Selected) -> tuple[str, Shape]:
    """Compile `findingGroups(groupBy:, where:, first:)`."""
    context = emitter.context
    given = emitter.given(each)
    by = given["groupBy"]
    limit = context.page_size(each.slot, "first", 0) if "first" in given else context.constant(context.default_page)
    wanted = context.scoped("Finding", "n")
    if "where" in given:
        wanted += emitter.filters.predicates("Finding", "n", given["where"], each.slot, ("where",))
    else:
        wanted.append(_holds(context, "STANDING"))
    lines = ["MATCH (n:Finding)", *where_clause(wanted)]
    if by == "BODY":
        # Not called `body`: the scope of findings binds that, and the embedded engine would take the one for the other.
        concerned = context.scoped("Organisation", "concerned")
        lines += ["MATCH (n)-[:CONCERNS]->(concerned:Organisation)", *where_clause(concerned)]
    value = "concerned.key" if by == "BODY" else "part"
    kept = "concerned" if by == "BODY" else "part"
    first = "gravity, " if by in _GRAVEST_FIRST else ""
    lines += [
        f"WITH {_GROUPED[by]} AS {kept}, count(n) AS found, min(coalesce(n.gravity, 9)) AS gravity, "
        f"sum(CASE WHEN {_holds(context, 'UNANSWERED')} THEN 1 ELSE 0 END) AS unanswered, "
        "sum(CASE WHEN n.baseline THEN 1 ELSE 0 END) AS baseline",
        f"WITH {kept}, {value} AS value, found, gravity, unanswered, baseline",
        f"ORDER BY {first}found DESC, value LIMIT {limit}",
    ]
    row = Row()
    shape = ObjectShape(emitter.type_of(each))
    for f in each.only():
        shape.fields.append((f.key, _group_field(emitter, f, by, row)))
    lines += [*row.calls, f"RETURN collect({row.expression}) AS c0"]
    return "\n".join(lines), Listed(0, shape)


def _group_field(emitter: Emitter, f: Selected, by: str, row: Row) -> Shape:
    match f.name:
        case "__typename":
            return Constant("FindingGroup")
        case "label":
            emitter.context.plain = False
            return Value(row.cell(f"['{by}', value, {'concerned.name' if by == 'BODY' else 'null'}]"), Leaf.COMPUTED)
        case "body":
            if by != "BODY":
                return Constant(None)
            values = Row()
            shape = emitter.object("Organisation", "concerned", f.only(), values, None)
            row.calls += values.calls
            return One(row.cell(values.expression), shape)
        case "value":
            return Value(row.cell("value"))
        case name:
            return Value(row.cell(name), Leaf.INTEGER)


def finding_trend(emitter: Emitter, each: Selected) -> tuple[str, Shape]:
    """Compile `findingTrend(rule:, severity:, since:, until:)`."""
    context = emitter.context
    given = emitter.given(each)
    wanted = context.scoped("Tally", "t")
    for name, test in {"rule": "t.rule =", "severity": "t.severity =", "since": "t.on >=", "until": "t.on <="}.items():
        if name in given:
            wanted.append(f"{test} {context.parameter(each.slot, name)}")
    cells = {
        "on": Value(0),
        "found": Value(1, Leaf.INTEGER),
        "lookedAt": Value(2, Leaf.INTEGER),
        "rules": Value(3, Leaf.INTEGER),
    }
    shape = ObjectShape(emitter.type_of(each))
    for f in each.only():
        shape.fields.append((f.key, cells.get(f.name, Constant("FindingTrendPoint"))))
    lines = [
        "MATCH (t:Tally)",
        *where_clause(wanted),
        "WITH t.on AS day, sum(t.found) AS found, sum(t.lookedAt) AS lookedAt, count(t) AS rules",
        f"ORDER BY day DESC LIMIT {context.constant(context.page_limit)}",
        "WITH day, found, lookedAt, rules ORDER BY day",
        "RETURN collect([toString(day), found, lookedAt, rules]) AS c0",
    ]
    return "\n".join(lines), Listed(0, shape)


def _holds(context: Context, code: str) -> str:
    condition = next(each for each in context.model.nodes["Finding"].conditions if each.code == code)
    return f"coalesce({bind_this(condition.cypher, 'n')}, false)"
