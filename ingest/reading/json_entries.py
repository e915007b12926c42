"""JSON that holds a list of things, each an object of named values."""

from __future__ import annotations

import json
from typing import Any

from ingest.errors import FileRefused
from ingest.reading.cells import Entry

_OWN = "data"


def read_json(name: str, text: str) -> tuple[Entry, ...]:
    """Return the entries of a JSON list, or of an object that holds one list, names its entries or is one itself.

    A value that is an object, or a list of objects, becomes the names of those objects; null becomes nothing. An object
    that keeps its values under `data`, as sites do beside their links, has them itself.
    Raises FileRefused where the text is no JSON or holds no list of objects.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise FileRefused(
            f"{name}, line {error.lineno}: this is no valid JSON ({error.msg}). Fetch the file again."
        ) from None
    except RecursionError:
        raise FileRefused(f"{name} is nested too deeply for a register. Check that it is the right file.") from None
    things = _things(document)
    if not things or not all(isinstance(thing, dict) for thing in things):
        raise FileRefused(f"{name} holds no list of entries. Check that it is the right file.")
    return tuple(
        Entry(f"{name}!{number}", {str(key): _value(value) for key, value in _own(thing).items()})
        for number, thing in enumerate(things, start=1)
    )


def read_json_lines(name: str, text: str) -> tuple[Entry, ...]:
    """Return the entries of JSON Lines: an object a line, whose `sheet` says which sheet it belongs to.

    Raises FileRefused where a line is no JSON object or names no sheet.
    """
    entries: list[Entry] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            thing = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            thing = None
        if not isinstance(thing, dict) or not isinstance(thing.get("sheet"), str):
            raise FileRefused(
                f'{name}, line {number}: this is no JSON object with a "sheet". Write each row on one line, such as '
                '{"sheet": "Agreements", "Title": "..."}.'
            )
        words = {str(key): _value(value) for key, value in thing.items() if key != "sheet"}
        entries.append(Entry(f"{thing['sheet']}!{number}", words, thing["sheet"]))
    return tuple(entries)


def _things(document: Any) -> list[Any]:
    if isinstance(document, dict):
        if isinstance(document.get(_OWN), dict):
            return [document]
        lists = [value for value in document.values() if isinstance(value, list)]
        return lists[0] if len(lists) == 1 else list(document.values())
    return document if isinstance(document, list) else []


def _own(thing: dict[str, Any]) -> dict[str, Any]:
    own = thing.get(_OWN)
    return own | {name: value for name, value in thing.items() if name != _OWN} if isinstance(own, dict) else thing


def _value(value: Any) -> str | list[str]:
    match value:
        case None:
            return ""
        case list():
            return [_name(item) for item in value]
        case dict():
            return [_name(value)]
    return _name(value)


def _unwrapped(value: dict[str, Any]) -> dict[str, Any]:
    """An object without what stands around it: `{"power": {"data": {"name": ...}}}` is what `data` holds."""
    inner = value.get(_OWN) or (next(iter(value.values())) if len(value) == 1 else None)
    return _unwrapped(inner) if isinstance(inner, dict) else value


def _name(value: Any) -> str:
    match value:
        case dict():
            return str(_unwrapped(value).get("name") or json.dumps(value, ensure_ascii=False, sort_keys=True))
        case bool():
            return "true" if value else "false"
    return "" if value is None else str(value)
