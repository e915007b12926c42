"""Dependencies point one way: api -> alerts -> queries -> graph and api -> ingest -> graph (DESIGN section 2)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MAY_IMPORT = {
    "graph": {"graph"},
    "ingest": {"ingest", "graph"},
    "queries": {"queries", "graph"},
    "alerts": {"alerts", "queries", "graph"},
    "api": {"api", "alerts", "queries", "ingest", "graph"},
}
PARTS = {*MAY_IMPORT, "tests", "benchmarks"}


def parts_imported(source: str) -> set[str]:
    """Return the parts of this project that a module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names} & PARTS


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_part_imports_only_what_is_below_it(part: str) -> None:
    wrong = {
        str(module.relative_to(ROOT)): sorted(upwards)
        for module in sorted((ROOT / part).rglob("*.py"))
        if "node_modules" not in module.parts
        and (upwards := parts_imported(module.read_text(encoding="utf-8")) - MAY_IMPORT[part])
    }
    assert wrong == {}


def test_the_check_sees_every_way_of_importing() -> None:
    source = (
        "import api.settings as s\n"
        "from queries import catalogue\n"
        "if TYPE_CHECKING:\n    from ingest.loading.report import LoadReport\n"
        "def f() -> None:\n    import tests.servers\n"
        "from . import graph\nimport graphql\n"
    )
    assert parts_imported(source) == {"api", "queries", "ingest", "tests"}
