"""The pages of findings, all of them and of one body: what is wrong, how bad, what to do, with the path drawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.responses import Response

from api.findings.forms import GivenAnswer
from api.findings.page import FindingsUnreadable, Wanted
from api.pages.path_picture import path_picture
from api.pages.security import sent_by_own_page
from api.pages.steps_picture import steps_picture
from api.pages.templating import render_page
from api.pages.trend_picture import trend_picture
from api.requests.forms import HEADERS, NotTaken, back_to, filled_in
from graph.access import Caller
from graph.model.day_words import day_in_words
from graph.model.nodes.finding import FINDING_SEVERITY, FINDING_STATE

Ask = Callable[[Caller, Wanted, str | None], Awaitable[Mapping[str, Any]]]
Answer = Callable[[Caller, GivenAnswer], Awaitable[NotTaken | None]]

_FIELDS = ("finding", "do", "reason", "until", "mailbox", "post")
_ELSEWHERE = (
    "This answer did not come from a page of this registry, so nothing was changed. Open the findings here and answer "
    "them there."
)

_BASELINE = {"yes": "Stood at go-live", "no": "New since then"}


def findings_pages(ask: Ask, answer: Answer, caller: Callable[[Request], Caller]) -> APIRouter:
    """Make the routes ``/findings`` and ``/findings/body/<key>``, which show findings and take answers to them.

    `caller` is asked at each request.
    """
    router = APIRouter(include_in_schema=False)

    async def page(
        request: Request, body: str | None, given: GivenAnswer | None = None, refused: NotTaken | None = None
    ) -> Response:
        wanted = _wanted(request)
        try:
            found = await ask(caller(request), wanted, body)
        except FindingsUnreadable as fault:
            return render_page(
                request, "no-findings.html", fault.status, title="Findings not shown", message=str(fault)
            )
        path = "/findings" if body is None else f"/findings/body/{body}"
        title = "Findings" if body is None else f"Findings: {found['organisation']['name']}"
        shown = _shown(found, wanted, path)
        status = refused.status if refused else 200
        about = {"title": title, "body": found.get("organisation"), "given": given, "refused": refused}
        return render_page(request, "findings.html", status, HEADERS, **about, **shown)

    async def answered(request: Request, body: str | None) -> Response:
        """Take an answer and show the page again: anew where it was taken, else as it was filled in, and why not."""
        if not sent_by_own_page(request.headers):
            return render_page(request, "no-findings.html", 403, title="Nothing was changed", message=_ELSEWHERE)
        given = GivenAnswer(**await filled_in(request, _FIELDS))
        refused = await answer(caller(request), given)
        if refused is not None:
            return await page(request, body, given, refused)
        path = "/findings" if body is None else f"/findings/body/{quote(body, safe='')}"
        return back_to(request, path, anchor(given.finding))

    @router.post("/findings", response_class=HTMLResponse)
    async def answer_one(request: Request) -> Response:
        return await answered(request, None)

    @router.post("/findings/body/{key:path}", response_class=HTMLResponse)
    async def answer_one_of_a_body(request: Request, key: str) -> Response:
        return await answered(request, key)

    @router.get("/findings", response_class=HTMLResponse)
    async def all_findings(request: Request) -> Response:
        return await page(request, None)

    @router.get("/findings/body/{key:path}", response_class=HTMLResponse)
    async def findings_of_a_body(request: Request, key: str) -> Response:
        return await page(request, key)

    return router


def anchor(finding: str) -> str:
    """Return the name of the place of a finding on its page."""
    return f"f-{sha256(finding.encode()).hexdigest()[:12]}"


def _wanted(request: Request) -> Wanted:
    """What the address asks for; a severity, state or baseline that there is none of is not asked."""
    given = {
        name: request.query_params.get(name, "").strip() for name in ("severity", "state", "rule", "baseline", "after")
    }
    known: dict[str, Mapping[str, str]] = {
        "severity": FINDING_SEVERITY.values,
        "state": FINDING_STATE.values,
        "baseline": _BASELINE,
    }
    return Wanted(**{name: value if value in known.get(name, (value,)) else "" for name, value in given.items()})


def _shown(found: Mapping[str, Any], wanted: Wanted, path: str) -> dict[str, Any]:
    findings = found["findings"]
    asked = {name: getattr(wanted, name) for name in ("severity", "state", "rule", "baseline") if getattr(wanted, name)}

    def address(**changes: str) -> str:
        given = {name: value for name, value in {**asked, **changes}.items() if value}
        return path + (f"?{urlencode(given)}" if given else "")

    severities = {group["value"]: group for group in found["severities"]}
    after = findings["pageInfo"]["endCursor"] if findings["pageInfo"]["hasNextPage"] else None
    return {
        "wanted": wanted,
        "here": address(after=wanted.after),
        "address": address,
        "base": path,
        "counts": [(code, severities.get(code, {"found": 0, "unanswered": 0})) for code in FINDING_SEVERITY.values],
        "severity_meanings": FINDING_SEVERITY.values,
        "states": FINDING_STATE.values,
        "baselines": _BASELINE,
        "rules": found["rules"],
        "bodies": found.get("bodies", []),
        "total": findings["totalCount"],
        "findings": [_finding(each, found.get("organisation")) for each in findings["nodes"]],
        "next_page": address(after=after) if after else None,
        "trend": _trend(found),
        "scorecard": _scorecard(found.get("organisation")),
    }


def _trend(found: Mapping[str, Any]) -> Markup | None:
    """The picture of how many findings stood over time, where there is more than one day."""
    body = found.get("organisation")
    if body is None:
        points = found["findingTrend"]
        return Markup(trend_picture(points)) if len(points) > 1 else None  # noqa: S704 - escaped
    steps = body["findingTrend"]["nodes"][::-1]
    days = [each["on"] for each in (*steps, *body["scorecard"]["nodes"])]
    if not steps or max(days) == steps[0]["on"]:
        return None
    return Markup(steps_picture(steps, date.fromisoformat(max(days))))  # noqa: S704 - escaped


def _finding(each: Mapping[str, Any], body: Mapping[str, Any] | None) -> dict[str, Any]:
    explained = each["explain"]
    bodies = each["bodies"]
    return {
        **each,
        "since": _day(each["firstSeen"]),
        "seen": _day(each["lastSeen"]),
        "until": _day(each["waivedUntil"]),
        "anchor": anchor(each["key"]),
        "assignee": _assignee(each),
        "posts": _posts(each, body),
        "others": bodies["totalCount"] - len(bodies["nodes"]),
        "waiver_ran_out": "WAIVER_RAN_OUT" in each["conditions"],
        "picture": Markup(path_picture(explained["nodes"], explained["edges"])),  # noqa: S704 - escaped
    }


def _assignee(each: Mapping[str, Any]) -> str | None:
    post = each["assignedTo"]
    if post is None:
        mailbox: str | None = each["mailbox"]
        return mailbox
    at = post["organisation"]
    return f"{post['title']}, {at['name']}" if at else str(post["title"])


def _posts(
    each: Mapping[str, Any], body: Mapping[str, Any] | None
) -> Sequence[tuple[str, Sequence[Mapping[str, str]]]]:
    """The posts that can be given a finding, by the name of their body, the page's own body first.

    The one that has it is among them, also where it is at another body or nobody holds it any more.
    """
    bodies = {one["key"]: one for one in (*([body] if body else []), *each["bodies"]["nodes"])}
    offered = [(str(one["name"]), list(one["posts"]["nodes"])) for one in bodies.values() if one["posts"]["nodes"]]
    has_it = each["assignedTo"]
    if has_it is not None and all(post["key"] != has_it["key"] for _, posts in offered for post in posts):
        at = has_it["organisation"]
        offered.append((str(at["name"]) if at else "Elsewhere", [has_it]))
    return offered


def _scorecard(body: Mapping[str, Any] | None) -> Sequence[dict[str, Any]]:
    if body is None:
        return []
    return [{**each, "units": _units(each["unit"], each["lookedAt"])} for each in body["scorecard"]["nodes"]]


def _units(unit: str, number: int) -> str:
    """What a rule looks at, in words: `flows`, `legal bases`, `body` for an organisation."""
    words = "".join(f" {each.lower()}" if each.isupper() else each for each in unit).strip()
    irregular = {"organisation": ("body", "bodies"), "legal basis": ("legal basis", "legal bases")}
    one, many = irregular.get(words, (words, words[:-1] + "ies" if words.endswith("y") else words + "s"))
    return one if number == 1 else many


def _day(iso: str | None) -> str | None:
    if iso is None:
        return None
    return day_in_words(date.fromisoformat(iso[:10]))
