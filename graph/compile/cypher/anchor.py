"""Edge filters from the cheaper end.

A filter that reaches a node named by its key ('agreements that have this body as a party') can be answered
from the page side (walk the ordered list, test each) or from that node (take what hangs on it, then sort).
Which is cheaper depends on how much hangs on it, so the statement itself looks at the degree and chooses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.compile.cypher.where import Path
from graph.model.registry import Model, ResolvedLink


@dataclass(frozen=True, slots=True)
class Anchor:
    """The links from the listed node to a node named by key, and where in the filter the key stands.

    `pure` says that the filter asks nothing else along the way, so that reaching the node by these links
    is the whole test.
    """

    links: tuple[ResolvedLink, ...]
    path: Path
    operator: str
    pure: bool

    @property
    def label(self) -> str:
        """The label of the node named by key."""
        return self.links[-1].targets[0]

    def chain(self, node: str, between: str, anchor: str, label: str | None = None) -> str:
        """Return the pattern from the listed node to the anchor, which is bound.

        `label` is the listed node's where the pattern is to bind it, None where it is bound.
        """
        text, here = "", node
        for index, link in enumerate(self.links):
            last = index == len(self.links) - 1
            other = anchor if last else f"{between}{index}"
            pattern = link.pattern(here, "", other)
            text = pattern if not text else text + pattern.removeprefix(f"({here})")
            here = other
        text = text.removesuffix(f"({anchor}:{self.label})") + f"({anchor})"
        return text if label is None else text.replace(f"({node})", f"({node}:{label})", 1)

    def degree(self, anchor: str) -> str:
        """Return the Cypher that reads how many edges of the last link hang on the anchor."""
        link = self.links[-1]
        arrow = f"<-[:{link.edge.type}]-()" if link.outward else f"-[:{link.edge.type}]->()"
        return f"COUNT {{ ({anchor}){arrow} }}"


def find_anchor(
    model: Model, label: str, where: dict[str, Any], path: Path = ("where",), walked: frozenset[str] = frozenset()
) -> Anchor | None:
    """Return the first way in a filter from a node type to a node named by its key, if there is one.

    `walked` are the types of edges on the way so far. None is walked twice: the way becomes one pattern, which would
    not go back over the edge that it came by, and a filter may ('elements of a category that has this element').
    """
    links = model.links(label)
    for name, value in where.items():
        link = links.get(name)
        if link is None or link.polymorphic or link.edge.type in walked:
            continue
        inner, here = (value.get("some"), (*path, name, "some")) if link.many else (value, (*path, name))
        if not inner:
            continue
        alone = len(inner) == 1 and (not link.many or len(value) == 1)
        key = inner.get("key")
        if key:
            for operator in ("eq", "in"):
                if operator in key:
                    return Anchor((link,), (*here, "key"), operator, alone and len(key) == 1)
        further = find_anchor(model, link.targets[0], inner, here, walked | {link.edge.type})
        if further is not None:
            return Anchor((link, *further.links), further.path, further.operator, alone and further.pure)
    return None
