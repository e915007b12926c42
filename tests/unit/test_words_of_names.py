"""Names of columns as people read them."""

from __future__ import annotations

import pytest

from api.pages.codes import in_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("recipient", "Recipient"),
        ("legalBasisTitle", "Legal basis title"),
        ("endsOn", "Ends on"),
        ("dpiaURL", "Dpia URL"),
    ],
)
def test_a_name_as_a_heading(name: str, words: str) -> None:
    assert in_words(name) == words
