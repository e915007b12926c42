"""What an edition does not ask for any more: facts whose columns its files lack.

A column that is gone says nothing, so what earlier editions said in it stays, and its blank is no gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.model.spelling import plain
from ingest.tables.layout import Column, Row, Table


def absent_columns(tables: Sequence[Table], rows: Iterable[Row]) -> dict[str, Column]:
    """Return the facts (`Type.property` or `Type.link`) that no column of the rows gives, with the column that would.

    Only columns that declare what they give count, and of those of one fact all must be missing; of links that several
    columns give a part of, one.
    """
    there: set[tuple[str, str]] = set()
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        columns = (row.table, *row.headings)
        if columns not in seen:
            seen.add(columns)
            there |= {(row.table, name) for name in row.headings}
    given: dict[str, list[tuple[str, Column]]] = {}
    for table in tables:
        for column in table.columns:
            for fact in column.gives:
                given.setdefault(fact, []).append((table.name, column))
    absent = {
        fact: columns[0][1]
        for fact, columns in given.items()
        if not any((table, column.field) in there for table, column in columns)
    }
    read = {table for table, _ in there}
    partly = (
        (fact, column)
        for table in tables
        for column in table.columns
        for fact in column.some_of
        if table.name in read and (table.name, column.field) not in there
    )
    for fact, column in partly:
        absent.setdefault(fact, column)
    return absent


def absence_remarks(absent: dict[str, Column]) -> list[tuple[str, str]]:
    """Return what people are told: a line for each column that is missing."""
    by_heading: dict[str, list[str]] = {}
    for fact, column in absent.items():
        by_heading.setdefault(plain(column.headings[0]), []).append(fact)
    return [
        (
            "columns missing",
            f"There is no {heading!r}, so nothing is said of {', '.join(facts)}; what was said before stays.",
        )
        for heading, facts in by_heading.items()
    ]
