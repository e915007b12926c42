"""Reads and writes the case files: GraphQL in, Cypher out.

A file holds cases of one topic, each a title line `## ...` and fenced parts: ```graphql, optionally ```json
(variables), then what it compiles to: one ```cypher part a root field, each followed by ```parameters.
`scope: PUBLIC` or `scope: BODIES` above the question asks as that caller.
`UPDATE_CASES=1 pytest tests/compile` writes the compiled parts anew.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CASES = Path(__file__).with_name("cases")
_PART = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Case:
    """One case: the question as asked, and the statements it must compile to."""

    file: str
    title: str
    scope: str
    graphql: str
    variables: dict[str, Any] = field(default_factory=dict)
    statements: list[tuple[str, str]] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"{self.file}: {self.title}"


def read_cases(path: Path) -> list[Case]:
    cases = []
    for block in path.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = block.partition("\n")
        scope = re.search(r"^scope: (\w+)$", body, re.MULTILINE)
        case = Case(path.stem, title.strip(), scope.group(1) if scope else "ALL", "")
        texts: list[str] = []
        parameters: list[str] = []
        for kind, text in _PART.findall(body):
            if kind == "graphql":
                case.graphql = text
            elif kind == "json":
                case.variables = json.loads(text)
            elif kind == "cypher":
                texts.append(text.rstrip("\n"))
            elif kind == "parameters":
                parameters.append(text.rstrip("\n"))
        case.statements = list(zip(texts, parameters, strict=True))
        cases.append(case)
    return cases


def write_cases(path: Path, cases: list[Case]) -> None:
    head = path.read_text(encoding="utf-8").split("\n## ")[0].rstrip("\n")
    parts = [head]
    for case in cases:
        lines = [f"## {case.title}", ""]
        if case.scope != "ALL":
            lines += [f"scope: {case.scope}", ""]
        lines += ["```graphql", case.graphql.rstrip("\n"), "```"]
        if case.variables:
            lines += ["```json", json.dumps(case.variables, indent=2), "```"]
        for text, parameters in case.statements:
            lines += ["```cypher", text, "```", "```parameters", parameters, "```"]
        parts.append("\n".join(lines))
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def shown(parameters: dict[str, Any]) -> str:
    """Parameters as they stand in a case file: one a line, JSON values, dates as text."""
    return "\n".join(
        f"{name}: {json.dumps(value, default=_shown, ensure_ascii=False)}" for name, value in parameters.items()
    )


def _shown(value: object) -> str:
    if isinstance(value, dt.date):
        return f"date {value.isoformat()}"
    raise TypeError(f"{value!r}")
