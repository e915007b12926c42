"""Rows that share an identity and differ keep their places from one edition to the next."""

from __future__ import annotations

import itertools
import random

from ingest.drafting.variants import Content, assign, differences

NO_EDGES: frozenset[tuple[object, ...]] = frozenset()


def content(**values: str) -> Content:
    return values, NO_EDGES


A = content(identifiability="IDENTIFIABLE", optOut="APPLIED", frequency="ONE_OFF")
B = content(identifiability="DE_PERSONALISED", optOut="NOT_IDENTIFIABLE", frequency="ONE_OFF")


def test_without_anything_known_they_are_numbered_in_the_order_given() -> None:
    assert assign([A, B], {}) == [1, 2]


def test_the_same_content_keeps_its_number_in_any_order() -> None:
    assert assign([B, A], {1: A, 2: B}) == [2, 1]


def test_an_amended_row_keeps_the_number_of_what_it_was() -> None:
    amended = content(identifiability="DE_PERSONALISED", optOut="NOT_IDENTIFIABLE", frequency="ONGOING")
    assert assign([amended, A], {1: A, 2: B}) == [2, 1]


def test_a_new_row_takes_a_number_that_nobody_had() -> None:
    c = content(identifiability="AGGREGATE", optOut="OTHER", frequency="ONGOING")
    assert assign([c, A, B], {1: A, 2: B}) == [3, 1, 2]


def test_the_one_that_stays_keeps_its_number_when_the_other_goes() -> None:
    assert assign([B], {1: A, 2: B}) == [2]


def test_edges_count_like_values() -> None:
    law = frozenset({("RELIES_ON", ("LegalBasis", "x"), (), True)})
    other = frozenset({("RELIES_ON", ("LegalBasis", "y"), (), True)})
    assert differences(({"a": 1}, law), ({"a": 1, "aSort": "1"}, law)) == 0
    assert differences(({"a": 1}, law), ({"a": 2}, other)) == 3


def test_matching_takes_the_fewest_differences_overall() -> None:
    """Against all matchings tried one by one, on many small random groups."""
    chance = random.Random(20261122)

    def some_content() -> Content:
        return content(**{name: chance.choice("ab") for name in "xyz"})

    for _ in range(300):
        known = {n: some_content() for n in (1, 2, 3)}
        contents = [some_content() for _ in range(3)]
        found = sum(differences(c, known[n]) for c, n in zip(contents, assign(contents, known), strict=True))
        least = min(
            sum(differences(c, known[n]) for c, n in zip(contents, order, strict=True))
            for order in itertools.permutations(known)
        )
        assert found == least


def test_large_groups_are_matched_exactly_where_content_is_the_same() -> None:
    known = {n: content(x=str(n)) for n in range(1, 40)}
    order = list(known)
    random.Random(1).shuffle(order)
    assert assign([known[n] for n in order], known) == order
