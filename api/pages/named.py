"""The nodes that a field of a form can name, to be chosen by their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import orjson

from api.graphql.asked import Question
from api.graphql.execute import Engine
from graph.access import Caller
from graph.model.declaration import Node

MOST: Final = 500
"""How many a page offers at most; others can be named by their keys all the same."""


@dataclass(frozen=True)
class Named:
    """A node as a form offers it."""

    key: str
    name: str


async def named_nodes(engine: Engine, node: Node, caller: Caller) -> list[Named]:
    """Return the nodes of a type that a caller may see, by name, up to `MOST`. Raises Refusal."""
    most = min(MOST, engine.compiler.bounds.page)
    asked = (
        f"{{ {node.plural}(first: {most}, orderBy: [{{{node.caption}: ASC}}]) {{ nodes {{ key {node.caption} }} }} }}"
    )
    body = orjson.loads((await engine.answer(Question(asked), caller)).body)
    nodes = ((body.get("data") or {}).get(node.plural) or {}).get("nodes") or []
    return [Named(each["key"], each[node.caption] or each["key"]) for each in nodes]
