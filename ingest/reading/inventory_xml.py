"""Inventories of datasets in the XML of the Local Government Association (`http://schemas.esd.org.uk/inventory`).

The documents come from other people's sites, so nothing in them is followed: a document type, with which entities are
declared and other files are named, is refused before anything is read.
"""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element, fromstring
from xml.parsers import expat

from ingest.errors import FileRefused
from ingest.reading.cells import Entry

_ROOT = "Inventory"
_OF_SCHEMAS = "{http://www.w3.org/2001/XMLSchema-instance}"
_DEEPEST = 32
"""An inventory has eight levels."""


def read_inventory(name: str, data: bytes) -> tuple[tuple[Entry, ...], str | None]:
    """Return the datasets of an inventory and the day it was last modified.

    The words of a dataset are its attributes and elements by their names; an element of several parts is a list, each
    part a text or, where it has parts of its own, JSON. What the inventory says of itself stands with each of them,
    under `Inventory.` and its name. Raises FileRefused for XML that is damaged, declares a document type, is nested
    without measure or is no inventory.
    """
    _check(name, data)
    root = fromstring(data)  # noqa: S314 - nothing is declared in it, as was checked
    if _name(root) != _ROOT:
        raise FileRefused(
            f"{name} is an XML document that begins with {_name(root)!r}; of XML only inventories of datasets "
            f"({_ROOT}) are read. Check that it is the right file."
        )
    about = _about(root)
    datasets = [e for part in root if _name(part) == "Datasets" for e in part if _name(e) == "Dataset"]
    if not datasets:
        raise FileRefused(f"{name} is an inventory without datasets. Check that it is the right file.")
    entries = (Entry(f"{name}!{n}", _words(dataset) | about) for n, dataset in enumerate(datasets, start=1))
    return tuple(entries), root.get("Modified")


def _check(name: str, data: bytes) -> None:
    depth = 0

    def declared(*_: object) -> None:
        raise FileRefused(
            f"{name} declares a document type (DOCTYPE), which may name other files or grow without end, so it was not "
            "read. Remove that line if you trust the file; an inventory needs none."
        )

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise FileRefused(f"{name} is nested too deeply for an inventory. Check that it is the right file.")

    def closed(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise FileRefused(
            f"{name}, line {error.lineno}: this is no valid XML ({what}). Fetch the file again."
        ) from None


def _about(root: Element) -> dict[str, str | list[str]]:
    """What the inventory says of itself: its own elements and attributes, and those of its metadata."""
    found = {n: w for n, w in _words(root).items() if n not in ("Datasets", "Metadata")}
    for part in root:
        if _name(part) == "Metadata":
            found |= _words(part)
    return {f"{_ROOT}.{name}": words for name, words in found.items()}


def _words(element: Element) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {_local(n): value for n, value in _attributes(element)}
    for child in element:
        values = [_part(p) for p in child] if len(child) else [_text(child)]
        name = _name(child)
        before = found.get(name, [])
        together = [*(before if isinstance(before, list) else [before]), *values]
        found[name] = together if len(child) or len(together) > 1 else together[0]
    return found


def _part(element: Element) -> str:
    value = _value(element)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _value(element: Element) -> str | dict[str, Any]:
    if not len(element) and not element.attrib:
        return _text(element)
    found: dict[str, Any] = {_local(n): value for n, value in _attributes(element)}
    for child in element:
        found.setdefault(_name(child), []).append(_value(child))
    if _text(element):
        found[""] = _text(element)
    return {n: v[0] if isinstance(v, list) and len(v) == 1 else v for n, v in found.items()}


def _attributes(element: Element) -> list[tuple[str, str]]:
    """The attributes, without those that say where a schema of the document is."""
    return [(name, value) for name, value in element.attrib.items() if not name.startswith(_OF_SCHEMAS)]


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _name(element: Element) -> str:
    return _local(str(element.tag))


def _local(name: str) -> str:
    """A name without its namespace: inventories have been published under several, and under none."""
    return name.rpartition("}")[2]
