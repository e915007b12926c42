"""Lists and maps that move to disk hold what lists and dicts would."""

from __future__ import annotations

import errno
import random
import sqlite3

import pytest

from ingest.errors import NoRoom
from ingest.spool import lists, room
from ingest.spool.lists import SpooledList
from ingest.spool.maps import SpooledMap


@pytest.fixture(autouse=True)
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ENTRIES", 5)
    monkeypatch.setattr(lists, "_CHUNK", 3)


@pytest.mark.parametrize("length", [0, 1, 5, 6, 8, 9, 40])
def test_a_list_reads_as_any_other_whatever_its_length(length: int) -> None:
    plain = [f"entry {n}" for n in range(length)]
    spooled = SpooledList(plain)
    assert (list(spooled), len(spooled), spooled == plain) == (plain, length, True)
    assert [spooled[n] for n in range(length)] == plain
    assert (spooled[:4], spooled[3:17], spooled[-2:]) == (plain[:4], plain[3:17], plain[-2:])
    with pytest.raises(IndexError):
        spooled[length]
    assert spooled != [*plain, "one more"]


def test_a_list_is_read_twice_at_once_and_added_to_between() -> None:
    spooled = SpooledList(range(20))
    pairs = list(zip(spooled, spooled, strict=True))
    spooled.append(20)
    assert (pairs, list(spooled)) == ([(n, n) for n in range(20)], list(range(21)))


def test_a_map_does_as_a_dict_does_through_thousands_of_operations() -> None:
    chance = random.Random(4)
    plain: dict[tuple[str, str], list[int]] = {}
    spooled: SpooledMap[tuple[str, str], list[int]] = SpooledMap("\0".join)
    for step in range(4000):
        key = ("Flow", str(chance.randrange(60)))
        match chance.randrange(5):
            case 0:
                plain[key] = [step]
                spooled[key] = [step]
            case 1:
                plain.setdefault(key, []).append(step)
                spooled.setdefault(key, []).append(step)
            case 2:
                assert spooled.get(key) == plain.get(key)
            case 3:
                assert (key in spooled) == (key in plain)
            case _:
                if step % 50 == 0:
                    assert (list(spooled.items()), len(spooled)) == (list(plain.items()), len(plain))
    assert (spooled == plain, list(spooled), list(spooled.values())) == (True, list(plain), list(plain.values()))
    with pytest.raises(KeyError):
        spooled["Flow", "60"]


def test_a_value_that_was_got_may_be_changed_while_a_few_others_are_got() -> None:
    spooled: SpooledMap[str, dict[str, int]] = SpooledMap(str)
    for n in range(30):
        spooled[str(n)] = {}
    first = spooled["0"]
    others = [spooled[str(n)] for n in range(1, 5)]
    first["seen"] = len(others)
    for n in range(30):
        spooled[str(n)].setdefault("n", n)
    assert [spooled["0"], spooled["29"]] == [{"seen": 4, "n": 0}, {"n": 29}]


@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "No space left on device"), sqlite3.OperationalError("database or disk is full")]
)
def test_a_full_disk_is_told_with_what_to_do(fault: Exception) -> None:
    with pytest.raises(NoRoom) as refused, room.on_disk():
        raise fault
    assert str(refused.value).endswith(
        "which is full. Free some space there, or name another folder with TMPDIR, and run the same command again."
    )
