"""The heading of a question file: its leading comment block, which is YAML.

A line of the heading is ``#`` alone or ``# `` and the YAML; the first other line ends it. Taking the marks off leaves
every line where it was, so a line number in the YAML is the line number in the file.
"""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError


class HeadingError(ValueError):
    """The heading cannot be read. `line` counts from 1 in the file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def _without_surprises(plain: Any) -> Any:
    """A loader by which a date stays the text that was written, ``no`` is a word, and no key stands twice."""

    class Loader(plain):  # type: ignore[misc]
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise HeadingError(f"'{key.value}' stands twice", key.start_mark.line + 1)
                seen.add(key.value)
            made: dict[Hashable, Any] = super().construct_mapping(node, deep)
            return made

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
        for first, resolvers in plain.yaml_implicit_resolvers.items()
    }
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])
    return Loader


_Slow = _without_surprises(yaml.SafeLoader)
# Several times as fast; every wheel of PyYAML has it, a build from source may not.
_Fast = _without_surprises(getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@dataclass(frozen=True)
class Heading:
    """The values of a heading and the tree they were read from, which knows the lines."""

    values: dict[str, Any]
    _root: yaml.Node

    def line_of(self, location: Sequence[str | int]) -> int:
        """Return the line where the value at `location` stands, or the line of the nearest thing that holds it."""
        node = self._root
        line = 1
        for step in location:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line

    def misfit(self, error: ValidationError) -> tuple[int, str]:
        """Return the first thing that the file says and may not: its line, and what is wrong."""
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        return self.line_of(first["loc"]), f"{where}: {message}" if where else message


def split_heading(source: str) -> tuple[str, str]:
    """Split a question file into its heading, marks taken off, and the GraphQL that follows.

    Raises:
        HeadingError: there is no heading.
    """
    lines = source.removeprefix("\ufeff").splitlines()
    length = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    if length == 0:
        raise HeadingError("the file must begin with its heading, lines of YAML that start with '# '", 1)
    for number, line in enumerate(lines[:length], start=1):
        if line.rstrip() != "#" and not line.startswith("# "):
            raise HeadingError("a line of the heading starts with '#' and a space", number)
    return "\n".join(line[2:] for line in lines[:length]), "\n".join(lines[length:]).strip() + "\n"


def read_heading(text: str) -> Heading:
    """Read the YAML of a heading.

    Raises:
        HeadingError: it is not YAML, or not a mapping of names to values.
    """
    try:
        return _read(text, _Fast)
    except yaml.YAMLError:
        pass
    # What is wrong is told in the same words and with the same line, whichever loader there is.
    try:
        return _read(text, _Slow)
    except yaml.MarkedYAMLError as fault:
        # What is never closed is found at the end of the file; the reader needs to know where it began.
        unclosed = "end of stream" in str(fault.problem)
        mark = (fault.context_mark if unclosed else None) or fault.problem_mark
        raise HeadingError(f"not readable as YAML: {fault.problem}", mark.line + 1 if mark else 1) from None
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, fault.position) + 1
        raise HeadingError(f"not readable as YAML: {fault.reason}", line) from None


def _read(text: str, kind: Any) -> Heading:
    loader = kind(text)
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise HeadingError("the heading must be YAML of the form 'name: value'", 1)
        return Heading(loader.construct_document(root), root)
    finally:
        loader.dispose()


def _child(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return value.start_mark.line + 1, value
    return None
