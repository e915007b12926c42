"""Random arguments of the root fields that answer with tables."""

from __future__ import annotations

import random
from typing import Any

from graph.compile.answers.coverage import TOLD
from graph.compile.answers.expiring import EXPIRING
from graph.compile.answers.statistics import BY, OF
from graph.compile.answers.worklist import WORK
from graph.model.property import CodeList
from tests.seeded.filters import RandomFilters

ROOTS = ("expiring", "worklist", "coverage", "statistics")

TABLES = {
    "Expiring": {"items": "Organisation"},
    "ExpiringItem": {
        "agreements": "Agreement",
        "flows": "Flow",
        "bodies": "Organisation",
        "leads": "Organisation",
        "posts": "Post",
    },
    "Worklist": {"items": "Organisation"},
    "WorkItem": {"agreements": "Agreement", "flows": "Flow", "toSign": "Organisation", "posts": "Post"},
    "Coverage": {"bodies": "Organisation", "sources": "Source"},
    "Statistics": {"groups": "Organisation", "months": "Organisation"},
}
"""The types of their answers and rows that have lists, and what each list of nodes holds; a table may hold anything."""

OWN_TABLES = {
    ("Expiring", "items"),
    ("Worklist", "items"),
    ("Coverage", "bodies"),
    ("Coverage", "sources"),
    ("Statistics", "groups"),
    ("Statistics", "months"),
}
"""The tables, whose cursors are of no list of nodes."""


def table_arguments(root: str, rng: random.Random, filters: RandomFilters) -> dict[str, Any]:
    """Return arguments of a root field; those that may be left out are, now and then."""
    match root:
        case "expiring":
            return {**_some(rng, "kinds", EXPIRING), **_number(rng, "within", (0, 1, 90, 400, 3660))}
        case "worklist":
            named = {"for": filters.naming(rng, "Organisation")}
            return {**named, **_some(rng, "kinds", WORK), **_number(rng, "within", (0, 1, 31, 400))}
        case "coverage":
            return {**_some(rng, "told", TOLD), **_number(rng, "lately", (0, 1, 90, 800))}
    chosen = {"of": rng.choice(list(OF.values)), "by": rng.choice(list(BY.values))}
    return {**chosen, **_number(rng, "months", (1, 13, 30, 240))}


def _some(rng: random.Random, name: str, codes: CodeList) -> dict[str, Any]:
    """Some of the codes, mostly few: every choice is a statement of its own, and all of them a long one."""
    return {name: rng.sample(list(codes.values), rng.choice((1, 1, 1, 2, 3)))} if rng.random() < 0.8 else {}


def _number(rng: random.Random, name: str, values: tuple[int, ...]) -> dict[str, Any]:
    return {name: rng.choice(values)} if rng.random() < 0.7 else {}
