"""Whether a question asks about findings, whose answers change while the facts stay the same."""

from __future__ import annotations

from typing import Any, Final

import graphql

from queries.prepared.question import Question

_OF_FINDINGS: Final = ("Finding", "BodyTally", "BodyTotal", "Tally", "Alert")
"""How the names of types begin that hold what rules found, how much, and who was told."""


def asks_of_findings(question: Question, schema: graphql.GraphQLSchema) -> bool:
    """Say whether a question selects findings or chooses by them. What they say is no part of the facts' revision."""
    types = graphql.TypeInfo(schema)
    visitor = _Looking(types)
    graphql.visit(graphql.parse(question.document), graphql.TypeInfoVisitor(types, visitor))
    return visitor.found


class _Looking(graphql.Visitor):
    def __init__(self, types: graphql.TypeInfo) -> None:
        super().__init__()
        self._types = types
        self.found = False

    def enter_field(self, *_: Any) -> None:
        self._look(self._types.get_type())

    def enter_argument(self, *_: Any) -> None:
        self._look(self._types.get_input_type())

    def enter_object_field(self, *_: Any) -> None:
        self._look(self._types.get_input_type())

    def _look(self, found: Any) -> None:
        named = graphql.get_named_type(found) if found is not None else None
        self.found = self.found or (named is not None and named.name.startswith(_OF_FINDINGS))
