"""What the pages of findings say, asked through the same GraphQL as everybody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from api.graphql.asked import Question
from api.graphql.errors import Refusal
from api.graphql.execute import Engine
from graph.access import Caller

PAGE_SIZE: Final = 15

_FINDINGS: Final = """
  findings(where: $where, orderBy: [{gravity: ASC}, {firstSeen: DESC}], first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      key rule severity state message firstSeen lastSeen baseline waivedUntil reason mailbox timesReopened conditions
      assignedTo { key title organisation { key name } }
      bodies(first: 6) { totalCount nodes { key name ...Posts } }
      explain { title area why remedy citation strength evidence caution
        nodes { id type key name } edges { type from to } hidden }
    }
  }
  severities: findingGroups(groupBy: SEVERITY, where: $where) { value found unanswered baseline }
  rules: findingGroups(groupBy: RULE, where: $where, first: 500) { value label found unanswered baseline }
"""
# Posts that nobody holds any more see to nothing.
_POSTS: Final = """
fragment Posts on Organisation {
  posts(first: 20, where: {or: [{to: {isRecorded: false}}, {to: {onOrAfter: $today}}]}) { nodes { key title } }
}
"""
_ALL: Final = f"""query($today: Date!, $where: FindingWhere, $first: Int, $after: String) {{{_FINDINGS}
  bodies: findingGroups(groupBy: BODY, where: $where, first: 25) {{ value label found unanswered }}
  findingTrend {{ on found rules }}
}}{_POSTS}"""
_BODY: Final = f"""query($body: ID!, $today: Date!, $where: FindingWhere, $first: Int, $after: String) {{{_FINDINGS}
  organisation(id: $body) {{
    key name ...Posts
    scorecard(first: 500, orderBy: [{{gravity: ASC}}, {{found: DESC}}]) {{
      nodes {{ rule title severity unit found lookedAt on }}
    }}
    findingTrend(first: 366, orderBy: [{{on: DESC}}]) {{
      nodes {{ on found blockers errors warnings infos }}
    }}
  }}
}}{_POSTS}"""


@dataclass(frozen=True)
class Wanted:
    """Which findings a page shows. Empty texts ask nothing; without a state, those that stand."""

    severity: str = ""
    state: str = ""
    rule: str = ""
    baseline: str = ""
    after: str = ""

    def where(self, body: str | None) -> dict[str, Any]:
        """Return the filter, of one body where it is named."""
        where: dict[str, Any] = {}
        if self.severity:
            where["severity"] = {"eq": self.severity}
        if self.state:
            where["state"] = {"eq": self.state}
        else:
            where["conditions"] = {"has": "STANDING"}
        if self.rule:
            where["rule"] = {"eq": self.rule}
        if self.baseline:
            where["baseline"] = {"eq": self.baseline == "yes"}
        if body is not None:
            where["bodies"] = {"some": {"key": {"eq": body}}}
        return where


class FindingsUnreadable(Exception):
    """The findings cannot be shown. The message says why; `status` is that of the page."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


async def findings_page(engine: Engine, caller: Caller, wanted: Wanted, body: str | None) -> Mapping[str, Any]:
    """Return what a page shows: of all bodies, or of one by its key. Raises FindingsUnreadable."""
    variables: dict[str, Any] = {
        "where": wanted.where(body),
        "first": PAGE_SIZE,
        "after": wanted.after or None,
        "today": engine.today().isoformat(),
    }
    if body is not None:
        variables["body"] = body
    try:
        answer = await engine.answer(Question(_ALL if body is None else _BODY, variables), caller)
    except Refusal as refusal:
        raise FindingsUnreadable(str(refusal), refusal.status) from refusal
    told = orjson.loads(answer.body)
    if "errors" in told:
        error = told["errors"][0]
        status = {"NOT_FOUND": 404, "BAD_CURSOR": 400}.get(error["extensions"]["code"], 503)
        raise FindingsUnreadable(error["message"], status)
    data: Mapping[str, Any] = told["data"]
    return data
