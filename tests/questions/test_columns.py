"""Answers laid out by their question's columns."""

from __future__ import annotations

from pathlib import Path

from queries.prepared.answers import Table
from queries.prepared.catalogue import load_questions
from queries.prepared.columns import flat_answer
from queries.prepared.question import Question

SOURCE = """\
# title: T
# question: Q?
# help: H
# area: A
# table: sharing.flows
# columns:
#   - {name: recipient, path: sharing.flows.recipient.name, type: text, meaning: M}
#   - {name: laws, path: sharing.flows.laws.code, type: text, meaning: M}
#   - {name: basis, path: sharing.answeredBy, type: code, meaning: M}
# example: {rows: 1}

query T { sharing { answeredBy flows { totalCount nodes { recipient { name } laws { nodes { code } } } } } }
"""


def question(folder: Path) -> Question:
    (folder / "t.graphql").write_text(SOURCE)
    return load_questions(folder)[0]


def test_rows_have_the_columns_declared_in_their_order(tmp_path: Path) -> None:
    asked = question(tmp_path)
    data = {
        "sharing": {
            "answeredBy": "FLOWS",
            "flows": {
                "totalCount": 3,
                "nodes": [
                    {"laws": {"nodes": [{"code": "A"}, {"code": "B"}]}, "recipient": {"name": "Bury"}},
                    {"laws": {"nodes": []}, "recipient": None},
                ],
            },
        }
    }
    answer = flat_answer(asked, data)
    # Several laws are one cell, none is null, and what stands beside the list is said on each row.
    assert answer.rows == (("Bury", "A; B", "FLOWS"), (None, None, "FLOWS"))
    assert answer.records()[0] == {"recipient": "Bury", "laws": "A; B", "basis": "FLOWS"}
    # 3 are counted and 2 are here.
    assert (answer.total, answer.more, answer.others) == (3, True, ())


def test_no_rows_keep_the_columns(tmp_path: Path) -> None:
    asked = question(tmp_path)
    answer = flat_answer(asked, {"sharing": {"answeredBy": "NOTHING", "flows": {"totalCount": 0, "nodes": []}}})
    assert answer.table() == Table("sharing.flows", ("recipient", "laws", "basis"), (), total=0)


def test_what_the_columns_leave_out_is_kept_beside_them(tmp_path: Path) -> None:
    asked = question(tmp_path)
    agreements = {"totalCount": 1, "nodes": [{"title": "An agreement"}]}
    data = {"sharing": {"answeredBy": "AGREEMENTS", "flows": {"nodes": []}, "agreements": agreements}}
    assert flat_answer(asked, data).others == (Table("sharing.agreements", ("title",), (("An agreement",),), total=1),)
