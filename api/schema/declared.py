"""Root fields and types of what is declared in `graph/compile/answers/`."""

from __future__ import annotations

from typing import Any

import strawberry

from api.schema.outputs import Outputs
from api.schema.scalars import Date
from api.schema.shells import argument, definition, field, listed, optional, output
from graph.compile.declared.answer import Answer, Field
from graph.compile.declared.arguments import Argument, Choice, Fitting, Named, Number
from graph.compile.declared.fields import EntriesField, NodeField, PartsField, ValueField
from graph.compile.declared.rows import Column, NodeColumn, RowsField
from graph.compile.shape import Leaf
from graph.model.property import Kind

_VALUES: dict[Leaf, Any] = {Leaf.INTEGER: int, Leaf.PLAIN: str, Leaf.FLAG: bool}
_SCALARS: dict[Kind, Any] = {Kind.TEXT: str, Kind.INTEGER: int, Kind.FLAG: bool, Kind.DATE: Date}


def declared_field(answer: Answer, outputs: Outputs, as_of: Any) -> Any:
    """Return the field of Query that asks a declared answer."""
    optional_nodes = {a.name for a in answer.arguments if isinstance(a, Named) and not a.required}
    shell = output(answer.type_name, answer.type_description)
    definition(shell).fields = [_field(each, outputs, optional_nodes) for each in answer.fields]
    arguments = [_argument(each, outputs) for each in answer.arguments]
    return field(answer.root, optional(shell), answer.description, [*arguments, as_of])


def _argument(declared: Argument, outputs: Outputs) -> Any:
    description = declared.description
    match declared:
        case Choice():
            kind: Any = outputs.enums[declared.codes.name]
            kind = listed(kind) if declared.several else kind
            kind = optional(kind) if declared.optional else kind
        case Number():
            kind = optional(int)
            description += f" {declared.least} to {declared.most:,}, {declared.default} where nothing is said."
        case Fitting():
            kind = optional(outputs.filters.where[declared.label])
        case _:
            kind = strawberry.ID if declared.required else optional(strawberry.ID)
    return argument(declared.name, kind, description)


def _field(declared: Field | NodeColumn, outputs: Outputs, optional_nodes: set[str]) -> Any:
    match declared:
        case Column():
            plain: Any = outputs.enums[declared.codes.name] if declared.codes else _SCALARS[declared.kind]
            return field(declared.name, plain if declared.required else optional(plain), declared.description)
        case NodeColumn():
            node = outputs.objects[declared.labels[0]] if len(declared.labels) == 1 else outputs.node
            return field(declared.name, node if declared.required else optional(node), declared.description)
        case RowsField():
            row = output(declared.entry, declared.entry_description)
            definition(row).fields = [_field(each, outputs, set()) for each in declared.fields]
            page = outputs.made_connection(declared.entry, row, f"A page of rows: {declared.description}")
            return field(declared.name, page, declared.description, outputs.page_arguments(None))
        case NodeField():
            kind = outputs.objects[declared.label]
            shown = optional(kind) if declared.name in optional_nodes else kind
            return field(declared.name, shown, declared.description)
        case ValueField():
            return field(declared.name, _value(declared, outputs), declared.description)
        case PartsField():
            part = output(declared.part, declared.part_description)
            definition(part).fields = [_field(each, outputs, set()) for each in declared.fields]
            return field(declared.name, listed(part), declared.description)
        case EntriesField():
            entry = output(declared.entry, declared.entry_description)
            inner: tuple[Field, ...] = (declared.key, *declared.fields) if declared.key else declared.fields
            definition(entry).fields = [_field(each, outputs, set()) for each in inner]
            page = outputs.made_connection(declared.entry, entry, f"A page of entries: {declared.description}")
            return field(declared.name, page, declared.description, outputs.page_arguments(None))
    page = outputs.connections[declared.label]
    return field(declared.name, page, declared.description, outputs.page_arguments(declared.label))


def _value(declared: ValueField, outputs: Outputs) -> Any:
    if declared.codes is not None:
        kind = outputs.enums[declared.codes.name]
        return listed(kind) if declared.leaf is Leaf.CODES else kind
    kind = _VALUES[declared.leaf]
    return optional(kind) if declared.optional else kind
