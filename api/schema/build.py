"""Builds the schema: Strawberry declares and prints it, graphql-core executes what was printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
)
from strawberry.schema.config import StrawberryConfig

from api.schema.computed import COMPUTED_FIELDS, MADE_TYPES
from api.schema.filters import FilterInputs
from api.schema.mutation import mutation_type
from api.schema.outputs import Outputs
from api.schema.query import query_type
from api.schema.scalars import SCALARS, attach_scalars
from api.schema.shells import Shell, enumeration
from api.schema.worked import WORKED_LISTS
from graph.compile.cypher.context import condition_codes
from graph.compile.declared.catalogue import declared_choices, declared_codes
from graph.compile.plan import ANSWER_CODES
from graph.compile.reader import TYPE_KEY
from graph.compile.roots.search import search_kinds
from graph.model.property import CodeList
from graph.model.registry import Model

ORDER_DIRECTION = CodeList(
    "OrderDirection",
    "Which way to sort.",
    {"ASC": "A to Z, early to late, missing values last.", "DESC": "Z to A, late to early, missing values first."},
)
SHARING_DIRECTION = CodeList(
    "SharingDirection",
    "Which way data moves, seen from the first body.",
    {"GIVES": "The first body gives.", "RECEIVES": "The first body receives.", "BOTH": "Either way."},
)


def schema_text(model: Model, default_page: int = 25) -> str:
    """Return the schema of a model in the schema definition language, as it is checked in."""
    enums: dict[str, Shell] = {name: enumeration(codes) for name, codes in model.code_lists.items()}
    for node in model.nodes.values():
        if node.conditions:
            codes = condition_codes(node)
            enums[codes.name] = enumeration(codes)
    for extra in (
        ORDER_DIRECTION,
        SHARING_DIRECTION,
        *ANSWER_CODES,
        *declared_choices(),
        *declared_codes(),
        *(codes for each in WORKED_LISTS for codes in each.codes),
        _search_kind(model),
    ):
        enums[extra.name] = enumeration(extra)
    filters = FilterInputs(model, enums)
    outputs = Outputs(model, enums, filters, default_page)
    query = query_type(model, outputs, enums)
    schema = strawberry.Schema(
        query=query,
        mutation=mutation_type(outputs),
        types=list(outputs.objects.values()),
        config=StrawberryConfig(auto_camel_case=False, scalar_map=SCALARS),
    )
    return schema.as_str() + "\n"


def executable_schema(text: str) -> GraphQLSchema:
    """Return the schema graphql-core executes: every field reads what the compiled statement fetched."""
    schema = build_schema(text)
    attach_scalars(schema)
    computed = {(each.label, each.name): each for each in COMPUTED_FIELDS}
    for kind in schema.type_map.values():
        if kind.name.startswith("__"):
            continue
        if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            kind.resolve_type = _type_of
        if isinstance(kind, GraphQLObjectType):
            for name, field in kind.fields.items():
                made = computed.get((kind.name, name))
                if made is not None:
                    field.resolve = _computed(made.make)
                else:
                    field.resolve = _made if kind.name in MADE_TYPES else _fetched
    return schema


def _fetched(source: Any, info: GraphQLResolveInfo[Any], **_arguments: Any) -> Any:
    value = source[info.path.key]
    if isinstance(value, Exception):
        raise value
    return value


def _made(source: Any, info: GraphQLResolveInfo[Any]) -> Any:
    return source[info.field_name]


def _computed(make: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    def resolve(source: Any, info: GraphQLResolveInfo[Any]) -> Any:
        return make(source[info.path.key])

    return resolve


def _type_of(value: Any, _info: GraphQLResolveInfo[Any], _kind: Any) -> str:
    name: str = value[TYPE_KEY]
    return name


def _search_kind(model: Model) -> CodeList:
    return CodeList(
        "SearchKind",
        "The kinds of thing that can be searched.",
        {
            code: model.nodes[label].description.split(":")[0].split(". ")[0].rstrip(".") + "."
            for code, label in search_kinds(model).items()
        },
    )
