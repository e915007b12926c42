"""The catalogue of gap rules: each entry is carried out by a rule, called inexpressible, or still to be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.gap_rules.catalogue import load_rules
from queries.gap_rules.coverage import coverage
from queries.gap_rules.rule import RuleError


def test_the_catalogue_holds_its_106_rules() -> None:
    entries = coverage(load_rules()).entries
    areas = [id_.partition("-")[0] for id_ in entries]
    assert {area: areas.count(area) for area in areas} == {"LB": 38, "LE": 7, "CC": 19, "GV": 34, "TR": 8}


def test_what_is_carried_out_missing_and_still_to_be_written_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(
        "LB-004: {title: Schedule 1 Part 1}\nLB-005: {title: Schedule 1 Part 2}\nXX-001: {title: Written by nobody}\n"
        "XX-002: {title: The colour of the paper, missing: No node has a colour.}\n",
        encoding="utf-8",
    )
    rule = next(each for each in load_rules() if each.id == "article-9-without-schedule-1")
    found = coverage([rule], path)
    assert found.carried_out == {"LB-004": (rule.id,), "LB-005": (rule.id,)}
    assert {id_: entry.missing for id_, entry in found.not_expressible.items()} == {"XX-002": "No node has a colour."}
    assert list(found.to_be_written) == ["XX-001"]


@pytest.mark.parametrize(
    ("catalogue", "told"),
    [
        ("LB-004: {title: One}\n", "covers: LB-005 is no rule of the catalogue; see catalogue.yaml"),
        (
            "LB-004: {title: One}\nLB-005: {title: Two, missing: A node.}\n",
            "covers: LB-005 stands as missing in the catalogue; see catalogue.yaml",
        ),
        ("LB-004: {titel: One}\n", "catalogue.yaml, line 1: LB-004.title: Field required"),
    ],
)
def test_a_catalogue_and_rules_that_are_at_odds_are_told(tmp_path: Path, catalogue: str, told: str) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(catalogue, encoding="utf-8")
    rules = [each for each in load_rules() if each.id == "article-9-without-schedule-1"]
    with pytest.raises(RuleError) as fault:
        coverage(rules, path)
    assert told in str(fault.value)
