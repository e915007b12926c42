"""Hand-overs in the ledger: claimed before they are made and settled after it.

Claiming makes the alerts of a message, or takes over those of a hand-over that failed or whose run died. Two runs that
claim at once meet at the unique key or at the lock of a node, and the later of them gets nothing. What is claimed or
settled at the same time by one run goes into one transaction, since transactions of its own would meet in the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from alerts.ledger import CANCELLED, CLAIMED, FAILED, SENT, TAKE_OVER, UNANSWERED, Unfinished
from alerts.planning import Planned
from alerts.together import Together
from graph.model.records import sort_key, stored_properties
from graph.model.registry import Model
from graph.store.errors import StoreError
from graph.store.store import Statement, Store

_SECONDS: Final = 120.0

_MAKE = "UNWIND $rows AS row MERGE (a:Alert {key: row.key}) ON CREATE SET a += row.values"
_ABOUT = """UNWIND $rows AS row MATCH (a:Alert {{key: row.key}}) WHERE a.claim = row.claim
MATCH (n:{label} {{key: row.about}}) MERGE (a)-[:NOTIFIES_OF]->(n)"""
_FOR = """UNWIND $rows AS row MATCH (a:Alert {key: row.key}) WHERE a.claim = row.claim
MATCH (b:Organisation {key: row.body}) MERGE (a)-[:NOTIFIES]->(b)"""
_TAKE_OVER_ANEW = f"{TAKE_OVER}, a.attempts = coalesce(a.attempts, 0) + 1"
_OWNED = "UNWIND $claims AS claim MATCH (a:Alert {claim: claim}) RETURN collect([claim, a.key])"
_SETTLE = "UNWIND $rows AS row MATCH (a:Alert {claim: row.claim}) SET a += row.values"


@dataclass(frozen=True, slots=True)
class Claim:
    """A hand-over about to be made: its own name, the key of its message, its day, and until when it may take."""

    name: str
    message: str
    on: dt.date
    until: dt.datetime

    def values(self) -> dict[str, Any]:
        """Return what an alert holds while it is claimed so."""
        return {
            "state": CLAIMED,
            "claim": self.name,
            "message": self.message,
            "leaseUntil": self.until,
            "retryAt": None,
            "reason": None,
        }


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What one hand-over claims: alerts to be made, and rows that take over alerts there are."""

    claim: Claim
    new: Sequence[Planned]
    taken: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Settled:
    """What became of a hand-over: the values that its alerts get."""

    claim: Claim
    values: dict[str, Any]


class Claims:
    """Claims and settles the hand-overs of one run. Every method raises StoreErrors."""

    def __init__(self, store: Store, model: Model) -> None:
        self._store = store
        self._model = model
        self._writing: Together[_Wanted | _Settled, set[str]] = Together(self._write_all)

    async def claim(
        self, new: Sequence[Planned], again: Sequence[tuple[Unfinished, Planned]], claim: Claim
    ) -> set[str]:
        """Claim new alerts, and such as were refused or cancelled before, for one hand-over.

        Returns the keys that it was given.
        """
        taken = [
            {
                "key": was.key,
                "before": was.claim,
                "states": [FAILED, CANCELLED],
                "values": {
                    **claim.values(),
                    "line": now.line,
                    "plannedOn": claim.on,
                    "plannedOnSort": sort_key(claim.on),
                },
            }
            for was, now in again
        ]
        return await self._writing.ask(_Wanted(claim, new, taken))

    async def repeat(self, alerts: Sequence[Unfinished], claim: Claim, unanswered: int) -> set[str]:
        """Claim the alerts of a message for its repeat, as they were. `unanswered` counts its lost answers.

        Returns the keys that it was given: all, or none where another run came first.
        """
        taken = [
            {
                "key": each.key,
                "before": each.claim,
                "states": [CLAIMED, UNANSWERED],
                "values": {**claim.values(), "unanswered": unanswered},
            }
            for each in alerts
        ]
        return await self._writing.ask(_Wanted(claim, (), taken))

    async def name_message(self, claim: Claim, message: str) -> None:
        """Give the alerts of a hand-over another message key: another run took some of those it was made of."""
        await self._settle(claim, {"message": message})

    async def sent(self, claim: Claim, at: dt.datetime) -> None:
        """Keep that the channel accepted a hand-over."""
        await self._settle(claim, {"state": SENT, "sentAt": at, "reason": None, "retryAt": None})

    async def failed(self, claim: Claim, reason: str, retry_at: dt.datetime) -> None:
        """Keep that the channel refused a hand-over, and when to try again."""
        await self._settle(claim, {"state": FAILED, "reason": reason, "retryAt": retry_at})

    async def unanswered(self, claim: Claim, reason: str, times: int, retry_at: dt.datetime) -> None:
        """Keep how many times a channel did not say whether it accepted a hand-over, and when to repeat it."""
        values = {"state": UNANSWERED, "reason": reason, "unanswered": times, "retryAt": retry_at}
        await self._settle(claim, values)

    async def _settle(self, claim: Claim, values: dict[str, Any]) -> None:
        await self._writing.ask(_Settled(claim, values))

    async def _write_all(self, lot: Sequence[_Wanted | _Settled]) -> Sequence[set[str]]:
        """Write a lot in one transaction. Returns the keys that each of it was given: none where it settles."""
        wanted = [each for each in lot if isinstance(each, _Wanted)]
        settled = [{"claim": each.claim.name, "values": each.values} for each in lot if isinstance(each, _Settled)]
        statements = self._claiming(wanted)
        settle: list[Statement] = [(_SETTLE, {"rows": settled})] if settled else []
        try:
            await self._store.write([*statements, *settle], timeout=_SECONDS)
        except StoreError:
            # What was handed over is kept whatever becomes of the claims.
            if statements and settle:
                await self._store.write(settle, timeout=_SECONDS)
            raise
        owned: dict[str, set[str]] = {each.claim.name: set() for each in wanted}
        if owned:
            [pairs] = await self._store.read(_OWNED, {"claims": list(owned)}, timeout=_SECONDS)
            for name, key in pairs:
                owned[name].add(key)
        return [owned[each.claim.name] if isinstance(each, _Wanted) else set() for each in lot]

    def _claiming(self, wanted: Sequence[_Wanted]) -> list[Statement]:
        # In one order everywhere, so that two runs never wait for each other.
        new = sorted(((each.claim, planned) for each in wanted for planned in each.new), key=lambda pair: pair[1].key)
        taken = sorted((row for each in wanted for row in each.taken), key=lambda row: str(row["key"]))
        statements: list[Statement] = []
        if new:
            statements.append((_MAKE, {"rows": [{"key": p.key, "values": self._new(p, claim)} for claim, p in new]}))
            for label in sorted({planned.label for _, planned in new}):
                about = [_edge(claim, p, about=p.about) for claim, p in new if p.label == label]
                statements.append((_ABOUT.format(label=label), {"rows": about}))
            statements.append((_FOR, {"rows": [_edge(claim, p, body=p.body) for claim, p in new]}))
        if taken:
            statements.append((_TAKE_OVER_ANEW, {"rows": taken}))
        return statements

    def _new(self, planned: Planned, claim: Claim) -> dict[str, object]:
        values = {
            "rule": planned.kind,
            "level": planned.level,
            "dueOn": planned.due,
            "recipient": planned.recipient,
            "channel": planned.channel,
            "line": planned.line,
            "action": planned.action,
            "why": planned.why,
            "path": planned.path,
            "plannedOn": claim.on,
            "attempts": 1,
            "unanswered": 0,
            **claim.values(),
        }
        return stored_properties(self._model, "Alert", values)


def _edge(claim: Claim, planned: Planned, **end: str) -> dict[str, str]:
    return {"key": planned.key, "claim": claim.name, **end}
