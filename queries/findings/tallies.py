"""What a rule found in numbers: of the whole registry day by day, and of each body as of the last run."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.records import stored_properties
from graph.model.registry import Model
from graph.store.store import Statement, Store
from queries.findings.concerned import looked_at_by_body
from queries.findings.running import RuleResult
from queries.gap_rules.catalogue import Rule

_ROWS = 500

_TALLIED = "MATCH (t:Tally) WHERE t.lookedAt > 0 RETURN collect(DISTINCT t.rule)"
_TALLY = "MERGE (t:Tally {key: $key}) SET t += $values"
_OF_BODIES = """UNWIND $rows AS row
MATCH (b:Organisation {key: row.body})
MERGE (t:BodyTally {key: row.key}) SET t += row.values
MERGE (t)-[:TALLIED_FOR]->(b)"""
_OTHERS_GONE = """MATCH (t:BodyTally {rule: $rule}) WHERE NOT t.key IN $keys
DETACH DELETE t"""


class Tallies:
    """Counts of one run over a registry."""

    def __init__(self, store: Store, model: Model) -> None:
        self.store = store
        self.model = model
        self._counted: dict[tuple[str, str], dict[str, int]] = {}

    async def rules_with_a_baseline(self) -> set[str]:
        """Return the rules that were run to their end over a registry that held something for them to look at."""
        [rules] = await self.store.read(_TALLIED, {})
        return set(rules)

    async def statements(
        self, result: RuleResult, bodies: Mapping[str, Sequence[str]], today: dt.date
    ) -> list[list[Statement]]:
        """Return what writes the numbers of a whole run, a transaction an item; the registry's own come last.

        `bodies` are the keys of the bodies that each subject concerns. Raises StoreErrors.
        """
        rule = result.rule
        rows = await self._rows(result, bodies, today)
        batches: list[list[Statement]] = [
            [(_OF_BODIES, {"rows": rows[start : start + _ROWS]})] for start in range(0, len(rows), _ROWS)
        ]
        batches.append([(_OTHERS_GONE, {"rule": rule.id, "keys": [row["key"] for row in rows]})])
        values = {**_about(rule), "on": today, "found": len(result.findings), "lookedAt": result.looked_at}
        stored = stored_properties(self.model, "Tally", values)
        batches.append([(_TALLY, {"key": f"{rule.id}:{today.isoformat()}", "values": stored})])
        return batches

    @staticmethod
    def none_of_bodies(rule: str) -> Statement:
        """Return the statement that takes a rule off every scorecard."""
        return _OTHERS_GONE, {"rule": rule, "keys": []}

    async def _rows(
        self, result: RuleResult, bodies: Mapping[str, Sequence[str]], today: dt.date
    ) -> list[dict[str, Any]]:
        rule = result.rule
        found = Counter(body for each in result.findings for body in bodies.get(each.subject.key, ()))
        looked_at = await self._looked_at(rule, today)
        rows = []
        for body in sorted(looked_at.keys() | found.keys()):
            values = {
                **_about(rule),
                "gravity": rule.text.severity.rank + 1,
                "unit": rule.subject.label,
                "on": today,
                "found": found[body],
                # A finding can be about a body that the rule does not count, such as the heir of one that closed.
                "lookedAt": max(looked_at.get(body, 0), found[body]),
            }
            stored = stored_properties(self.model, "BodyTally", values)
            rows.append({"key": f"{rule.id}:{body}", "body": body, "values": stored})
        return rows

    async def _looked_at(self, rule: Rule, today: dt.date) -> dict[str, int]:
        """How much of each body's a rule looks at. Rules that look at the same nodes share one count."""
        parameters = {**rule.parameters(), "today": today}
        asked = (rule.count, str(sorted(parameters.items(), key=lambda each: each[0])))
        if asked not in self._counted:
            self._counted[asked] = dict(await looked_at_by_body(self.store, self.model, rule, parameters))
        return self._counted[asked]


def _about(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.id, "severity": rule.text.severity.value.upper()}
