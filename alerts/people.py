"""Who answers for what: the posts that lead on agreements, the parties, and the role mailboxes of bodies."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from alerts.item import Item
from alerts.kind import Audience
from graph.store.batches import batches
from graph.store.store import Store

IG_LEAD: Final = "IG_LEAD"
SIRO: Final = "SIRO"
MAILBOX: Final = r"^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$"
_KEYS: Final = 2_000
_SECONDS: Final = 120.0

_OF_AGREEMENTS = """UNWIND $keys AS key MATCH (a:Agreement {key: key})
CALL (a) { OPTIONAL MATCH (a)<-[:LEADS]-(p:Post)-[:AT]->(b:Organisation)
  WHERE (p.from IS NULL OR p.from <= $today) AND (p.to IS NULL OR p.to >= $today)
  RETURN collect([p.title, p.mailbox, b.key]) AS posts }
CALL (a) { OPTIONAL MATCH (a)-[:LED_BY]->(b:Organisation) RETURN collect(DISTINCT b.key) AS led }
CALL (a) { OPTIONAL MATCH (a)<-[:IN]-(party:Party)-[:OF]->(b:Organisation)
  WHERE party.leftOn IS NULL OR party.leftOn >= $today RETURN collect(DISTINCT b.key) AS parties }
RETURN collect([a.key, a.contact, posts, led, parties])"""

_OF_BODIES = """UNWIND $keys AS key MATCH (b:Organisation {key: key})
CALL (b) { OPTIONAL MATCH (b)<-[:AT]-(p:Post) WHERE p.role IN $roles AND p.mailbox IS NOT NULL
  AND (p.from IS NULL OR p.from <= $today) AND (p.to IS NULL OR p.to >= $today)
  RETURN collect([p.role, p.title, p.mailbox]) AS posts }
RETURN collect([b.key, b.name, posts])"""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A role mailbox, the body on whose behalf it is told, and as what."""

    mailbox: str
    body: str
    as_what: str


@dataclass(frozen=True, slots=True)
class _Agreement:
    leads: tuple[Recipient, ...]
    lead_bodies: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(slots=True)
class People:
    """Who is told of what, as posts and parties stand on a day."""

    agreements: dict[str, _Agreement] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    roles: dict[tuple[str, str], list[Recipient]] = field(default_factory=dict)

    def told(self, item: Item, audience: Audience) -> list[Recipient]:
        """Return the mailboxes of an audience of an item.

        Where no lead is recorded, the information governance leads of its parties are told in the lead's place.
        """
        if audience is Audience.BODY:
            if item.mailbox is not None:
                return [Recipient(item.mailbox.lower(), body, "it was given to it to see to") for body in item.bodies]
            return [each for body in item.bodies for each in self.of(body, IG_LEAD)]
        agreement = self.agreements.get(item.agreement or "")
        if agreement is None:
            return []
        match audience:
            case Audience.LEAD:
                return list(agreement.leads or self._ig_leads(agreement.lead_bodies or agreement.others))
            case Audience.OTHERS:
                return self._ig_leads(agreement.others) if agreement.lead_bodies else []
            case Audience.IG_LEAD:
                return self._ig_leads(agreement.lead_bodies)
        raise AssertionError(audience)

    def lead_bodies(self, item: Item) -> Sequence[str]:
        """Return the bodies whose risk owners an item is counted for: who leads, else the bodies it is about."""
        agreement = self.agreements.get(item.agreement or "")
        return (agreement.lead_bodies or agreement.others) if agreement is not None else item.bodies

    def of(self, body: str, role: str) -> list[Recipient]:
        """Return the mailboxes of a role at a body."""
        return self.roles.get((body, role), [])

    def _ig_leads(self, bodies: Sequence[str]) -> list[Recipient]:
        return [each for body in bodies for each in self.of(body, IG_LEAD)]


async def people_of(store: Store, items: Collection[Item], today: dt.date) -> People:
    """Return who answers for the agreements and bodies of some items. Raises StoreErrors."""
    people = People()
    bodies = {body for item in items for body in item.bodies}
    for some in batches(sorted({item.agreement for item in items if item.agreement is not None}), _KEYS):
        [rows] = await store.read(_OF_AGREEMENTS, {"keys": some, "today": today}, timeout=_SECONDS)
        for key, contact, posts, led, parties in rows:
            agreement = _agreement(contact, posts, led, parties)
            people.agreements[key] = agreement
            bodies.update(agreement.lead_bodies, agreement.others)
    for some in batches(sorted(bodies), _KEYS):
        given = {"keys": some, "roles": [IG_LEAD, SIRO], "today": today}
        [rows] = await store.read(_OF_BODIES, given, timeout=_SECONDS)
        for key, name, posts in rows:
            people.names[key] = name
            for role, title, mailbox in posts:
                if role is not None and _is_mailbox(mailbox):
                    people.roles.setdefault((key, role), []).append(Recipient(mailbox.lower(), key, f"it is {title}"))
    return people


def _agreement(contact: str | None, posts: Sequence[Any], led: Sequence[str], parties: Sequence[str]) -> _Agreement:
    leads = [
        Recipient(mailbox.lower(), body, f"{title} leads on it")
        for title, mailbox, body in posts
        if _is_mailbox(mailbox)
    ]
    lead_bodies = sorted({*led, *(body for _, _, body in posts if body is not None)})
    if not leads and lead_bodies and _is_mailbox(contact):
        leads = [Recipient(str(contact).lower(), lead_bodies[0], "it is the contact of the agreement")]
    leads.sort(key=lambda each: (each.mailbox, each.body))
    return _Agreement(tuple(leads), tuple(lead_bodies), tuple(sorted(set(parties) - set(lead_bodies))))


def _is_mailbox(text: Any) -> bool:
    return isinstance(text, str) and re.match(MAILBOX, text) is not None
