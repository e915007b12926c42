"""Answers laid out as tables, and as CSV that a spreadsheet does not run."""

from __future__ import annotations

from queries.prepared.answers import Table, csv_text, short_names, tables, words

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
        "agreement": {"title": "T", "tags": ["x"], "parties": {"totalCount": 2}},
        "flows": {"totalCount": 7},
        "dataset": None,
    }
    assert tables(answer) == (
        Table("agreements", ("cursor", "title"), (("c", "T"),)),
        Table("agreement", ("title", "tags", "parties.totalCount"), (("T", "x", 2),)),
        Table("flows", ("totalCount",), ((7,),)),
        Table("dataset", (), ()),
    )


def test_lists_of_a_thing_that_is_asked_for_alone_are_tables_of_their_own() -> None:
    answer = {
        "sharing": {
            "answeredBy": "FLOWS",
            "flows": {"totalCount": 1, "nodes": [{"title": "F"}]},
            "agreements": {"nodes": []},
            "bodies": [{"name": "B"}],
        }
    }
    assert tables(answer) == (
        Table("sharing", ("answeredBy",), (("FLOWS",),)),
        Table("sharing.flows", ("title",), (("F",),), total=1),
        Table("sharing.agreements", (), ()),
        Table("sharing.bodies", ("name",), (("B",),)),
    )


def test_a_column_is_called_by_the_thing_where_only_its_name_is_shown() -> None:
    columns = ("name", "recipient.name", "legalBases.citation", "legalBases.title", "flows.totalCount", "a.b.title")
    assert short_names(columns) == (
        "name",
        "recipient",
        "legalBases.citation",
        "legalBases.title",
        "flows.totalCount",
        "a.b",
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
