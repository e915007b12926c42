"""The examples of gap rules: loaded together into one graph, and each rule asked what it finds among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.model.property import Kind
from graph.model.records import EdgeRecord, NodeRecord, RecordError, Records
from graph.model.registry import Model
from graph.store.store import Statement, Store
from queries.findings.running import Finding, run_rule
from queries.gap_rules.catalogue import Rule
from queries.gap_rules.example import Example, ExampleEdge
from queries.gap_rules.rule import RuleError

EXAMPLE_DAY: Final = dt.date(2026, 4, 1)
"""The day on which every example is looked at."""


@dataclass(frozen=True, slots=True)
class ExampleFault:
    """An example that came out otherwise than its file says. `told` is one line."""

    rule: Rule
    example: Example
    told: str


def example_records(rule: Rule, records: Records) -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """Return the records of all examples of a rule, as `records` makes them.

    Keys begin with rule and example, so that no two meet. Raises RuleError where a value does not fit the model.
    """
    nodes: list[NodeRecord] = []
    edges: list[EdgeRecord] = []
    for i, example in enumerate(rule.examples):
        try:
            nodes += [_node(records, _key(rule, i, name), node) for name, node in example.nodes.items()]
            edges += [_edge(records, rule, i, example, edge) for edge in example.edges]
            for name, fields in example.stated.items():
                more_nodes, more_edges = _statement(records, rule, i, example, name, fields)
                nodes += more_nodes
                edges += more_edges
        except (RecordError, ValueError) as fault:
            line = rule.heading.line_of(("examples", i))
            raise RuleError(rule.file, line, f"example '{example.name}': {fault}") from None
    return nodes, edges


async def check_examples(store: Store, rules: Sequence[Rule], model: Model) -> tuple[ExampleFault, ...]:
    """Load the examples of the rules into a store that holds nothing else, run each rule, and compare.

    Raises RuleError where an example does not fit the model, and StoreErrors.
    """
    await load_examples(store, rules, model)
    return tuple([fault for rule in rules for fault in await example_faults(store, rule)])


async def load_examples(store: Store, rules: Sequence[Rule], model: Model) -> None:
    """Load the examples of the rules, all in one go, into a store that does not hold them yet.

    Raises RuleError where an example does not fit the model, and StoreErrors.
    """
    records = Records(model)  # Made once: it builds a validator for every type.
    nodes: list[NodeRecord] = []
    edges: list[EdgeRecord] = []
    for rule in rules:
        own_nodes, own_edges = example_records(rule, records)
        nodes += own_nodes
        edges += own_edges
    await store.write([*_node_statements(nodes), *_edge_statements(edges)])


async def example_faults(store: Store, rule: Rule) -> list[ExampleFault]:
    """Run a rule over a store that holds its examples, and return where it finds otherwise than they say.

    Raises RuleError where it finds one thing twice, and StoreErrors.
    """
    result = await run_rule(store, rule, EXAMPLE_DAY)
    faults = faults_in(rule, result.findings)
    if result.looked_at < len(result.findings):
        told = f"its count says it looked at {result.looked_at}, and it found {len(result.findings)}"
        faults.append(ExampleFault(rule, rule.examples[0], told))
    return faults


def faults_in(rule: Rule, findings: Sequence[Finding]) -> list[ExampleFault]:
    """Return where findings are otherwise than the examples of a rule say."""
    found: dict[str, Finding] = {each.subject.key: each for each in findings}
    faults = []
    for i, example in enumerate(rule.examples):
        prefix = _key(rule, i, "")
        got = {key.removeprefix(prefix): finding for key, finding in found.items() if key.startswith(prefix)}
        for name in sorted(got.keys() | example.finds.keys()):
            if name not in got:
                faults.append(ExampleFault(rule, example, f"nothing is found about {name}"))
                continue
            # What has no name is known by its key, which is its name in the example.
            path = [str(chain).replace(prefix, "") for chain in got[name].path]
            if name not in example.finds:
                faults.append(
                    ExampleFault(rule, example, f"found about {name}, and should not be: {got[name].message}")
                )
            elif got[name].message != example.finds[name]:
                faults.append(ExampleFault(rule, example, f"says of {name}: {got[name].message}"))
            elif path != example.shows.get(name, path):
                faults.append(ExampleFault(rule, example, f"shows of {name}: {'; '.join(path)}"))
    return faults


def _key(rule: Rule, example: int, name: str) -> str:
    return f"{rule.id}/{example}/{name}"


def _node(records: Records, key: str, said: Mapping[str, Any]) -> NodeRecord:
    values = dict(said)
    model = records.model
    label = str(values.pop("is"))
    for prop in model.properties(label):
        if prop.kind is Kind.DATE and prop.name in values:
            values[prop.name] = dt.date.fromisoformat(str(values[prop.name]))
    # What every record must say and no rule reads: its name for one, and who may see it.
    name = key.rpartition("/")[2]
    for prop in model.nodes[label].properties:
        if prop.name == "visibility":
            values.setdefault(prop.name, "PUBLIC")
        elif prop.required and prop.kind is Kind.TEXT:
            values.setdefault(prop.name, name)
    return records.node(label, key, **values)


def _edge(records: Records, rule: Rule, example: int, said: Example, edge: ExampleEdge) -> EdgeRecord:
    ends = [(str(said.nodes[name]["is"]), _key(rule, example, name)) for name in (edge.start, edge.end)]
    return records.edge(edge.type, ends[0], ends[1], **edge.values)


def _statement(
    records: Records, rule: Rule, example: int, said: Example, name: str, fields: Sequence[str]
) -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """A source that collects the fields and states a node."""
    keys = {label: _key(rule, example, f"{label} of {name}") for label in ("Source", "Edition", "Record")}
    source, edition, record = keys.items()
    nodes = [
        records.node(*source, title="A register", collects=list(fields), visibility="PUBLIC"),
        records.node(*edition, title="Its edition"),
        records.node(*record, row="Sheet!2"),
    ]
    stated = (str(said.nodes[name]["is"]), _key(rule, example, name))
    edges = [
        records.edge("OF_SOURCE", edition, source),
        records.edge("IN_EDITION", record, edition),
        records.edge("STATES", record, stated),
    ]
    return nodes, edges


def _node_statements(nodes: Sequence[NodeRecord]) -> Iterator[Statement]:
    by_label: dict[str, list[list[Any]]] = {}
    for node in nodes:
        by_label.setdefault(node.label, []).append([node.key, dict(node.properties)])
    for label, rows in by_label.items():
        yield f"UNWIND $rows AS row CREATE (n:{label} {{key: row[0]}}) SET n += row[1]", {"rows": rows}


def _edge_statements(edges: Sequence[EdgeRecord]) -> Iterator[Statement]:
    by_ends: dict[tuple[str, str, str], list[list[Any]]] = {}
    for edge in edges:
        row = [edge.start[1], edge.end[1], {**edge.key, **edge.properties}]
        by_ends.setdefault((edge.type, edge.start[0], edge.end[0]), []).append(row)
    for (kind, start, end), rows in by_ends.items():
        text = (
            f"UNWIND $rows AS row MATCH (a:{start} {{key: row[0]}}) MATCH (b:{end} {{key: row[1]}}) "
            f"CREATE (a)-[r:{kind}]->(b)"
        )
        # Most hold nothing, and a statement that sets nothing takes half the time.
        yield f"{text} SET r += row[2]" if any(row[2] for row in rows) else text, {"rows": rows}
