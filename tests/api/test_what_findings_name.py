"""What a finding tells of things that not everybody who sees the finding may see: to whom, and where."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from html import unescape
from typing import Any

import pytest
import pytest_asyncio

from api.app import prepare
from api.findings.forms import GivenAnswer
from api.findings.page import Wanted, findings_page
from api.graphql.execute import Engine
from api.pages.findings import findings_pages
from api.requests.forms import NotTaken
from graph.access import ADMINISTRATOR, Caller, Role
from graph.model.records import Records
from graph.model.registry import registry_model
from graph.model.row_scope import Everyone, Follows, OwnVisibility
from graph.store.store import Store
from queries.findings.recording import Recorder
from queries.gap_rules.catalogue import Rule, load_rules
from tests.api.api_little import TODAY, put
from tests.api.page_client import client_of
from tests.api.test_findings import NOW
from tests.servers.wipe import wipe_data

Ask = Callable[..., Any]
ALPHA, BETA, GAMMA = (Caller(Role.MEMBER, (f"o:{name}",)) for name in ("alpha", "beta", "gamma"))
FLOW = "flow-under-no-agreement-in-force:Flow:f:care"
CLOSED = "closed-body-still-party:Organisation:o:gamma"
SECRETS = ("Secret", "a:secret", "Hushed", "f:care", "a:partners")
FINDINGS = """{ findings { nodes {
  key message caption brief path names about { __typename key caption }
  explain { hidden nodes { key name } edges { type } }
} } }"""


def rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in load_rules() if rule.id in (FLOW.split(":")[0], CLOSED.split(":")[0]))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def little(store: Store) -> AsyncIterator[Store]:
    """Alpha gives Beta data under an agreement that ended, of which Alpha alone is a party and which parties alone see.

    Gamma closed; it is a party to an open agreement and to one that its parties alone may see, as Alpha is to both.
    """
    await wipe_data(store)
    await prepare(store)
    make = Records(registry_model())
    nodes = [
        make.node("Organisation", "o:alpha", name="Alpha Council"),
        make.node("Organisation", "o:beta", name="Beta Trust"),
        make.node("Organisation", "o:gamma", name="Gamma CCG", closedOn=TODAY.replace(year=2025)),
        make.node("Organisation", "o:heir", name="Heir Board"),
        make.node("Agreement", "a:secret", title="Secret agreement", state="TERMINATED", visibility="PARTIES"),
        make.node("Agreement", "a:open", title="Open agreement", state="SIGNED", visibility="PUBLIC"),
        make.node("Agreement", "a:partners", title="Secret protocol", state="SIGNED", visibility="PARTIES"),
        make.node("Flow", "f:care", title="Hushed plans", state="LIVE"),
        *(make.node("Party", key) for key in ("p:alpha", "p:gamma-open", "p:gamma-secret")),
    ]
    edges = [
        make.edge("OF", ("Party", "p:alpha"), ("Organisation", "o:alpha")),
        make.edge("IN", ("Party", "p:alpha"), ("Agreement", "a:secret")),
        make.edge("DISCLOSES", ("Organisation", "o:alpha"), ("Flow", "f:care")),
        make.edge("RECEIVED_BY", ("Flow", "f:care"), ("Organisation", "o:beta")),
        make.edge("GOVERNED_BY", ("Flow", "f:care"), ("Agreement", "a:secret")),
        make.edge("OF", ("Party", "p:gamma-open"), ("Organisation", "o:gamma")),
        make.edge("IN", ("Party", "p:gamma-open"), ("Agreement", "a:open")),
        make.edge("OF", ("Party", "p:gamma-secret"), ("Organisation", "o:gamma")),
        make.edge("IN", ("Party", "p:gamma-secret"), ("Agreement", "a:partners")),
        make.edge("SUCCEEDED_BY", ("Organisation", "o:gamma"), ("Organisation", "o:heir")),
    ]
    await put(store, nodes, edges)
    await Recorder(store, registry_model(), "a test").record_all(rules(), TODAY, NOW)
    yield store


async def found(ask: Ask, caller: Caller) -> dict[str, Any]:
    told = await ask(FINDINGS, caller=caller)
    return {each["key"]: each for each in told["data"]["findings"]["nodes"]}


HEIR = CLOSED.replace("gamma", "heir")


async def test_who_may_see_everything_it_names_is_told_everything(ask: Ask) -> None:
    for caller in (ADMINISTRATOR, ALPHA):
        care = (await found(ask, caller))[FLOW]
        assert (
            care["message"]
            == care["caption"]
            == ("Hushed plans is live, and Secret agreement is not in force: terminated.")
        )
        assert care["names"] == ["Agreement:a:secret", "Flow:f:care"]
        assert [each["key"] for each in care["explain"]["nodes"]] == ["o:alpha", "f:care", "o:beta", "a:secret"]
        assert care["explain"]["hidden"] == 0
        assert care["about"] == {"__typename": "Flow", "key": "f:care", "caption": "Hushed plans"}


async def test_who_may_not_is_told_what_the_rule_finds_and_nothing_of_what_is_hidden(ask: Ask) -> None:
    told = await found(ask, BETA)
    assert list(told) == [FLOW]
    care = told[FLOW]
    brief = "Live flow under an agreement that is not in force. It names something that you may not see."
    # Who gives to whom hangs on the flow, so that no part of the path is left.
    assert care == {
        "key": FLOW,
        "message": brief,
        "caption": brief,
        "brief": brief,
        "path": [],
        "names": [],
        "about": None,
        "explain": {"hidden": 2, "nodes": [], "edges": []},
    }


async def test_of_several_chains_those_that_lead_over_nothing_hidden_are_told(ask: Ask, little: Store) -> None:
    """Heir took Gamma over, so it is of it; and it may see the open agreement and not the protocol."""
    told = (await found(ask, Caller(Role.MEMBER, ("o:heir",))))[HEIR]
    assert told["message"] == ("Closed body still party to agreements. It names something that you may not see.")
    assert told["explain"]["hidden"] == 1
    assert {each["name"] for each in told["explain"]["nodes"]} == {
        *("Heir Board", "Gamma CCG", "Open agreement", None),
    }
    whole = (await found(ask, ADMINISTRATOR))[HEIR]
    assert "Open agreement and Secret protocol" in whole["message"]
    assert whole["explain"]["hidden"] == 0
    assert whole["names"] == ["Agreement:a:open", "Agreement:a:partners"]


@pytest.mark.parametrize(
    ("word", "number"), [("Secret", 0), ("Hushed", 0), ("names something", 1)], ids=["agreement", "flow", "brief"]
)
async def test_nothing_hidden_is_found_by_asking_for_its_words(ask: Ask, word: str, number: int) -> None:
    document = (
        f'{{ findings(where: {{message: {{contains: "{word}"}}}}) {{ totalCount }} '
        f'findingGroups(groupBy: RULE, where: {{message: {{contains: "{word}"}}}}) {{ found }} }}'
    )
    data = (await ask(document, caller=BETA))["data"]
    assert data == {"findings": {"totalCount": number}, "findingGroups": [{"found": 1}] * number}


async def test_the_page_of_a_member_tells_nothing_hidden(asking: Engine) -> None:
    async def ask_page(caller: Caller, wanted: Wanted, body: str | None) -> Mapping[str, Any]:
        return await findings_page(asking, caller, wanted, body)

    async def answer(_caller: Caller, _given: GivenAnswer) -> NotTaken | None:
        raise AssertionError("nothing is answered here")

    async with client_of(findings_pages(ask_page, answer, lambda _request: BETA)) as client:
        for path in ("/findings", "/findings/body/o%3Abeta"):
            page = unescape((await client.get(path)).text)
            assert page.count('<article class="finding ') == 1
            assert "It names something that you may not see.</h3>" in page
            assert "2 parts of where it is in the registry lead over what you may not see, and are left out." in page
            left = page.replace(FLOW, "")
            assert [secret for secret in SECRETS if secret in left] == []


async def test_what_is_gone_or_was_never_listed_is_not_told(ask: Ask, little: Store) -> None:
    """Who could see it is not known any more, so nobody but administrators is told."""
    await little.write([("MATCH (:Finding {key: $key})-[r:SPEAKS_OF]->(:Agreement) DELETE r", {"key": FLOW})])
    assert (await found(ask, ALPHA))[FLOW]["message"].startswith("Live flow under an agreement that is not in force.")
    assert (await found(ask, ADMINISTRATOR))[FLOW]["message"].startswith("Hushed plans is live")
    await little.write([("MATCH (f:Finding {key: $key}) SET f.names = null, f.brief = null", {"key": FLOW})])
    old = (await found(ask, ALPHA))[FLOW]
    assert (old["message"], old["path"], old["explain"]["hidden"]) == (None, [], 1)
    # The next run lists it anew.
    await Recorder(little, registry_model(), "a test").record_all(rules(), TODAY, NOW)
    assert (await found(ask, ALPHA))[FLOW]["message"].startswith("Hushed plans is live")


async def test_what_becomes_open_is_told_at_once(ask: Ask, little: Store) -> None:
    await little.write([("MATCH (a:Agreement {key: 'a:secret'}) SET a.visibility = 'PUBLIC'", {})])
    assert (await found(ask, BETA))[FLOW]["message"].startswith("Hushed plans is live")
    await little.write([("MATCH (a:Agreement {key: 'a:secret'}) SET a.visibility = 'PARTIES'", {})])
    assert (await found(ask, BETA))[FLOW]["message"].startswith("Live flow under")


def test_whatever_rules_name_and_not_everybody_may_see_can_be_judged() -> None:
    model = registry_model()
    judged = {label for label, node in model.nodes.items() if isinstance(node.scope, Follows | OwnVisibility)}
    named = {node.label for rule in load_rules() for node in rule.nodes.values()}
    scoped = {label for label in named if not isinstance(model.nodes[label].scope, Everyone)}
    assert scoped - judged == set()
    assert scoped >= {"Agreement", "Document", "Dpia", "Flow", "Party", "Signature", "Source"}
