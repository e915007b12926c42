"""Register Serialisation Format: a register as an append-only log.

The format (GOV.UK Registers specification): `add-item` gives an item as canonical JSON, `append-entry` enters an
item by its SHA-256 into the `user` or `system` log under a key, `assert-root-hash` states the root of the Merkle
tree (RFC 6962) over the entries of the user log so far. Items, entries and roots are all checked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from ingest.errors import FileRefused
from ingest.reading.cells import Entry

_PREFIX = "sha-256:"


def read_rsf(name: str, text: str) -> tuple[tuple[Entry, ...], str | None, tuple[str, ...]]:
    """Return the latest entry of each key of the user log in log order, the day of the last entry, and remarks.

    An item whose digest no entry names is unused and harmless; an entry whose item is not there, or a line that is
    no command, is refused. Raises FileRefused where the log contradicts itself, naming the line.
    """
    items: dict[str, dict[str, object]] = {}
    latest: dict[str, Entry] = {}
    last_day: str | None = None
    leaves: list[bytes] = []
    confirmed = 0
    for number, line in enumerate(text.splitlines(), start=1):
        command, *parts = line.split("\t")
        place = f"{name}, line {number}"
        match command, parts:
            case "add-item", [body]:
                items[_digest(body)] = _item(place, body)
            case "append-entry", ["user" | "system" as log, key, moment, *hashes]:
                wanted = [h for joined in hashes for h in joined.split(";")]
                missing = [h for h in wanted if h not in items]
                if missing or not wanted:
                    raise FileRefused(
                        f"{place}: the log enters an item it does not hold ({', '.join(missing) or 'none named'}). "
                        "The file was cut or changed: fetch it again."
                    )
                if log == "user":
                    leaves.append(_entry_leaf(len(leaves) + 1, moment, key, wanted))
                    latest.pop(key, None)
                    latest[key] = Entry(f"{name}!{number}", _words(items[wanted[0]]))
                    last_day = max(last_day or "", moment[:10])
            case "assert-root-hash", [stated]:
                if stated != _PREFIX + _root(leaves).hex():
                    raise FileRefused(
                        f"{place}: the entries so far do not have the root hash stated. "
                        "The file was cut or changed: fetch it again."
                    )
                confirmed += 1
            case "", []:
                continue
            case _:
                raise FileRefused(f"{place}: {line[:40]!r} is no command of a register log. Fetch the file again.")
    remark = f"{name}: {len(items)} items have the digests by which they were entered, {confirmed} root hashes hold."
    return tuple(latest.values()), last_day, (remark,)


def _digest(body: str) -> str:
    return _PREFIX + hashlib.sha256(body.encode()).hexdigest()


def _item(place: str, body: str) -> dict[str, object]:
    try:
        item = json.loads(body)
    except json.JSONDecodeError:
        item = None
    if not isinstance(item, dict):
        raise FileRefused(f"{place}: the item is no JSON object. The file was cut or changed: fetch it again.")
    return item


def _words(item: dict[str, object]) -> dict[str, str | list[str]]:
    return {name: [str(v) for v in value] if isinstance(value, list) else str(value) for name, value in item.items()}


def _entry_leaf(number: int, moment: str, key: str, hashes: Sequence[str]) -> bytes:
    # The order of names is that of the registers' own software: another order gives another root.
    body = json.dumps(
        {
            "index-entry-number": str(number),
            "entry-number": str(number),
            "entry-timestamp": moment,
            "key": key,
            "item-hash": list(hashes),
        },
        separators=(",", ":"),
    )
    return hashlib.sha256(b"\x00" + body.encode()).digest()


def _root(leaves: Sequence[bytes]) -> bytes:
    """The root of the Merkle tree over leaf digests (RFC 6962, section 2.1)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + _root(leaves[:split]) + _root(leaves[split:])).digest()
