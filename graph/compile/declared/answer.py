"""Root fields that are declared: what they are asked with, the Cypher that finds what they list, what it means.

A declaration is a file in `graph/compile/answers/`. The schema, the statement and the shape of the answer come from
it, so a new question over the graph is that file and its tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.compile.declared.arguments import Argument
from graph.compile.declared.fields import EntriesField, ListField, NodeField, PartsField, Prepared, ValueField
from graph.compile.declared.rows import Column, RowsField

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
