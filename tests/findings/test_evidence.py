"""The path of a finding: kept as text, read back, and made into one graph to be drawn."""

from __future__ import annotations

from queries.findings.evidence import EvidenceEdge, chain_text, evidence_of, read_chain
from queries.findings.running import Chain, FoundNode
from queries.gap_rules.cypher import PathEdge

COUNCIL = FoundNode("Organisation", "o:1", "Älpha “Council”")
TRUST = FoundNode("Organisation", "o:2", "Beta")
PARTY = FoundNode("Party")
ONE, TWO = FoundNode("Agreement", "a:1", "Care"), FoundNode("Agreement", "a:2", "Data")
IN, OF = PathEdge("IN", outward=False), PathEdge("OF", outward=True)


def through_party(agreement: FoundNode, body: FoundNode) -> Chain:
    return Chain((agreement, PARTY, body), (IN, OF))


def test_a_chain_survives_being_kept() -> None:
    chain = through_party(ONE, COUNCIL)
    assert chain_text(chain) == (
        '[["Agreement","a:1","Care"],["IN",false],["Party","",""],["OF",true],["Organisation","o:1","Älpha “Council”"]]'
    )
    assert read_chain(chain_text(chain)) == chain


def test_chains_share_the_nodes_they_have_in_common() -> None:
    evidence = evidence_of([through_party(ONE, COUNCIL), through_party(TWO, COUNCIL), through_party(ONE, COUNCIL)])
    assert [(each.id, each.node.label, each.node.key) for each in evidence.nodes] == [
        ("n1", "Agreement", "a:1"),
        ("n2", "Party", ""),
        ("n3", "Organisation", "o:1"),
        ("n4", "Agreement", "a:2"),
        ("n5", "Party", ""),
    ]
    assert evidence.edges == (
        EvidenceEdge("IN", "n2", "n1"),
        EvidenceEdge("OF", "n2", "n3"),
        EvidenceEdge("IN", "n5", "n4"),
        EvidenceEdge("OF", "n5", "n3"),
    )


def test_a_party_on_the_way_to_another_body_is_another_party() -> None:
    evidence = evidence_of([through_party(ONE, COUNCIL), through_party(ONE, TRUST)])
    assert [each.node.label for each in evidence.nodes] == [
        "Agreement",
        "Party",
        "Organisation",
        "Party",
        "Organisation",
    ]
