"""Bodies that a newer edition of a list leaves out: withdrawn from that list alone, dated by the edition, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graph.model.records import Records
from graph.model.registry import registry_model
from graph.store.store import Store
from ingest.catalogue import find_source
from ingest.drafting.draft import Draft
from ingest.drafting.ref import EdgeName, Ref
from ingest.loading.difference import difference_lines
from ingest.loading.held import Held, HeldEdge, HeldNode
from ingest.loading.pipeline import load
from ingest.loading.plan import Planner
from ingest.loading.planned import NodeWrite, Plan
from ingest.loading.tally import Tally
from ingest.loading.withdrawal import Loss, Mark, Withdrawals
from ingest.who.bodies import Directory
from tests.ingest.asking import Ask
from tests.ingest.body_drafting import write_rows
from tests.ingest.graph_dump import digest

TODAY = dt.date(2026, 11, 22)
MODEL = registry_model()
LISTED = """{
  organisations(orderBy: [{key: ASC}]) { nodes {
    key
    successors { nodes { key } }
    withdrawnIn(orderBy: [{title: ASC}]) { nodes { title source { key } } }
    history(orderBy: [{at: ASC}, {key: ASC}]) { nodes { kind edition { title } } }
  } }
  editions(orderBy: [{title: ASC}]) { nodes { title withdraws { nodes { __typename caption } } } }
  changes(since: "2026-01-01", where: {kind: {in: [WITHDRAWN, RESTORED]}}, orderBy: [{at: ASC}, {key: ASC}]) {
    nodes { kind type property before after of { nodes { key } } }
  }
}"""
MARCH, APRIL, MAY, JUNE = (f"2022-{month:02}" for month in (3, 4, 5, 6))


def trusts(folder: Path, month: str, codes: str) -> Path:
    rows = [(f"R{code}{code}", f"TRUST {code}", "20010401", "") for code in codes]
    return write_rows(folder / f"etr-{month}.csv", ("Organisation Code", "Name", "Open Date", "Close Date"), *rows)


def toolkit(folder: Path, month: str, codes: str) -> Path:
    """Trusts of the toolkit, of which B was followed by A."""
    headings = ("Code", "Name", "Latest.Status", "Date.Of.Publication", "Start", "Successor.Code")
    rows = [
        (f"R{c}{c}", f"Trust {c}", "20/21 Standards Met", "28/06/2021", "2001-04-01", "RAA" if c == "B" else "")
        for c in codes
    ]
    return write_rows(folder / f"dspt-{month}-01.csv", headings, *rows)


async def test_a_body_is_withdrawn_from_the_list_that_dropped_it_until_it_is_back(
    registry: Store, tmp_path: Path, ask: Ask
) -> None:
    async def trusts_of(month: str, codes: str, **options: Any) -> Any:
        return await load(registry, "ods-trusts", [trusts(tmp_path, month, codes)], today=TODAY, **options)

    await trusts_of(MARCH, "ABCD")
    await load(registry, "dspt", [toolkit(tmp_path, MARCH, "AB")], today=TODAY)
    fewer = await trusts_of(APRIL, "AC")
    assert fewer.nodes == {"Organisation": Tally(unchanged=2, withdrawn=2), "Name": Tally(unchanged=2, withdrawn=2)}
    assert fewer.edges["NAMES"] == Tally(unchanged=2)
    assert difference_lines(fewer.changes) == ["Withdrawn (2):", "  Organisation ods:RBB", "  Organisation ods:RDD"]
    before = await digest(registry)
    assert (await trusts_of(APRIL, "AC")).changes_nothing
    assert await digest(registry) == before
    # A part of the list says nothing of what is not in it.
    part = await trusts_of(MAY, "A", extract="Anytown alone.")
    assert (part.nodes["Organisation"], part.changes) == (Tally(unchanged=1), ())
    await load(registry, "dspt", [toolkit(tmp_path, APRIL, "A")], today=TODAY)
    later = await trusts_of(JUNE, "ACD")
    assert later.nodes == {"Organisation": Tally(unchanged=2, restored=1), "Name": Tally(unchanged=2, restored=1)}
    assert difference_lines(later.changes) == ["Restored (1):", "  Organisation ods:RDD"]

    april, toolkit_of_april = "2022-04 (etr-2022-04.csv)", "2022-04-01 (dspt-2022-04-01.csv)"
    june = "2022-06 (etr-2022-06.csv)"
    found = await ask(LISTED)
    told = {each["key"]: each for each in found["organisations"]["nodes"]}
    assert {key: _editions(each["withdrawnIn"]) for key, each in told.items()} == {
        "ods:RAA": [],
        "ods:RBB": [(april, "ods-trusts"), (toolkit_of_april, "dspt")],
        "ods:RCC": [],
        "ods:RDD": [],
    }
    history = {
        key: [(h["kind"], h["edition"]["title"]) for h in each["history"]["nodes"]] for key, each in told.items()
    }
    assert history == {
        "ods:RAA": [],
        "ods:RBB": [("WITHDRAWN", april), ("WITHDRAWN", toolkit_of_april)],
        "ods:RCC": [],
        "ods:RDD": [("WITHDRAWN", april), ("RESTORED", june)],
    }
    assert [(c["kind"], c["type"], c["of"]["nodes"][0]["key"]) for c in found["changes"]["nodes"]] == [
        ("WITHDRAWN", "Organisation", "ods:RBB"),
        ("WITHDRAWN", "Organisation", "ods:RDD"),
        # The toolkit says what it met when; the trust and its assurance.
        ("WITHDRAWN", "Assurance", "dspt:RBB:20/21"),
        ("WITHDRAWN", "Organisation", "ods:RBB"),
        ("RESTORED", "Organisation", "ods:RDD"),
    ]
    assert {c[name] for c in found["changes"]["nodes"] for name in ("property", "before", "after")} == {None}
    left_out = {
        each["title"]: sorted((n["__typename"], n["caption"]) for n in each["withdraws"]["nodes"])
        for each in found["editions"]["nodes"]
    }
    assert {title: nodes for title, nodes in left_out.items() if nodes} == {
        april: [("Name", "TRUST B"), ("Organisation", "TRUST B")],
        toolkit_of_april: [("Assurance", "DSPT 20/21: Trust B"), ("Name", "Trust B"), ("Organisation", "TRUST B")],
    }
    # Who followed it is still known.
    assert told["ods:RBB"]["successors"]["nodes"] == [{"key": "ods:RAA"}]


def _editions(page: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(each["title"], each["source"]["key"]) for each in page["nodes"]]


def planned(
    source: str,
    drafted: Mapping[Ref, dict[str, Any]],
    stated: Mapping[Ref, tuple[tuple[str, ...], str | None]],
    withdrawn: tuple[Ref, ...] = (),
    edges: Mapping[EdgeName, HeldEdge] | None = None,
    absent: tuple[str, ...] = (),
) -> Plan:
    """What a load of a whole edition would write, of a source that states some nodes now and stated others."""
    draft = Draft(source, Directory(), Directory())
    for ref, values in drafted.items():
        draft.nodes.add(ref, values)
    nodes = {ref: HeldNode(dict(drafted[ref]), sources) for ref, (sources, _) in stated.items() if ref in drafted}
    held = Held(nodes, edges or {}, stated, dict.fromkeys(withdrawn, f"{source}:old"))
    return Planner(Records(MODEL), find_source(source), {}).plan(draft, held, withdraw=True, absent=absent)


A, B, C = (("Organisation", f"ods:R{c}{c}") for c in "ABC")
BODY = {"name": "A TRUST", "identifiers": ["ods:RAA"]}


def test_a_load_cut_short_between_the_mark_and_the_rest_tells_it_once() -> None:
    """The mark is there with its change; that another source alone states the body is not yet written."""
    both = ("ods-trusts", "dspt")
    fresh = planned("ods-trusts", {A: BODY}, {A: (both, None), B: (both, None)})
    assert list(fresh.marks) == [Mark(B, withdraws=True, told=True)]
    again = planned("ods-trusts", {A: BODY}, {A: (both, None), B: (both, None)}, withdrawn=(B,))
    assert list(again.marks) == []
    for plan in (fresh, again):
        assert [write for write in plan.node_writes() if write.ref == B] == [NodeWrite(B, {}, {}, ("dspt",), False)]


def test_an_agreement_is_told_by_its_state_where_no_other_source_has_it() -> None:
    one, two = ("Agreement", "dea:1"), ("Agreement", "dea:2")
    stated = {one: (("dea-register",), "UNKNOWN"), two: (("dea-register", "gm-seed"), "UNKNOWN")}
    plan = planned("dea-register", {}, stated)
    assert list(plan.marks) == [Mark(one, withdraws=True, told=False), Mark(two, withdraws=True, told=True)]
    assert [(write.ref, write.values) for write in plan.node_writes()] == [(one, {"state": "WITHDRAWN"}), (two, {})]
    assert plan.node_tallies == {"Agreement": Tally(withdrawn=2)}


@pytest.mark.parametrize(
    ("source", "ref", "absent", "counts"),
    [
        ("ods-trusts", A, (), True),
        ("ods-trusts", ("Name", "ods-trusts:organisation:A TRUST"), (), True),
        # Of an extract by a rule of its own each edition is whole.
        ("dspt", A, (), True),
        ("hdruk-datasets", ("Dataset", "hdruk-datasets:1"), (), True),
        # Selections: absence says nothing.
        ("gm-seed", A, (), False),
        ("metadata-exchange", ("Dataset", "d:1"), (), False),
        ("gm-seed", ("Flow", "gm-seed:1"), (), True),
        # No column names who succeeded or who is controller: bodies that only it named are not gone.
        ("local-authorities", A, ("Organisation.successors",), False),
        ("local-authorities", ("Name", "n"), ("Organisation.successors",), False),
        ("local-authorities", A, ("Organisation.closedOn",), True),
        # A provision that is cited no longer is still law; words of the register's own are the register's.
        ("nhs-digital-register", ("LegalBasis", "hsca12-s261-7"), (), False),
        ("nhs-digital-register", ("LegalBasis", "nhs-digital-register:section-45c"), (), True),
    ],
)
def test_whether_being_left_out_says_that_it_is_withdrawn(
    source: str, ref: Ref, absent: tuple[str, ...], counts: bool
) -> None:
    withdrawals = Withdrawals(MODEL, find_source(source))
    withdrawals.without(absent)
    assert withdrawals.counts(ref) is counts


def test_most_bodies_of_a_list_lost_is_a_loss_of_its_own() -> None:
    bodies = {("Organisation", f"ods:R{n}"): (("ods-trusts",), None) for n in range(30)}
    stated = {A: (("ods-trusts",), None), B: (("ods-trusts",), None), **bodies}
    assert planned("ods-trusts", {A: BODY}, stated, withdrawn=(B,)).losses == [
        Loss("agreements, flows and parties", 0, 0),
        # All but A; B had gone before.
        Loss("bodies and datasets", 30, 31),
    ]


def test_what_a_withdrawn_body_was_part_of_stays_and_what_a_listed_one_left_does_not() -> None:
    member, left, followed = (
        EdgeName("MEMBER_OF", B, A),
        EdgeName("MEMBER_OF", A, C),
        EdgeName("SUCCEEDED_BY", B, C),
    )
    mine = HeldEdge({}, ("ods-trusts",))
    stated = dict.fromkeys((A, B, C), (("ods-trusts",), None))
    plan = planned("ods-trusts", {A: BODY}, stated, edges=dict.fromkeys((member, left, followed), mine))
    assert list(plan.removed_edges) == [left]
