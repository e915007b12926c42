"""Bodies by names that people write: by identifier, key or code, by a person's decision, or by a name that is known.

A name is matched in exactly its normal form; nothing is guessed, and what stands for several bodies gives them all.
"""

from __future__ import annotations

from graph.compile.asked.ids import decode_id
from graph.compile.cypher.context import Context
from graph.compile.cypher.where import where_clause
from graph.model.asked_name import asked_name
from graph.model.property import CodeList

FOUND_BY = CodeList(
    "FoundBy",
    "What settled which body a name stands for.",
    {
        "IDENTIFIER": "An identifier, a key or a code.",
        "DECISION": "A person's decision on the name.",
        "NAME": "The name itself, in a spelling that a source wrote.",
    },
)


def find_bodies(context: Context, slot: int) -> list[str]:
    """Return the lines that give, for each of the field's `names`: `asked`, the bodies `found`, and `foundBy` what."""
    codes = context.parameter(slot, "names", transform=_all_codes)
    asks = context.parameter(slot, "names", transform=lambda names: [_forms(name) for name in names])
    held = "size([each IN coalesce(n.identifiers, []) WHERE each IN {0}]) > 0"
    in_force = "d.undoneAt IS NULL"
    return [
        # One look at all bodies for all names: identifiers are a list, which no index serves.
        "CALL () {",
        "MATCH (n:Organisation)",
        *where_clause([held.format(codes), *context.scoped("Organisation", "n")]),
        "RETURN collect(n) AS coded",
        "}",
        f"UNWIND {asks} AS ask",
        "WITH coded, ask[0] AS asked, ask[1] AS texts, ask[2] AS codes, ask[3] AS normal",
        *_by_code(context, "texts", "exact", held),
        *_by_code(context, "codes", "bare", held),
        *_by_name(context, "(d:Resolution {normal: normal})-[:MEANS]->", "d", "Resolution", "meant", in_force),
        *_by_name(context, "(d:Resolution {normal: normal})-[:RULES_OUT]->", "d", "Resolution", "denied", in_force),
        *_by_name(context, "(s:Name {normal: normal})-[:NAMES]->", "s", "Name", "named"),
        "CALL (exact, bare, meant, denied, named) {",
        "UNWIND CASE WHEN size(exact) > 0 THEN exact WHEN size(meant) > 0 THEN meant "
        "ELSE bare + [n IN named WHERE NOT n IN denied] END AS n",
        "WITH DISTINCT n",
        "WITH n ORDER BY n.key",
        "RETURN collect(n) AS found",
        "}",
        "WITH asked, found, CASE WHEN size(found) = 0 THEN null WHEN size(exact) > 0 THEN 'IDENTIFIER' "
        "WHEN size(meant) > 0 THEN 'DECISION' WHEN size(bare) > 0 THEN 'IDENTIFIER' ELSE 'NAME' END AS foundBy",
    ]


def _by_code(context: Context, texts: str, name: str, held: str) -> list[str]:
    return [
        f"CALL (coded, {texts}) {{",
        f"CALL (coded, {texts}) {{",
        "UNWIND coded AS n",
        f"WITH n, {texts} WHERE {held.format(texts)}",
        "RETURN n",
        "UNION",
        f"UNWIND {texts} AS text",
        "MATCH (n:Organisation {key: text})",
        *where_clause(context.scoped("Organisation", "n")),
        "RETURN n",
        "}",
        f"RETURN collect(n) AS {name}",
        "}",
    ]


def _by_name(context: Context, path: str, variable: str, label: str, name: str, *more: str) -> list[str]:
    predicates = [*more, *context.scoped(label, variable), *context.scoped("Organisation", "n")]
    return [
        "CALL (normal) {",
        f"MATCH {path}(n:Organisation)",
        *where_clause(predicates),
        f"RETURN collect(DISTINCT n) AS {name}",
        "}",
    ]


def _exact(text: str) -> tuple[str, ...]:
    decoded = decode_id(text.strip())
    named = asked_name(text).exact
    return (*named, decoded[1]) if decoded is not None and decoded[0] == "Organisation" else named


def _forms(text: str) -> list[object]:
    """A name as the statement takes it: as written, the identifiers it may be, the codes it may be, its normal form."""
    forms = asked_name(text)
    return [text, list(_exact(text)), list(forms.codes), forms.normal or None]


def _all_codes(names: list[str]) -> list[str]:
    return sorted({code for name in names for code in (*_exact(name), *asked_name(name).codes)})
