"""The examples of a rule, each in full: those written as like another are put together, and held against the model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from graph.model.declaration import ANY_NODE
from graph.model.registry import Model
from queries.gap_rules.rule import ExampleText

_EDGE: Final = re.compile(r"(\w+) ([A-Z_]+) (\w+)(?: (\{.*\}))?")


class ExampleError(ValueError):
    """An example does not hold together or fit the model. `place` leads to where it says so, among the examples."""

    def __init__(self, *place_and_message: str | int) -> None:
        *place, message = place_and_message
        super().__init__(str(message))
        self.place = tuple(place)


@dataclass(frozen=True, slots=True)
class ExampleEdge:
    """An edge between two nodes of an example, by their names."""

    start: str
    type: str
    end: str
    values: Mapping[str, Any]

    @property
    def between(self) -> tuple[str, str, str]:
        """Return what it is and where, whatever it holds."""
        return self.start, self.type, self.end


@dataclass(frozen=True, slots=True)
class Example:
    """A few records, and what the rule finds among them: the message about each subject, by the subject's name.

    `nodes` hold the properties by node, with the type under `is`; `stated` the fields that the source of a node
    collects; `shows` the chains of a path, of those subjects of which the example says them.
    """

    name: str
    nodes: Mapping[str, Mapping[str, Any]]
    edges: tuple[ExampleEdge, ...]
    stated: Mapping[str, Sequence[str]]
    finds: Mapping[str, str]
    shows: Mapping[str, Sequence[str]] = field(default_factory=dict)


def written_out(texts: Sequence[ExampleText], subject: str, model: Model) -> tuple[Example, ...]:
    """Return the examples of a rule in full. `subject` is the type that its findings are about.

    Raises ExampleError.
    """
    examples: dict[str, Example] = {}
    for i, text in enumerate(texts):
        if text.name in examples:
            raise ExampleError(i, "name", f"two examples are called '{text.name}'")
        examples[text.name] = _Writing(i, text, examples, model).example(subject)
    return tuple(examples.values())


class _Writing:
    """One example, put together from what it says and what the example it is like has."""

    def __init__(self, index: int, text: ExampleText, above: Mapping[str, Example], model: Model) -> None:
        self.index = index
        self.text = text
        self.model = model
        self.nodes: dict[str, dict[str, Any]] = {name: dict(node) for name, node in text.nodes.items()}
        self.edges: list[ExampleEdge] = []
        self.stated: dict[str, list[str]] = {}
        self.other: Example | None = None
        if text.like is not None:
            self.other = other = above.get(text.like)
            if other is None:
                raise self._fault("like", f"no example above is called '{text.like}'")
            self.nodes = {name: dict(node) for name, node in other.nodes.items()}
            self.edges = list(other.edges)
            self.stated = {name: list(fields) for name, fields in other.stated.items()}

    def example(self, subject: str) -> Example:
        """Return it in full. Raises ExampleError."""
        text = self.text
        for i, said in enumerate(text.without):
            self._leave_out(i, said)
        for name, values in text.other_values.items():
            self._put_values(name, values)
        for name in text.nodes:
            self._hold_type("nodes", name)
        for i, line in enumerate(text.edges):
            self._put_edge(i, line)
        self.stated |= text.stated
        other = self.other
        finds = text.finds if text.finds is not None else other.finds if other else {}
        for name in (*finds, *text.stated):
            if name not in self.nodes:
                raise self._fault(f"{name} is none of its nodes")
        for name in finds:
            if self.nodes[name]["is"] != subject:
                raise self._fault("finds", name, f"findings are about {subject}, not {self.nodes[name]['is']}")
        for name in text.shows:
            if name not in finds:
                raise self._fault("shows", name, f"the rule finds nothing about {name}")
        made = Example(text.name, self.nodes, tuple(self.edges), self.stated, finds, text.shows)
        if other and (made.nodes, made.edges, made.stated) == (other.nodes, other.edges, other.stated):
            raise self._fault(f"it has nothing that '{other.name}' has not; say with or without what it differs")
        return made

    def _fault(self, *place_and_message: str | int) -> ExampleError:
        return ExampleError(self.index, *place_and_message)

    def _hold_type(self, place: str, name: str) -> None:
        label = self.nodes[name].get("is")
        if not isinstance(label, str) or label not in self.model.nodes:
            raise self._fault(place, name, f"is: {label} is no node type")

    def _leave_out(self, i: int, said: str) -> None:
        name, _, prop = said.partition(".")
        edge = _edge(said)
        if said in self.nodes:
            del self.nodes[said]
            self.stated.pop(said, None)
            self.edges = [each for each in self.edges if said not in (each.start, each.end)]
        elif prop and prop != "is" and prop in self.nodes.get(name, {}):
            del self.nodes[name][prop]
        elif edge and not edge.values and any(each.between == edge.between for each in self.edges):
            self.edges = [each for each in self.edges if each.between != edge.between]
        else:
            raise self._fault("without", i, f"'{self.text.like}' has no node, value (flow.state) or edge {said}")

    def _put_values(self, name: str, values: Mapping[str, Any]) -> None:
        if name in self.nodes and "is" in values:
            raise self._fault("with", name, f"'{self.text.like}' has a {name}; give the new node a name of its own")
        if name not in self.nodes and "is" not in values:
            raise self._fault(
                "with", name, f"'{self.text.like}' has no {name}; a new node says what it is: {{is: Flow}}"
            )
        self.nodes[name] = self.nodes.get(name, {}) | dict(values)
        self._hold_type("with", name)

    def _put_edge(self, i: int, line: str) -> None:
        edge = _edge(line)
        if edge is None or edge.start not in self.nodes or edge.end not in self.nodes:
            raise self._fault("edges", i, "write it as: council DISCLOSES flow {side: BOTH}")
        start, end = (self.nodes[name]["is"] for name in (edge.start, edge.end))
        declared = self.model.nodes[start].edges
        if not any(each.type == edge.type and (end in each.to or each.to == (ANY_NODE,)) for each in declared):
            raise self._fault("edges", i, f"the model has no ({start})-[:{edge.type}]->({end})")
        if self.other is not None:
            self.edges = [each for each in self.edges if each not in self.other.edges or each.between != edge.between]
        self.edges.append(edge)


def _edge(line: str) -> ExampleEdge | None:
    found = _EDGE.fullmatch(line)
    if found is None:
        return None
    try:
        return ExampleEdge(found[1], found[2], found[3], yaml.safe_load(found[4]) if found[4] else {})
    except yaml.YAMLError:
        return None
