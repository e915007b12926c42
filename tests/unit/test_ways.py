"""Ways in which nodes may be seen are joined where, and only where, the model has no other walk."""

from __future__ import annotations

import pytest

from graph.model.registry import Model, registry_model
from graph.ways import Step, Way, joined, steps_of

PUBLIC = ("this.visibility = 'PUBLIC'",)


@pytest.fixture(scope="module")
def model() -> Model:
    return registry_model()


def way(start: str, pattern: str, conditions: tuple[str, ...] = PUBLIC) -> Way:
    steps = steps_of(pattern)
    assert steps is not None
    return Way((start,), steps, conditions=conditions)


def test_steps_are_read_from_a_declared_pattern() -> None:
    assert steps_of("(this)-[:FOR_PARTY]->(:Party)-[:IN]->(agreement:Agreement)") == (
        Step(("FOR_PARTY",), ("Party",)),
        Step(("IN",), ("Agreement",)),
    )
    assert steps_of("(this)-[:DISCLOSES|VIA]->(:Organisation|Post)") == (
        Step(("DISCLOSES", "VIA"), ("Organisation", "Post")),
    )
    for other in ("(this)<-[:IN]-(:Party)", "(this)-[:DISCLOSES]-(:Flow)", "(that)-[:IN]->(:Agreement)", "(this)"):
        assert steps_of(other) is None


def test_what_ends_alike_is_asked_with_one_pattern(model: Model) -> None:
    both = joined(
        model, [way("Party", "(this)-[:IN]->(:Agreement)"), way("Flow", "(this)-[:GOVERNED_BY]->(:Agreement)")]
    )
    assert [each.predicate(ask_type=True) for each in both] == [
        "EXISTS { MATCH (this:Party|Flow)-[:IN|GOVERNED_BY]->(other:Agreement) WHERE other.visibility = 'PUBLIC' }"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A document attached to an agreement would be found, of which neither speaks.
        (way("Dpia", "(this)-[:ASSESSES]->(:Agreement)"), way("Document", "(this)-[:ATTACHED_TO]->(:Dpia)")),
        # Past the steps they differ, or in how many there are.
        (way("Party", "(this)-[:IN]->(:Agreement)"), way("Flow", "(this)-[:GOVERNED_BY]->(:Agreement)", ("true",))),
        (
            way("Party", "(this)-[:IN]->(:Agreement)"),
            way("Signature", "(this)-[:FOR_PARTY]->(:Party)-[:IN]->(:Agreement)"),
        ),
    ],
)
def test_what_would_find_more_than_both_stays_apart(model: Model, one: Way, other: Way) -> None:
    assert joined(model, [one, other]) == [one, other]


def test_conditions_speak_of_the_node_that_the_steps_lead_to() -> None:
    party = Way(("Flow",), (), ("(this)-[:VIA]-(body:Organisation)",), ("this.ceased", "body.key IN $bodies"))
    assert party.predicate() == (
        "EXISTS { MATCH (this)-[:VIA]-(body:Organisation) WHERE this.ceased AND body.key IN $bodies }"
    )
    assert party.after("Dpia", (Step(("ASSESSES",), ("Flow",)),)).predicate() == (
        "EXISTS { MATCH (this)-[:ASSESSES]->(other:Flow) MATCH (other)-[:VIA]-(body:Organisation) "
        "WHERE other.ceased AND body.key IN $bodies }"
    )
    assert Way(("Source",), conditions=PUBLIC).predicate() == "this.visibility = 'PUBLIC'"
