"""Random property values: ties, gaps, and texts that have broken programs before."""

from __future__ import annotations

import datetime as dt
import random

from graph.model.property import Kind, Property

TODAY = dt.date(2026, 3, 15)
"""The registry's today in every test over the seeded graph."""

TEXTS = (
    "Alpha",
    "alpha",
    "ALPHA",
    "Álpha",
    "Alpha-Beta",
    "Alpha–Beta",
    "Alpha — Beta",
    "O'Neill",
    "O’Neill",
    'said "no"',
    "back\\slash",
    "line\nbreak\r\n",
    "tab\tstop",
    "Zürich",
    "Zu\u0308rich",
    "straße",
    "STRASSE",
    "İstanbul",
    "ΟΔΟΣ",
    "日本",
    "\ufb01ne ligature",
    "𝒳-ray 🚑",
    "🚑",
    "\ue000 private use",
    "\u2028 separator",
    "100 % of $x {y} [z] (w)",
    "Übergabe an Dritte",
    "data",
    "Data sharing with the council",
    "data Sharing, with partners",
    "NHS number",
    "10,000",
    "9",
    "true",
    "null",
    "l" * 119 + "a",
    "l" * 120 + "a",
    "l" * 120 + "b",
    "",
    " ",
)

WORDS = ("council", "data", "health", "Trust", "sharing", "records", "Ångström", "housing", "of", "the")

DAYS = (
    *tuple(TODAY + dt.timedelta(days=days) for days in (-400, -91, -90, -89, -1, 0, 1, 89, 90, 91, 400)),
    dt.date(1066, 10, 14),
    dt.date(1970, 1, 1),
    dt.date(2020, 2, 29),
    dt.date(2025, 12, 31),
    dt.date(2026, 1, 1),
    dt.date(2026, 3, 1),
    dt.date(2026, 3, 31),
    dt.date(2999, 12, 31),
)

NUMBERS = (0, 1, 1, 2, 9, 10, 100, -1, -10, 2**31 - 1, -(2**31))

INSTANTS = (
    dt.datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=dt.UTC),
    dt.datetime(2024, 2, 29, 0, 0, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 15, 1, 2, 3, 45000, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 15, 1, 2, 3, 46000, tzinfo=dt.UTC),
)

_MISSING = 0.3


EVIDENCE = (
    '[["Organisation","o:alpha","Alpha"],["DISCLOSES",true],["Flow","f:1","There"]]',
    '[["Agreement","a:1","Care"],["IN",false],["Party","",""],["OF",true],["Organisation","o:alpha","Alpha"]]',
    '[["Flow","f:1",""]]',
)
"""Paths of findings, as rules leave them."""


def random_text(rng: random.Random) -> str:
    """Return an awkward text or a few plain words."""
    if rng.random() < 0.6:
        return rng.choice(TEXTS)
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 4)))


def random_values(rng: random.Random, properties: tuple[Property, ...]) -> dict[str, object]:
    """Return values of a node or an edge by property name, missing ones left out.

    `properties` may hold companions; a date known to the month or year stands for its first day, as the model says.
    """
    values: dict[str, object] = {}
    companions = {f"{p.name}Precision" for p in properties if p.precision}
    for prop in properties:
        if prop.name == "key" or prop.name in companions:
            continue
        if not prop.required and rng.random() < _MISSING:
            continue
        value = _value(rng, prop)
        if prop.precision:
            assert isinstance(value, dt.date)
            value = _imprecise(rng, prop, value, values)
        values[prop.name] = value
    return values


def _imprecise(rng: random.Random, prop: Property, day: dt.date, values: dict[str, object]) -> dt.date:
    precision = rng.choice((None, None, None, "DAY", "MONTH", "YEAR"))
    if precision is None:
        return day
    values[f"{prop.name}Precision"] = precision
    if precision == "MONTH":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if precision == "YEAR" else day


def _value(rng: random.Random, prop: Property) -> object:
    match prop.kind:
        case Kind.TEXT:
            return random_text(rng)
        case Kind.TEXTS if prop.name == "path":
            return rng.sample(EVIDENCE, rng.randint(0, 2))
        case Kind.TEXTS:
            return [random_text(rng) for _ in range(rng.randint(0, 3))]
        case Kind.DATE:
            return rng.choice(DAYS)
        case Kind.INSTANT:
            return rng.choice(INSTANTS)
        case Kind.INTEGER if prop.name in ("found", "lookedAt", "blockers", "errors", "warnings", "infos"):
            return rng.randint(0, 1000)  # counts, which are added up
        case Kind.INTEGER:
            return rng.choice(NUMBERS)
        case Kind.FLAG:
            return rng.random() < 0.5
        case Kind.CODE:
            assert prop.codes is not None
            return rng.choice(list(prop.codes.values))
        case Kind.CODES:
            assert prop.codes is not None
            return rng.sample(list(prop.codes.values), rng.randint(0, 2))
