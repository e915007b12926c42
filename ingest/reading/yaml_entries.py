"""YAML that holds things of named values: one to a document, or a list of them."""

from __future__ import annotations

import json
from typing import Any

import yaml

from ingest.errors import FileRefused
from ingest.reading.cells import Entry


class _Plain(yaml.BaseLoader):
    """Makes text of every value, so that `2.10` stays `2.10`. Anchors are refused: they can grow without end."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "a reference to another place (*) is not read", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((key for key, _ in reversed(node.value) if names.count(key.value) > 1), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"{twice.value!r} stands twice", twice.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml_entries(name: str, text: str) -> tuple[Entry, ...]:
    """Return the entries of a YAML file: its documents, or the things in the list that a document is.

    A value that holds named values stands as several, each under both names (`contactPoint.email`). Raises FileRefused
    where the text is no YAML, holds a name twice or a reference, or a document is no thing of named values.
    """
    try:
        documents = [document for document in yaml.load_all(text, Loader=_Plain) if document]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}, line {mark.line + 1}" if mark else name
        problem = getattr(error, "problem", None) or "a letter that YAML does not allow"
        raise FileRefused(f"{where}: this is no valid YAML ({problem}). Correct it, or fetch the file again.") from None
    except RecursionError:
        raise FileRefused(f"{name} is nested too deeply for a register. Check that it is the right file.") from None
    things = [t for document in documents for t in (document if isinstance(document, list) else [document])]
    if not things or not all(isinstance(thing, dict) for thing in things):
        raise FileRefused(f"{name} holds no entries of named values. Check that it is the right file.")
    return tuple(Entry(f"{name}!{number}", _words(thing)) for number, thing in enumerate(things, start=1))


def _words(thing: dict[Any, Any]) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for name, value in thing.items():
        if isinstance(value, dict):
            found |= {f"{name}.{inner}": words for inner, words in _words(value).items()}
        elif isinstance(value, list):
            found[str(name)] = [i if isinstance(i, str) else json.dumps(i, ensure_ascii=False) for i in value]
        else:
            found[str(name)] = str(value)
    return found
