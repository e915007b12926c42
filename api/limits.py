"""Limits on a question, counted on its text and its parsed form, before validation looks at it.

Validation compares fields with each other and takes seconds for a few thousand repeated ones, so what is too
large must be refused before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a question may be. `characters` bounds its text, the others its parsed form."""

    depth: int = 20
    aliases: int = 50
    tokens: int = 2000
    root_fields: int = 10
    characters: int = 100_000


class LimitExceeded(Exception):
    """A question is larger than a limit allows. The message says which limit, the value and what to do."""

    code = "LIMIT_EXCEEDED"

    def __init__(self, limit: str, message: str) -> None:
        super().__init__(message)
        self.limit = limit


# Roughly a lexer: enough to count tokens a hundred times faster than parsing finds them. Comments are none.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?|"(?:[^"\\\n]|\\.)*+"?'  # strings, closed or not: never looked at twice
    r"|#[^\n]*|\.\.\.|[_A-Za-z]\w*|-?\d[\w.+-]*|[!$&()\[\]{}:=@|]",
    re.DOTALL,
)


def check_text(text: str, limits: Limits) -> None:
    """Refuse a text that is too long to be parsed. Raises LimitExceeded."""
    if len(text) > limits.characters:
        raise LimitExceeded(
            "characters",
            f"The question is {len(text):,} characters long; the limit is {limits.characters:,}. "
            "Give long lists of values as variables.",
        )
    tokens = (match for match in _TOKEN.finditer(text) if not match[0].startswith("#"))
    if next(islice(tokens, limits.tokens, None), None) is not None:
        raise too_many_tokens(limits)


def too_many_tokens(limits: Limits) -> LimitExceeded:
    """Return the refusal of a question that has more tokens than are read."""
    return LimitExceeded(
        "tokens",
        f"The question has more than {limits.tokens:,} tokens (names, values and brackets). "
        "Ask for fewer fields, use fragments for repeated ones, or ask several questions.",
    )


def check_document(document: DocumentNode, limits: Limits) -> None:
    """Refuse a document that is too deep or has too many aliases or root fields. Raises LimitExceeded."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    counter = _Counter(fragments, limits)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            counter.operation(definition)
    counter.check_aliases()


class _Counter:
    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode], limits: Limits) -> None:
        self.fragments = fragments
        self.limits = limits
        self.aliases = 0
        # Fragments that spread each other twice double what they stand for, so each is measured once.
        self.deepest: dict[str, int] = {}
        self.roots: dict[str, int] = {}

    def operation(self, operation: OperationDefinitionNode) -> None:
        roots = self._root_fields(operation.selection_set, frozenset())
        if roots > self.limits.root_fields:
            raise LimitExceeded(
                "root fields",
                f"The question asks {roots:,} fields of Query; the limit is {self.limits.root_fields}. "
                "Ask several questions.",
            )
        depth = self._depth(operation.selection_set, frozenset())
        if depth > self.limits.depth:
            raise LimitExceeded(
                "depth",
                f"The question is {depth} levels deep; the limit is {self.limits.depth}. "
                "Ask for less in one go, or start from the far end.",
            )

    def check_aliases(self) -> None:
        if self.aliases > self.limits.aliases:
            raise LimitExceeded(
                "aliases",
                f"The question uses {self.aliases:,} aliases; the limit is {self.limits.aliases}. "
                "Filter with `in:` to ask about many at once, or ask several questions.",
            )

    def _root_fields(self, selection_set: SelectionSetNode, path: frozenset[str]) -> int:
        count = 0
        for node in selection_set.selections:
            if isinstance(node, FieldNode):
                count += 1
            elif isinstance(node, FragmentSpreadNode):
                count += self._fragment_roots(node.name.value, path)
            elif (inner := getattr(node, "selection_set", None)) is not None:
                count += self._root_fields(inner, path)
        return count

    def _fragment_roots(self, name: str, path: frozenset[str]) -> int:
        if name not in self.fragments or name in path:
            return 0
        if name not in self.roots:
            self.roots[name] = self._root_fields(self.fragments[name].selection_set, path | {name})
        return self.roots[name]

    def _depth(self, selection_set: SelectionSetNode, path: frozenset[str]) -> int:
        """Depth below a selection set. A fragment within itself is left to validation."""
        deepest = 0
        for node in selection_set.selections:
            if isinstance(node, FieldNode):
                self.aliases += node.alias is not None
                # Reading the schema nests type references; it costs the registry nothing.
                if node.selection_set is None or node.name.value in ("__schema", "__type"):
                    deepest = max(deepest, 1)
                else:
                    deepest = max(deepest, 1 + self._depth(node.selection_set, path))
            elif isinstance(node, FragmentSpreadNode):
                deepest = max(deepest, self._fragment_depth(node.name.value, path))
            elif (inner := getattr(node, "selection_set", None)) is not None:
                deepest = max(deepest, self._depth(inner, path))
        return deepest

    def _fragment_depth(self, name: str, path: frozenset[str]) -> int:
        if name not in self.fragments or name in path:
            return 0
        if name not in self.deepest:
            self.deepest[name] = self._depth(self.fragments[name].selection_set, path | {name})
        return self.deepest[name]
