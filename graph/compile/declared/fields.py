"""What a declared answer may consist of: nodes, values, pages of nodes, short lists, pages of entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graph.compile.cypher.order import Term
from graph.compile.declared.scene import Find, Scene
from graph.compile.shape import Leaf
from graph.model.property import CodeList


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
class ValueField:
    """A value that is no node: an expression over what is bound, and how it is read.

    `needs` are variables of `Prepared` lines that the expression reads, as everywhere.
    """

    name: str
    description: str
    expression: str
    leaf: Leaf = Leaf.PLAIN
    codes: CodeList | None = None
    optional: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartsField:
    """A short list that is not paged, of at most `most` parts.

    `find` binds `variables` for each, and they are all that the fields of a part read.
    """

    name: str
    part: str
    part_description: str
    description: str
    variables: tuple[str, ...]
    find: Callable[[Scene], list[str]]
    fields: tuple[NodeField | ValueField | ListField, ...]
    most: Callable[[Scene], int]


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


@dataclass(frozen=True, slots=True)
class Prepared:
    """Lines that run once, before the fields that need what they bind."""

    variables: tuple[str, ...]
    find: Callable[[Scene], list[str]]


def prepared_lines(prepared: Iterable[Prepared], needed: set[str], scene: Scene) -> list[str]:
    """Return the lines of what binds a variable that is needed."""
    return [line for each in prepared if needed & set(each.variables) for line in each.find(scene)]
