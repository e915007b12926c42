"""What the start page says of the registry, asked through the same GraphQL as everybody asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson

from api.graphql.asked import Question
from api.graphql.errors import Refusal
from api.graphql.execute import Engine
from api.pages.start import Count, RegistrySummary, RegistryUnreadable, SourceSummary
from graph.access import ADMINISTRATOR
from graph.store.engine import EngineInfo

SUMMARY = """
{
  organisations { totalCount }
  agreements { totalCount }
  flows { totalCount }
  datasets { totalCount }
  legalBases { totalCount }
  sources(first: 100) {
    nodes {
      title
      completenessNote
      credit
      editions(last: 1, orderBy: [{asAt: ASC}]) { nodes { title loadedAt rows { totalCount } } }
    }
  }
}
"""


async def registry_summary(engine: Engine, info: EngineInfo) -> RegistrySummary:
    """Return how much the registry holds and from which registers.

    Raises RegistryUnreadable, with words fit for a page, where the engine does not answer.
    """
    try:
        answer = await engine.answer(Question(SUMMARY), ADMINISTRATOR)
    except Refusal as refusal:
        raise RegistryUnreadable(str(refusal)) from refusal
    body = orjson.loads(answer.body)
    if "errors" in body:
        raise RegistryUnreadable(body["errors"][0]["message"])
    data = body["data"]
    names = {
        "organisations": "organisations",
        "agreements": "agreements",
        "flows": "flows",
        "datasets": "datasets",
        "legalBases": "legal bases",
    }
    return RegistrySummary(
        engine="embedded" if info.kind == "embedded" else f"{info.name} {info.version}",
        counts=tuple(Count(shown, data[field]["totalCount"]) for field, shown in names.items()),
        sources=tuple(_source(each) for each in data["sources"]["nodes"]),
    )


def _source(source: dict[str, Any]) -> SourceSummary:
    editions = source["editions"]["nodes"]
    latest: dict[str, Any] = editions[0] if editions else {"title": None, "loadedAt": None, "rows": {"totalCount": 0}}
    loaded = latest["loadedAt"]
    return SourceSummary(
        title=source["title"],
        edition=latest["title"],
        records=latest["rows"]["totalCount"],
        completeness=source["completenessNote"],
        credit=source["credit"],
        loaded_on=dt.date.fromisoformat(loaded[:10]) if loaded else None,
    )
