"""Root fields and types of what is declared in `graph/compile/answers/`."""

from __future__ import annotations

from typing import Any

import strawberry

from api.schema.outputs import Outputs
from api.schema.shells import Shell, argument, definition, field, optional, output
from graph.compile.declared import Answer, Choice, EntriesField, Field, Named, NodeField


def declared_field(answer: Answer, outputs: Outputs, enums: dict[str, Shell], as_of: Any) -> Any:
    """Return the field of Query that asks a declared answer."""
    optional_nodes = {a.name for a in answer.arguments if isinstance(a, Named) and not a.required}
    shell = output(answer.type_name, answer.type_description)
    definition(shell).fields = [_field(each, outputs, optional_nodes) for each in answer.fields]
    arguments = [_argument(each, enums) for each in answer.arguments]
    return field(answer.root, optional(shell), answer.description, [*arguments, as_of])


def _argument(declared: Named | Choice, enums: dict[str, Shell]) -> Any:
    if isinstance(declared, Choice):
        return argument(declared.name, enums[declared.codes.name], declared.description)
    kind: Any = strawberry.ID if declared.required else optional(strawberry.ID)
    return argument(declared.name, kind, declared.description)


def _field(declared: Field, outputs: Outputs, optional_nodes: set[str]) -> Any:
    match declared:
        case NodeField():
            kind = outputs.objects[declared.label]
            shown = optional(kind) if declared.name in optional_nodes else kind
            return field(declared.name, shown, declared.description)
        case EntriesField():
            entry = output(declared.entry, declared.entry_description)
            inner: tuple[Field, ...] = (declared.key, *declared.fields)
            definition(entry).fields = [_field(each, outputs, set()) for each in inner]
            page = outputs.made_connection(declared.entry, entry, f"A page of entries: {declared.description}")
            return field(declared.name, page, declared.description, outputs.page_arguments(None))
    page = outputs.connections[declared.label]
    return field(declared.name, page, declared.description, outputs.page_arguments(declared.label))
