"""Searching for what people type: the same answers on every engine, whatever they type."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model.schema_plan import SchemaPlan, SearchIndex
from graph.store.bootstrap import ensure_schema
from graph.store.search_text import lucene_query
from graph.store.store import Store

_PLAN = SchemaPlan((), (), (SearchIndex("Body", ("name", "description")),))
_BODIES = {
    "oldham": ("Oldham Council", "A metropolitan borough council"),
    "foi": ("Foundation Trust for Health", "Not a council and no borough"),
    "oneill": ("O'Neill and Sons", "Processor for the NHS"),
    "gov": ("Government Digital Service", "See gov.uk for more, version 2.5, 1,000 users"),
    "hyphen": ("Stockport-and-District Hub", "A/B testing of care_records (draft)"),
    "welsh": ("Cyngor Ynys Môn", "Isle of Anglesey County Council"),
    "colon": ("Name x:y", "Description:name"),
    "odd": ("The AND OR NOT Group", "to be: or not to be"),
}
_SEARCHES: list[tuple[str, set[str]]] = [
    ("oldham", {"oldham"}),
    ("OLDHAM council", {"oldham"}),
    ("council oldham", {"oldham"}),
    ("counc", {"oldham", "foi", "welsh"}),
    ("borough counc", {"oldham", "foi"}),
    ("counc borough", set()),
    ("metropolitan oldham", {"oldham"}),
    ("oldham trust", set()),
    ("o'neill", {"oneill"}),
    ("o’neill", {"oneill"}),
    ("o’neill sons", {"oneill"}),
    ("neill", set()),
    ("O'Nei", {"oneill"}),
    ("gov.uk", {"gov"}),
    ("gov", {"gov"}),
    ("2.5", {"gov"}),
    ("1,000 users", {"gov"}),
    ("stockport-and-dist", {"hyphen"}),
    ("Stockport district", {"hyphen"}),
    ("a/b test", {"hyphen"}),
    ("care_records", {"hyphen"}),
    ("(draft)", {"hyphen"}),
    ("môn", {"welsh"}),
    ("MÔN cyng", {"welsh"}),
    ("AND", {"odd", "oneill", "hyphen", "foi"}),
    ("AND OR NOT", {"odd"}),
    ("NOT council", {"foi"}),
    ("-council", {"oldham", "foi", "welsh"}),
    ("+oldham +council", {"oldham"}),
    ("oldham~", {"oldham"}),
    ("old*am", set()),
    ("oldh?m", set()),
    ("be: or", {"odd"}),
    ("x:y", {"colon"}),
    ("x:y name", {"colon"}),
    ('"oldham council"', {"oldham"}),
    ('"oldham', {"oldham"}),
    ("oldham)", {"oldham"}),
    ("[a TO z]", set()),
    ("{oldham", {"oldham"}),
    ("/oldham/", {"oldham"}),
    ("oldham\\", {"oldham"}),
    ("oldham^4", set()),
    ("oldham && council", {"oldham"}),
    ("oldham || trust", set()),
    ("!oldham", {"oldham"}),
    ("oldham; council", {"oldham"}),
]


@pytest.fixture
async def bodies(store: Store) -> Store:
    """The bodies above; made again only where another test has taken them away."""
    await ensure_schema(store, _PLAN)
    rows = [{"key": key, "name": name, "description": text} for key, (name, text) in _BODIES.items()]
    await store.write([("MATCH (n:Body) DETACH DELETE n", {})])
    await store.write([("UNWIND $rows AS row CREATE (n:Body) SET n = row", {"rows": rows})])
    return store


async def _found(store: Store, text: str) -> set[str]:
    records = await store.rows(
        "CALL db.index.fulltext.queryNodes($index, $q) YIELD node, score RETURN node.key, score > 0.0",
        {"index": store.search_index("Body"), "q": lucene_query(text)},
    )
    assert all(scored for _, scored in records)
    assert len({key for key, _ in records}) == len(records)
    return {key for key, _ in records}


async def test_searches(bodies: Store) -> None:
    wrong = [
        (text, expected, found) for text, expected in _SEARCHES if (found := await _found(bodies, text)) != expected
    ]
    assert wrong == []


async def test_a_whole_word_counts_more_than_the_beginning_of_one(bodies: Store) -> None:
    await bodies.write([("CREATE (:Body {key: 'part', name: 'Councillors of Oldham'})", {})])
    records = await bodies.rows(
        "CALL db.index.fulltext.queryNodes($index, $q) YIELD node, score RETURN node.key ORDER BY score DESC",
        {"index": bodies.search_index("Body"), "q": lucene_query("oldham council")},
    )
    assert records == [["oldham"], ["part"]]


async def test_changes_are_found_at_once(bodies: Store) -> None:
    assert await _found(bodies, "zebra") == set()
    await bodies.write([("MATCH (n:Body {key: 'gov'}) SET n.name = 'Zebra Crossing'", {})])
    assert await _found(bodies, "zebra") == {"gov"}
    await bodies.write([("MATCH (n:Body {key: 'gov'}) DETACH DELETE n", {})])
    assert await _found(bodies, "zebra") == set()


async def test_a_node_with_a_second_label_is_found(bodies: Store) -> None:
    await bodies.write([("CREATE (:Body:Council {key: 'two', name: 'Zebra Council'})", {})])
    assert await _found(bodies, "zebra") == {"two"}


async def test_any_text_at_all_is_either_refused_or_searched(bodies: Store) -> None:
    """Text made to break a parser. Hypothesis chooses; the engine must take every query we make."""
    pieces = st.sampled_from(
        [*'"\\/~*?:^+-!(){}[]&|<>= \t\n', "AND", "OR", "NOT", "TO", "a", "Ab", "9", "é", "字", "'", "’", "."]
    )
    texts: list[str] = []

    @settings(max_examples=150, database=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(st.text(max_size=30), st.lists(pieces, max_size=12).map("".join)))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    for text in texts:
        try:
            query = lucene_query(text)
        except ValueError:
            continue
        await bodies.rows(
            "CALL db.index.fulltext.queryNodes($index, $q) YIELD node RETURN node.key",
            {"index": bodies.search_index("Body"), "q": query},
        )


@pytest.mark.parametrize("text", ["", "  ", "***", '"', "AND".join("--"), "_", "'’.", "\0"])
def test_a_text_without_words_is_refused(text: str) -> None:
    if text == "-AND-":
        assert lucene_query(text) == "+(and^2 and*)"
        return
    with pytest.raises(ValueError, match="no letter or digit"):
        lucene_query(text)


def test_a_text_of_too_many_words_is_refused() -> None:
    with pytest.raises(ValueError, match="33 words; at most 32"):
        lucene_query("a " * 33)


def test_every_word_is_required_and_the_last_may_be_unfinished() -> None:
    assert lucene_query("Greater Manch") == "+greater +(manch^2 manch*)"
    assert lucene_query("x:y NOT") == r"+x\:y +(not^2 not*)"
    assert lucene_query("O’Neill's") == "+(o?neill?s^2 o?neill?s*)"
