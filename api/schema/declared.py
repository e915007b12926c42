"""Root fields and types of what is declared in `graph/compile/answers/`."""

from __future__ import annotations

from typing import Any

import strawberry

from api.schema.outputs import Outputs
from api.schema.scalars import Date
from api.schema.shells import Shell, argument, definition, field, listed, optional, output
from graph.compile.declared import Answer, Choice, EntriesField, Field, Named, NodeField
from graph.compile.declared_rows import Column, NodeColumn, Number, RowsField
from graph.model.declaration import Kind


def declared_field(answer: Answer, outputs: Outputs, enums: dict[str, Shell], as_of: Any) -> Any:
    """Return the field of Query that asks a declared answer."""
    optional_nodes = {a.name for a in answer.arguments if isinstance(a, Named) and not a.required}
    shell = output(answer.type_name, answer.type_description)
    definition(shell).fields = [_field(each, outputs, enums, optional_nodes) for each in answer.fields]
    arguments = [_argument(each, enums) for each in answer.arguments]
    return field(answer.root, optional(shell), answer.description, [*arguments, as_of])


_SCALARS: dict[Kind, Any] = {Kind.TEXT: str, Kind.INTEGER: int, Kind.FLAG: bool, Kind.DATE: Date}


def _argument(declared: Named | Choice | Number, enums: dict[str, Shell]) -> Any:
    if isinstance(declared, Number):
        bounds = f"{declared.least} to {declared.most:,}, {declared.default} where nothing is said."
        return argument(declared.name, optional(int), f"{declared.description} {bounds}")
    if isinstance(declared, Choice):
        kind: Any = enums[declared.codes.name]
        kind = listed(kind) if declared.several else kind
        return argument(declared.name, optional(kind) if declared.optional else kind, declared.description)
    named: Any = strawberry.ID if declared.required else optional(strawberry.ID)
    return argument(declared.name, named, declared.description)


def _field(declared: Field | NodeColumn, outputs: Outputs, enums: dict[str, Shell], optional_nodes: set[str]) -> Any:
    match declared:
        case Column():
            plain: Any = enums[declared.codes.name] if declared.codes else _SCALARS[declared.kind]
            return field(declared.name, plain if declared.required else optional(plain), declared.description)
        case NodeColumn():
            node = outputs.objects[declared.labels[0]] if len(declared.labels) == 1 else outputs.node
            return field(declared.name, node if declared.required else optional(node), declared.description)
        case RowsField():
            row = output(declared.entry, declared.entry_description)
            definition(row).fields = [_field(each, outputs, enums, set()) for each in declared.fields]
            page = outputs.made_connection(declared.entry, row, f"A page of rows: {declared.description}")
            return field(declared.name, page, declared.description, outputs.page_arguments(None))
        case NodeField():
            kind = outputs.objects[declared.label]
            shown = optional(kind) if declared.name in optional_nodes else kind
            return field(declared.name, shown, declared.description)
        case EntriesField():
            entry = output(declared.entry, declared.entry_description)
            inner: tuple[Field, ...] = (declared.key, *declared.fields)
            definition(entry).fields = [_field(each, outputs, enums, set()) for each in inner]
            page = outputs.made_connection(declared.entry, entry, f"A page of entries: {declared.description}")
            return field(declared.name, page, declared.description, outputs.page_arguments(None))
    page = outputs.connections[declared.label]
    return field(declared.name, page, declared.description, outputs.page_arguments(declared.label))
