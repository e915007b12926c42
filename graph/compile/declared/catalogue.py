"""Every declared root field, found by looking into its folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from graph.compile import answers
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Choice
from graph.compile.declared.fields import ValueField
from graph.model.property import CodeList


@lru_cache
def declared_answers() -> dict[str, Answer]:
    """Return the declared root fields by name."""
    modules = [importlib.import_module(f"{answers.__name__}.{m.name}") for m in pkgutil.iter_modules(answers.__path__)]
    found: list[Answer] = [module.ANSWER for module in modules]
    return {answer.root: answer for answer in sorted(found, key=lambda each: each.root)}


def declared_choices() -> list[CodeList]:
    """Return the code lists that arguments of declared root fields choose from."""
    return [
        argument.codes
        for answer in declared_answers().values()
        for argument in answer.arguments
        if isinstance(argument, Choice)
    ]


def declared_codes() -> list[CodeList]:
    """Return the code lists that values of declared root fields come from."""
    return [
        value.codes
        for answer in declared_answers().values()
        for value in answer.fields
        if isinstance(value, ValueField) and value.codes is not None
    ]
