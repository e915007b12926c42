"""Names and codes of an answer in words, for people who read the page and not the schema."""

from __future__ import annotations

import re

import graphql

from api.questions.asking import Answered
from queries.prepared.selected import selected

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def in_words(name: str) -> str:
    """Return the name of a column as a heading: `legalBasisTitle` is `Legal basis title`."""
    words = " ".join(word if word.isupper() else word.lower() for word in _WORD.split(name))
    return words[:1].upper() + words[1:]


def codes_shown(answered: Answered, schema: graphql.GraphQLSchema) -> list[tuple[str, str]]:
    """Return the codes that stand in an answer, each with what the schema says it means, in alphabetical order."""
    question = answered.asking.question
    leaves, _ = selected(schema, graphql.parse(question.document))
    found: dict[str, str] = {}
    for place, column in enumerate(question.columns):
        type_ = leaves[column.path].type
        if not isinstance(type_, graphql.GraphQLEnumType):
            continue
        for row in answered.flat.rows:
            for code in str(row[place] or "").split("; "):
                if code in type_.values:
                    found[code] = type_.values[code].description or ""
    return sorted(found.items())
