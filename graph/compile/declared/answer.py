"""Root fields that are declared: what they are asked with, the Cypher that finds what they list, what it means.

A declaration is a file in `graph/compile/answers/`. The schema, the statement and the shape of the answer come from
it, so a new question over the graph is that file and its tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.compile.cypher.order import Term
from graph.compile.declared.parts import PartsField, Prepared, ValueField
from graph.compile.declared.rows import Column, RowsField
from graph.compile.declared.scene import Argument, Find


@dataclass(frozen=True, slots=True)
class NodeField:
    """The node that an argument of the same name names, or that `variable` is bound to."""

    name: str
    label: str
    description: str
    variable: str = ""


@dataclass(frozen=True, slots=True)
class ListField:
    """A page of nodes, found by Cypher and each listed once."""

    name: str
    label: str
    description: str
    find: Find
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntriesField:
    """A page of entries, one for each node found, that hold the node as `key` and pages that depend on it.

    The node is bound to `variable` in the Cypher of those pages, which begins with `given` as those of arguments do.
    Where an entry is no single node there is no `key`, and `variable` is bound to what makes it one. `find` binds
    `carried` as well; `before` and `after` are what entries are sorted by before and after the order of the node. An
    entry that `find` may give more than once is not `apart`.
    """

    name: str
    entry: str
    entry_description: str
    key: NodeField | None
    variable: str
    description: str
    find: Find
    fields: tuple[NodeField | ValueField | ListField | PartsField, ...]
    carried: tuple[str, ...] = ()
    before: tuple[Term, ...] = ()
    after: tuple[Term, ...] = ()
    apart: bool = False
    needs: tuple[str, ...] = ()


Field = NodeField | ValueField | ListField | PartsField | EntriesField | RowsField | Column


@dataclass(frozen=True, slots=True)
class Answer:
    """A declared root field. `check` raises BadArgument where arguments do not go together."""

    root: str
    type_name: str
    type_description: str
    description: str
    arguments: tuple[Argument, ...]
    fields: tuple[Field, ...]
    check: Callable[[Mapping[str, Any]], None] = field(default=lambda given: None)
    prepared: tuple[Prepared, ...] = ()
