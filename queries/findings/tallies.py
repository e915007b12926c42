"""What a rule found in numbers: of the whole registry day by day, and of each body as of the last run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.records import stored_properties
from graph.model.registry import Model
from graph.store.store import Statement, Store
from queries.findings.concerned import looked_at_by_body
from queries.findings.run_values import RunValues
from queries.findings.running import RuleResult
from queries.gap_rules.catalogue import Rule

_ROWS = 500

_TALLIED = """UNWIND $rules AS rule
CALL (rule) { MATCH (t:Tally {rule: rule}) WHERE t.lookedAt > 0 RETURN t LIMIT 1 }
RETURN collect(rule)"""
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

    async def with_a_baseline(self, rules: Sequence[Rule]) -> set[str]:
        """Return which rules were run to their end over a registry that held something for them to look at."""
        [settled] = await self.store.read(_TALLIED, {"rules": [rule.id for rule in rules]})
        return set(settled)

    async def statements(
        self, result: RuleResult, bodies: Mapping[str, Sequence[str]], run: RunValues
    ) -> list[list[Statement]]:
        """Return what writes the numbers of a whole run, a transaction an item; the registry's own come last.

        `bodies` are the keys of the bodies that each subject concerns. Raises StoreErrors.
        """
        rule, today = result.rule, run.today
        rows = await self._rows(result, bodies, run)
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
        self, result: RuleResult, bodies: Mapping[str, Sequence[str]], run: RunValues
    ) -> list[dict[str, Any]]:
        rule = result.rule
        found = Counter(body for each in result.findings for body in bodies.get(each.subject.key, ()))
        looked_at = await self._looked_at(rule, run)
        rows = []
        for body in sorted(looked_at.keys() | found.keys()):
            values = {
                **_about(rule),
                "gravity": rule.text.severity.rank + 1,
                "unit": rule.subject.label,
                "on": run.today,
                "found": found[body],
                # A finding can be about a body that the rule does not count, such as the heir of one that closed.
                "lookedAt": max(looked_at.get(body, 0), found[body]),
            }
            stored = stored_properties(self.model, "BodyTally", values)
            rows.append({"key": f"{rule.id}:{body}", "body": body, "values": stored})
        return rows

    async def _looked_at(self, rule: Rule, run: RunValues) -> dict[str, int]:
        """How much of each body's a rule looks at. Rules that look at the same nodes share one count."""
        parameters = run.of(rule)
        asked = (rule.count, str(sorted(parameters.items(), key=lambda each: each[0])))
        if asked not in self._counted:
            self._counted[asked] = dict(await looked_at_by_body(self.store, self.model, rule, parameters))
        return self._counted[asked]


def _about(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.id, "severity": rule.text.severity.value.upper()}
