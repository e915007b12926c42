"""Answers laid out as tables, and as CSV that a spreadsheet does not run."""

from __future__ import annotations

from api.cli.answers import Table, csv_text, tables, words

FLOWS = {
    "flows": {
        "totalCount": 3,
        "pageInfo": {"hasNextPage": True},
        "nodes": [
            {
                "key": "a",
                "dataset": {"title": "Births"},
                "relies": {"nodes": [{"code": "A", "title": "One"}, {"code": "B", "title": None}]},
                "tags": ["x", "y"],
                "oneOff": True,
            },
            {"key": "b", "dataset": None, "relies": {"nodes": []}, "tags": [], "oneOff": None},
        ],
    }
}


def test_a_connection_is_a_row_a_node_and_lists_inside_are_one_cell() -> None:
    assert tables(FLOWS) == (
        Table(
            "flows",
            ("key", "dataset.title", "relies.code", "relies.title", "tags", "oneOff"),
            (
                ("a", "Births", "A; B", "One; ", "x; y", True),
                ("b", None, None, None, None, None),
            ),
            total=3,
            more=True,
        ),
    )


def test_edges_a_single_node_a_count_and_nothing() -> None:
    answer = {
        "agreements": {"edges": [{"cursor": "c", "node": {"title": "T"}}]},
        "agreement": {"title": "T", "parties": {"totalCount": 2}},
        "flows": {"totalCount": 7},
        "dataset": None,
    }
    assert tables(answer) == (
        Table("agreements", ("cursor", "title"), (("c", "T"),)),
        Table("agreement", ("title", "parties.totalCount"), (("T", 2),)),
        Table("flows", ("totalCount",), ((7,),)),
        Table("dataset", (), ()),
    )


def test_csv_is_quoted_and_runs_nothing() -> None:
    table = Table(
        "x",
        ("text", "number", "yes"),
        (
            ('=HYPERLINK("x")', -3, True),
            ("+1", 2.5, False),
            ("@a,b", None, None),
            ("-", 0, None),
            ("line\nbreak", 1, None),
        ),
    )
    assert csv_text(table) == (
        'text,number,yes\r\n"\'=HYPERLINK(""x"")",-3,yes\r\n\'+1,2.5,no\r\n"\'@a,b",,\r\n\'-,0,\r\n"line\nbreak",1,\r\n'
    )


def test_cells_as_people_read_them() -> None:
    assert [words(cell) for cell in (None, True, False, 0, "x")] == ["", "yes", "no", "0", "x"]
