"""What a question about the whole registry looks at: at most so many nodes, and whether that was all."""

from __future__ import annotations

from graph.compile.cypher.order import Term
from graph.compile.declared.scene import Scene


def compared(scene: Scene, imports: str, lines: list[str], node: str, order: str, names: tuple[str, str]) -> list[str]:
    """Return the lines that bind the first nodes that `lines` find, in an order, and whether there were more.

    `node` is the variable that is kept of each, `names` are what the two are bound to.
    """
    kept, cut = names
    bound = scene.context.constant(scene.context.compare)
    return [
        f"CALL ({imports}) {{",
        *lines,
        f"WITH {node} ORDER BY {order} LIMIT {bound} + 1",
        f"WITH collect({node}) AS found",
        f"RETURN found[..{bound}] AS {kept}, size(found) > {bound} AS {cut}",
        "}",
    ]


def most_first(count: str) -> Term:
    """Return the term that sorts by a count, the highest first; positions in a list are texts."""
    return Term(as_text(count), False)


def as_text(count: str) -> str:
    """Return a count as a text that sorts as the count does."""
    return f"substring(toString(1000000000 + {count}), 1)"
