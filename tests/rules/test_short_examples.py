"""Examples that are like another: put together in full, and told with their line where they are wrong."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

import pytest

from queries.gap_rules.catalogue import RULES_FOLDER, load_rules
from queries.gap_rules.example import Example, ExampleEdge
from queries.gap_rules.rule import RuleError

RULE = "flow-without-agreement.yaml"

BASE = """\
examples:
  - name: the cell is blank
    nodes:
      council: {is: Organisation, name: Alpha Council}
      trust: {is: Organisation, name: Beta Trust}
      flow: {is: Flow, title: Care plans, state: LIVE, frequency: DAILY}
      law: {is: LegalBasis, code: law}
    edges: [council DISCLOSES flow, flow RECEIVED_BY trust, "flow RELIES_ON law {side: BOTH}"]
    stated: {flow: [Flow.agreements]}
    finds: {flow: "Care plans is live, and no agreement is recorded for it."}
  - name: nobody asks
    like: the cell is blank
    stated: {flow: []}
    finds: {}
"""


def read(folder: Path, more: str = "", base: str = BASE) -> tuple[Example, ...]:
    """The examples of a rule that has `base`, and more of them."""
    source = (RULES_FOLDER / RULE).read_text(encoding="utf-8")
    (folder / RULE).write_text(source[: source.index("examples:")] + base + more, encoding="utf-8")
    [rule] = load_rules(folder)
    return rule.examples


def test_what_an_example_does_not_say_is_as_in_the_one_it_is_like(tmp_path: Path) -> None:
    more = """\
  - name: another law, and another recipient
    like: the cell is blank
    with: {flow: {frequency: WEEKLY, channel: API}, board: {is: Organisation}}
    without: [trust, flow.title]
    edges: [flow RECEIVED_BY board, "flow RELIES_ON law {side: DISCLOSER}"]
  - name: no law
    like: another law, and another recipient
    without: [flow RELIES_ON law]
    stated: {board: [Organisation.kind]}
    finds: {flow: It is found.}
"""
    first, second, third, fourth = read(tmp_path, more)
    assert second == Example("nobody asks", first.nodes, first.edges, {"flow": []}, {})
    discloses = ExampleEdge("council", "DISCLOSES", "flow", {})
    received = ExampleEdge("flow", "RECEIVED_BY", "board", {})
    assert third == Example(
        "another law, and another recipient",
        {
            "council": {"is": "Organisation", "name": "Alpha Council"},
            "flow": {"is": "Flow", "state": "LIVE", "frequency": "WEEKLY", "channel": "API"},
            "law": {"is": "LegalBasis", "code": "law"},
            "board": {"is": "Organisation"},
        },
        (discloses, received, ExampleEdge("flow", "RELIES_ON", "law", {"side": "DISCLOSER"})),
        {"flow": ["Flow.agreements"]},
        first.finds,
    )
    assert fourth.edges == (discloses, received)
    assert fourth.stated == {"flow": ["Flow.agreements"], "board": ["Organisation.kind"]}
    assert fourth.finds == {"flow": "It is found."}
    # What is said of one example is not said of the one it is like.
    assert first.nodes["flow"]["frequency"] == "DAILY"


def test_two_edges_between_the_same_nodes_stand_where_one_example_says_both(tmp_path: Path) -> None:
    more = """\
  - name: each side relies on it
    like: the cell is blank
    edges: ["flow RELIES_ON law {side: DISCLOSER}", "flow RELIES_ON law {side: RECIPIENT}"]
"""
    *_, last = read(tmp_path, more)
    assert [edge.values for edge in last.edges] == [{}, {}, {"side": "DISCLOSER"}, {"side": "RECIPIENT"}]


AGAIN = "like: the cell is blank\n    finds: {}\n    "
WRONG = [
    ("like: a blank cell", "line 42: examples.2.like: no example above is called 'a blank cell'"),
    ("like: more", "line 42: examples.2.like: no example above is called 'more'"),
    ("with: {flow: {state: LIVE}}", "line 41: examples.2: with and without go with like: the name of an example above"),
    ("finds: {}", "line 41: examples.2: give its nodes, or like: the name of an example above"),
    ("nodes: {flow: {is: Flow}}", "line 41: examples.2: say what the rule finds; nothing is finds: {}"),
    (f"{AGAIN}nodes: {{flow: {{is: Flow}}}}", "line 41: examples.2: an example that is like another says under with"),
    (f"{AGAIN}stated: {{flow: [Flow.agreements]}}", "line 41: examples.2: it has nothing that 'the cell is blank' has"),
    (f"{AGAIN}with: {{flw: {{state: LIVE}}}}", "line 44: examples.2.with.flw: 'the cell is blank' has no flw; a new"),
    (f"{AGAIN}with: {{flow: {{is: Flow}}}}", "line 44: examples.2.with.flow: 'the cell is blank' has a flow; give the"),
    (f"{AGAIN}with: {{paper: {{is: Paper}}}}", "line 44: examples.2.with.paper: is: Paper is no node type"),
    (f"{AGAIN}without: [trust, flow.state, flow.channel]", "line 44: examples.2.without.2: 'the cell is blank' has no"),
    (
        f"{AGAIN}without: [flow DISCLOSES trust]",
        "line 44: examples.2.without.0: 'the cell is blank' has no node, value",
    ),
    (f"{AGAIN}without: [flow.is]", "line 44: examples.2.without.0: 'the cell is blank' has no node, value"),
    (f"{AGAIN}edges: [flow CARRIES trust]", "line 44: examples.2.edges.0: the model has no (Flow)-[:CARRIES]->"),
    (
        f"{AGAIN}edges: ['flow RELIES_ON law {{side: [}}']",
        "line 44: examples.2.edges.0: write it as: council DISCLOSES",
    ),
    (f"{AGAIN}without: [trust]\n    stated: {{trust: []}}", "line 41: examples.2: trust is none of its nodes"),
    (
        "like: the cell is blank\n    shows: {trust: [Beta Trust]}",
        "line 43: examples.2.shows.trust: the rule finds nothing about trust",
    ),
    ("like: the cell is blank\n    without: [flow]", "line 41: examples.2: flow is none of its nodes"),
]


@pytest.mark.parametrize(("said", "told"), WRONG, ids=[told[9:] for _, told in WRONG])
def test_a_wrong_example_is_told_with_its_line(tmp_path: Path, said: str, told: str) -> None:
    with pytest.raises(RuleError) as fault:
        read(tmp_path, f"  - name: more\n    {said}\n")
    assert str(fault.value).startswith(f"{RULE}, {told}")


def test_examples_are_told_apart_by_their_names(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"line 37: examples.1.name: two examples are called 'the cell is blank'"):
        read(tmp_path, base=BASE.replace("nobody asks", "the cell is blank"))


def test_what_is_around_a_subject_begins_with_it(tmp_path: Path) -> None:
    source = (RULES_FOLDER / RULE).read_text(encoding="utf-8")
    part = "around: MATCH (agreement)<-[:GOVERNED_BY]-(flow:Flow)\nmatch: |\n"
    (tmp_path / RULE).write_text(source.replace("match: |\n", part), encoding="utf-8")
    with pytest.raises(RuleError, match=r"line 16: around: it does not begin with \(flow\)"):
        load_rules(tmp_path)


def test_what_narrows_is_a_part_of_the_condition(tmp_path: Path) -> None:
    source = (RULES_FOLDER / RULE).read_text(encoding="utf-8")
    part = "narrowing: [flow.state = 'ALIVE']\npath:\n"
    (tmp_path / RULE).write_text(source.replace("path:\n", part), encoding="utf-8")
    with pytest.raises(RuleError, match=r"line 22: narrowing.0: it is no part of match"):
        load_rules(tmp_path)


def test_the_page_on_rules_shows_examples_that_can_be_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"```yaml\n(- name: the agreement ended.*?)```", page, re.DOTALL)
    terms = "state: SIGNED, startsOn: 2025-01-01, endsOn: 2026-12-31"
    base = BASE.replace("      law: ", f"      agreement: {{is: Agreement, {terms}}}\n      law: ")
    *_, ended, open_ended = read(tmp_path, indent(shown, "  "), base)
    assert ended.nodes["agreement"]["endsOn"] == "2026-03-31"
    assert open_ended.nodes["agreement"].keys() == {"is", "state", "startsOn"}
    assert [edge.end for edge in open_ended.edges if edge.type == "RECEIVED_BY"] == ["board"]
    assert open_ended.stated == {"flow": ["Flow.agreements"], "agreement": []}
