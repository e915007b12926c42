"""The catalogue of gap rules: one YAML file each under ``queries/rules``, checked against the model.

A file's name, without the ending, is the rule's id for good: findings are known by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from string import Formatter
from typing import Final

from pydantic import ValidationError

from graph.model.registry import Model, registry_model
from queries.gap_rules.cypher import (
    CypherError,
    Path,
    count_statement,
    expanded,
    fields_collected,
    finding_statement,
    read_path,
)
from queries.gap_rules.example import Example, ExampleError, written_out
from queries.gap_rules.rule import RuleChange, RuleError, RuleText, misfit
from queries.heading import Heading, HeadingError, read_heading

RULES_FOLDER: Final = File(__file__).resolve().parents[1] / "rules"

_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PARAMETER: Final = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class RuleNode:
    """A node that a rule reads: its type, the property it is known by, and whether its name holds a list."""

    label: str
    caption: str
    listed: bool


@dataclass(frozen=True)
class Rule:
    """A gap rule, ready to run. `find` and `count` are whole statements; `heading` knows the lines of its file,
    and `examples` are those of `text`, each in full. `collected` are the parameters of its statements that hold the
    keys of the sources which ask for a field, with that field.

    `change` is what a deployment decided about it; its severity is then the one in `text`.
    """

    id: str
    file: File
    text: RuleText
    nodes: Mapping[str, RuleNode]
    paths: tuple[Path, ...]
    find: str
    count: str
    collected: Mapping[str, str]
    examples: tuple[Example, ...] = field(repr=False)
    heading: Heading = field(repr=False)
    change: RuleChange | None = None

    @property
    def off(self) -> bool:
        """Say whether a deployment switched it off."""
        return self.change is not None and self.change.off

    @property
    def subject(self) -> RuleNode:
        """Return the node that findings are about."""
        return self.nodes[self.text.subject]

    def parameters(self) -> dict[str, object]:
        """Return the values its file gives, with which its Cypher is run."""
        return {name: parameter.value for name, parameter in self.text.parameters.items()}


def load_rules(folder: File = RULES_FOLDER, model: Model | None = None) -> tuple[Rule, ...]:
    """Load every ``*.yaml`` file of `folder`, gravest first, then by title.

    Raises:
        RuleError: a file cannot be read as a rule, or does not fit the model.
    """
    rules = [_load(path, model or registry_model()) for path in sorted(folder.glob("*.yaml"))]
    return gravest_first(rules)


def gravest_first(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules in the order they are shown in: the gravest first, then by title."""
    return tuple(sorted(rules, key=lambda rule: (rule.text.severity.rank, rule.text.title)))


def _load(path: File, model: Model) -> Rule:
    if not _ID.fullmatch(path.stem):
        raise RuleError(
            path, 1, "a file name is lower-case words joined by hyphens, such as expired-still-flowing.yaml"
        )
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RuleError(path, 1, "the file is not UTF-8 text") from None
    try:
        heading = read_heading(source)
        text = RuleText.model_validate(heading.values)
    except HeadingError as fault:
        raise RuleError(path, fault.line, str(fault)) from None
    except ValidationError as error:
        raise misfit(path, heading, error) from None
    return _Reading(path, heading, text, model).rule()


class _Reading:
    """One file held against the model."""

    def __init__(self, path: File, heading: Heading, text: RuleText, model: Model) -> None:
        self.path = path
        self.heading = heading
        self.text = text
        self.model = model

    def rule(self) -> Rule:
        """Return the rule. Raises RuleError."""
        nodes = {name: self._node(name, said) for name, said in self.text.nodes.items()}
        text = self.text
        if text.subject not in nodes or nodes[text.subject].listed:
            raise self._fault("subject", "the subject is one of the nodes, and no list")
        paths = tuple(self._path(i, said, nodes) for i, said in enumerate(text.path))
        if not any(node.name == text.subject for path in paths for node in path.nodes):
            raise self._fault("path", f"no path goes through {text.subject}")
        self._message(nodes)
        match, count = self._cypher("match"), self._cypher("count")
        for name in nodes:
            if not re.search(rf"\b{name}\b", match):
                raise self._fault("match", f"{name} is not bound")
        if text.around and not re.search(rf"\({text.subject}\)", text.around):
            raise self._fault("around", f"it does not begin with ({text.subject})")
        for i, part in enumerate(text.narrowing):
            if " ".join(part.split()) not in " ".join(text.match.split()):
                raise self._fault("narrowing", i, "it is no part of match")
        collected = fields_collected(match, count)
        self._parameters(" ".join((match, count, *text.values.values())), collected)
        return Rule(
            id=self.path.stem,
            file=self.path,
            text=text,
            nodes=nodes,
            paths=paths,
            find=finding_statement(
                match, text.subject, {n: (node.caption, node.listed) for n, node in nodes.items()}, text.values
            ),
            count=count_statement(count, text.subject),
            collected=collected,
            examples=self._examples(nodes[text.subject]),
            heading=self.heading,
        )

    def _fault(self, *place_and_message: str | int) -> RuleError:
        *place, message = place_and_message
        return RuleError(self.path, self.heading.line_of(place), f"{'.'.join(map(str, place))}: {message}")

    def _node(self, name: str, said: str | list[str]) -> RuleNode:
        listed = isinstance(said, list)
        label = said[0] if isinstance(said, list) and len(said) == 1 else said
        node = self.model.nodes.get(label) if isinstance(label, str) else None
        if node is None:
            raise self._fault("nodes", name, f"{label} is no node type; a list of nodes is written [Flow]")
        return RuleNode(node.label, node.caption, listed)

    def _path(self, index: int, said: str, nodes: Mapping[str, RuleNode]) -> Path:
        def label_of(name: str) -> str | None:
            return nodes[name].label if name in nodes else None

        try:
            return read_path(said, label_of, self.model)
        except CypherError as fault:
            raise self._fault("path", index, str(fault)) from None

    def _cypher(self, name: str) -> str:
        try:
            return expanded(str(getattr(self.text, name)), self.model)
        except CypherError as fault:
            raise self._fault(name, str(fault)) from None

    def _message(self, nodes: Mapping[str, RuleNode]) -> None:
        text = self.text
        known = {*nodes, *text.values, *text.parameters}
        if len(known) < len(nodes) + len(text.values) + len(text.parameters):
            raise self._fault("values", "nodes, values and parameters must have names of their own")
        try:
            used = {name for _, name, *_ in Formatter().parse(text.message) if name is not None}
        except ValueError as fault:
            raise self._fault("message", str(fault)) from None
        if unknown := sorted(used - known):
            raise self._fault("message", f"{', '.join(unknown)} is no node, value or parameter of the rule")
        if unused := sorted(text.values.keys() - used):
            raise self._fault("values", unused[0], "the message does not use it")

    def _parameters(self, cypher: str, collected: Mapping[str, str]) -> None:
        used = set(_PARAMETER.findall(cypher)) - {"today", *collected}
        declared = self.text.parameters.keys()
        if unknown := sorted(used - declared):
            raise self._fault("match", f"${unknown[0]} is no parameter of the rule")
        if unused := sorted(declared - used):
            raise self._fault("parameters", unused[0], "the Cypher does not use it")

    def _examples(self, subject: RuleNode) -> tuple[Example, ...]:
        try:
            return written_out(self.text.examples, subject.label, self.model)
        except ExampleError as fault:
            raise self._fault("examples", *fault.place, str(fault)) from None
