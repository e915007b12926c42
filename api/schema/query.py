"""The root of every question."""

from __future__ import annotations

from typing import Any

import strawberry

from api.schema.declared import declared_field
from api.schema.finding_roots import finding_roots
from api.schema.holders import holders_field
from api.schema.onward import onward_field
from api.schema.outputs import Outputs
from api.schema.scalars import Date, DateTime
from api.schema.shells import Shell, argument, definition, field, listed, optional, output
from api.schema.worked import WORKED_LISTS, worked_field
from graph.compile.asked.bounds import Bounds
from graph.compile.declared.catalogue import declared_answers
from graph.model.registry import Model

AS_OF = (
    "The day the question is about. Conditions are worked out for that day, and facts that did not hold on it are "
    "left out of lists. The registry's today where nothing is said."
)

SINCE = "Only those at this moment or later. A day alone stands for its beginning; without a time zone, UTC."


def query_type(model: Model, outputs: Outputs, enums: dict[str, Shell]) -> Shell:
    """Return the Query type: single and list fields for the node types that have them, and the rest."""
    query = output("Query", "Everything that can be asked.")
    as_of = argument("asOf", optional(Date), AS_OF)
    fields: list[Any] = [
        field(
            "node",
            optional(outputs.node),
            "Any node, by its opaque id.",
            [argument("id", strawberry.ID, "The id, as some field `id` gave it."), as_of],
        )
    ]
    for label, node in model.nodes.items():
        if not node.roots:
            continue
        thing = f"{'an' if label[0] in 'AEIOU' else 'a'} {_words(label)}"
        by = argument("id", strawberry.ID, f"The id or the readable key of {thing}.")
        fields.append(field(node.singular, optional(outputs.objects[label]), f"Find {thing}.", [by, as_of]))
        since = [] if node.since is None else [argument("since", optional(DateTime), SINCE)]
        fields.append(
            field(
                node.plural,
                outputs.connections[label],
                f"List {_words(node.plural[0].upper() + node.plural[1:])}, filtered, ordered and paged.",
                [*since, *outputs.page_arguments(label), as_of],
            )
        )
    fields += [
        _search(outputs, enums, as_of),
        _sharing(outputs, enums, as_of),
        onward_field(outputs, enums, as_of, Bounds().expand),
        holders_field(outputs, enums, as_of),
        *finding_roots(outputs, enums),
        *(declared_field(each, outputs, as_of) for each in declared_answers().values()),
        *(worked_field(each, outputs) for each in WORKED_LISTS),
    ]
    definition(query).fields = fields
    return query


def _search(outputs: Outputs, enums: dict[str, Shell], as_of: Any) -> Any:
    hit = output("SearchHit", "One thing found.")
    definition(hit).fields = [
        field("score", float, "How well it fits; comparable within one answer only."),
        field("node", outputs.node, "What was found."),
    ]
    answer = output("SearchAnswer", "What a search found, best first.")
    definition(answer).fields = [field("hits", listed(hit), "What was found, best first.")]
    return field(
        "search",
        answer,
        "Find things by words in their names, titles and descriptions. All words must occur; the last may be "
        "the beginning of one.",
        [
            argument("text", str, "The words to look for."),
            argument("kinds", optional(listed(enums["SearchKind"])), "What kinds of thing to look among."),
            argument("first", optional(int), f"How many at most, {outputs.default_page} where nothing is said."),
            as_of,
        ],
    )


def _sharing(outputs: Outputs, enums: dict[str, Shell], as_of: Any) -> Any:
    answer = output("Sharing", "What is shared between two bodies, or between one body and all others.")
    body = outputs.objects["Organisation"]
    definition(answer).fields = [
        field("between", optional(body), "The body asked about."),
        field("and", optional(body), "The other body, where one was named."),
        field(
            "answeredBy",
            enums["SharingAnsweredBy"],
            "What the answer rests on: flows, agreements, or nothing recorded.",
        ),
        field(
            "flows",
            outputs.connections["Flow"],
            "Flows of data between them, each with its direction, agreement, datasets and legal bases.",
            outputs.page_arguments("Flow"),
        ),
        field(
            "agreements",
            outputs.connections["Agreement"],
            "Agreements both are party to, or the one is where no other is named.",
            outputs.page_arguments("Agreement"),
        ),
    ]
    return field(
        "sharing",
        optional(answer),
        "Who gives what to whom: between two bodies, in both directions or one, with agreement, dataset and law.",
        [
            argument("between", strawberry.ID, "The id or key of a body."),
            argument(
                "and", optional(strawberry.ID), "The id or key of another body. All others where nothing is said."
            ),
            argument(
                "direction",
                optional(enums["SharingDirection"]),
                "Whether the first body gives, receives, or both (which is what is meant where nothing is said).",
            ),
            as_of,
        ],
    )


def _words(name: str) -> str:
    """Return a type or field name as words, e.g. 'legal basis' for LegalBasis."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
