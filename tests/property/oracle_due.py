"""What the oracle knows of `expiring` and `worklist`: what falls due, and what rests on it, from their descriptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from graph.model.records import NodeRecord
from tests.property.oracle_conditions import CONDITIONS
from tests.property.oracle_lists import Lists
from tests.property.oracle_tables import Nodes, Tabled, TableRow
from tests.property.oracle_world import Asked, World, last_day, unanswered

_DATES = {
    "AGREEMENT_ENDS": ("Agreement", "endsOn"),
    "AGREEMENT_REVIEW": ("Agreement", "reviewOn"),
    "ASSURANCE_LAPSES": ("Assurance", "expiresOn"),
    "SECTION_251_ENDS": ("Document", "expiresOn"),
    "DPIA_REVIEW": ("Dpia", "reviewOn"),
    "LAW_ENDS": ("LegalBasis", "validTo"),
}
_DRAFTING = {"IDEA", "DRAFT", "IN_REVIEW"}
_SIGNING = {"CONTROLLER", "JOINT_CONTROLLER", "PROCESSOR", "SUB_PROCESSOR", "SIGNATORY_ONLY"}
_OFFICES = {"IG_LEAD", "DPO"}


class Due:
    """Answers `expiring` and `worklist` over one world."""

    def __init__(self, world: World, lists: Lists) -> None:
        self.world = world
        self.lists = lists

    def expiring(self, given: dict[str, Any], asked: Asked) -> Tabled:
        """Return what falls due for anybody."""
        found = [
            self._row(node, kind, day, asked)
            for kind in given.get("kinds") or _DATES
            for node, day in self._due(kind, _or(given.get("within"), 90), asked)
        ]
        return Tabled(asked, {"day": asked.day.isoformat()}, {"items": _once(found)})

    def worklist(self, body: NodeRecord, given: dict[str, Any], asked: Asked) -> Tabled:
        """Return what one body has to see to."""
        kinds = given.get("kinds") or [*_DATES, "AWAITS_SIGNATURE", "FINDING_OPEN"]
        rows = []
        for kind in kinds:
            if kind == "AWAITS_SIGNATURE":
                waiting = [a for a in self._its_agreements(body, asked) if self._holds(a, "NOT_FULLY_SIGNED", asked)]
                rows += [self._row(each, kind, None, asked, body) for each in waiting]
            elif kind == "FINDING_OPEN":
                found = self.lists.seen(self.world.sources(body, "CONCERNS", "Finding"), asked)
                rows += [self._row(each, kind, None, asked, body) for each in found if unanswered(each, asked.day)]
            else:
                its = self._its(body, _DATES[kind][0], asked)
                due = self._due(kind, _or(given.get("within"), 31), asked)
                rows += [self._row(node, kind, day, asked, body) for node, day in due if node in its]
        return Tabled(asked, {"day": asked.day.isoformat(), "for": body}, {"items": _once(rows)})

    def _row(
        self, node: NodeRecord, kind: str, day: dt.date | None, asked: Asked, body: NodeRecord | None = None
    ) -> TableRow:
        name = _DATES.get(kind, ("", ""))[1]
        place = day.isoformat() if day else f"~{_or(node.properties.get('gravity'), '')}"
        values: dict[str, Any] = {
            "kind": kind,
            "on": day.isoformat() if day else None,
            "onPrecision": _or(node.properties.get(f"{name}Precision"), "DAY") if day else None,
            "daysLeft": (day - asked.day).days if day else None,
            "about": node,
        }
        lists = {
            "agreements": ("Agreement", self._agreements(node, asked)),
            "flows": ("Flow", self._flows(node, asked)),
        }
        if body is None:
            lists |= {
                "bodies": ("Organisation", self._seen(self._bodies(node, asked), asked)),
                "leads": ("Organisation", self._seen(self._leads(node, asked), asked)),
                "posts": ("Post", self._posts(node, asked)),
            }
        else:
            lists |= {
                "toSign": ("Organisation", self._seen(self._to_sign(node, kind, asked), asked)),
                "posts": ("Post", self._posts_of(node, body, asked)),
            }
        return TableRow(asked, (place, kind, node.key), values, lists)

    def _due(self, kind: str, within: int, asked: Asked) -> Iterator[tuple[NodeRecord, dt.date]]:
        label, name = _DATES[kind]
        for node in self.lists.seen(self.world.of_label(label), asked):
            day = last_day(node.properties, name)
            if day is None or day > asked.day + dt.timedelta(days=within):
                continue
            if self._counts(kind, node, asked, passed=day < asked.day):
                yield node, day

    def _counts(self, kind: str, node: NodeRecord, asked: Asked, *, passed: bool) -> bool:
        match kind:
            case "AGREEMENT_ENDS":
                return self._holds(node, "EXPIRED_STILL_FLOWING", asked) if passed else self._agreed(node, asked)
            case "AGREEMENT_REVIEW":
                flows = self.world.sources(node, "GOVERNED_BY", "Flow")
                still = self._in_force(node, asked) or any(_live(flow, asked.day) for flow in flows)
                return self._agreed(node, asked) and (
                    not passed or (self._holds(node, "REVIEW_OVERDUE", asked) and still)
                )
            case "ASSURANCE_LAPSES":
                return not self._replaced(node) and (not passed or bool(self._flows(node, asked)))
            case "SECTION_251_ENDS":
                return node.properties.get("kind") == "SECTION_251_APPROVAL" and any(
                    not passed or any(_live(f, asked.day) for f in self.world.sources(agreement, "GOVERNED_BY", "Flow"))
                    for agreement in self._agreements(node, asked)
                    if not self._approved_later(node, agreement)
                )
            case "DPIA_REVIEW":
                over = node.properties.get("status") in ("SUPERSEDED", "REJECTED", "NOT_REQUIRED")
                return not over and (not passed or bool(self._flows(node, asked)))
        relying = self._current(self.world.sources(node, "PARTY_RELIES_ON", "Party"), asked)
        agreed = [a for party in relying for a in self.world.targets(party, "IN")]
        return bool(self._flows(node, asked)) or any(self._in_force(a, asked) for a in agreed)

    def _replaced(self, assurance: NodeRecord) -> bool:
        end, standard = assurance.properties["expiresOn"], assurance.properties.get("standard")
        others = [o for h in self.world.targets(assurance, "HELD_BY") for o in self.world.sources(h, "HELD_BY")]
        return standard is not None and any(
            other.properties.get("standard") == standard
            and any((day := other.properties.get(name)) is not None and day > end for name in ("expiresOn", "issuedOn"))
            for other in others
            if other is not assurance
        )

    def _approved_later(self, approval: NodeRecord, agreement: NodeRecord) -> bool:
        ends = [
            other.properties.get("expiresOn")
            for other in self.world.sources(agreement, "ATTACHED_TO", "Document")
            if other.properties.get("kind") == "SECTION_251_APPROVAL"
        ]
        return any(end is None or end > approval.properties["expiresOn"] for end in ends)

    def _papers(self, node: NodeRecord, asked: Asked) -> Nodes:
        found = [node] if node.label == "Agreement" else []
        found += [each for kind in ("ATTACHED_TO", "ASSESSES") for each in self.world.targets(node, kind, "Agreement")]
        return self._seen(found, asked)

    def _by_law(self, node: NodeRecord, asked: Asked) -> Nodes:
        flows = self._going(self.world.sources(node, "RELIES_ON", "Flow"), asked)
        parties = self._current(self.world.sources(node, "PARTY_RELIES_ON", "Party"), asked)
        found = [a for flow in flows for a in self.world.targets(flow, "GOVERNED_BY")]
        return self._seen([*found, *(a for party in parties for a in self.world.targets(party, "IN"))], asked)

    def _agreements(self, node: NodeRecord, asked: Asked) -> Nodes:
        holders = self.world.targets(node, "HELD_BY")
        parties = self._current([p for h in holders for p in self.world.sources(h, "OF", "Party")], asked)
        held = self._seen([a for party in parties for a in self.world.targets(party, "IN")], asked)
        return _unique([*self._papers(node, asked), *self._by_law(node, asked), *held])

    def _flows(self, node: NodeRecord, asked: Asked) -> Nodes:
        world, papers = self.world, self._papers(node, asked)
        programmes = world.targets(node, "ASSESSES", "Programme")
        papers += self._seen([a for p in programmes for a in world.sources(p, "IN_PROGRAMME", "Agreement")], asked)
        found = [flow for a in papers for flow in world.sources(a, "GOVERNED_BY", "Flow")]
        found += world.targets(node, "ASSESSES", "Flow")
        found += [f for d in world.targets(node, "ASSESSES", "Dataset") for f in world.sources(d, "CARRIES", "Flow")]
        for holder in world.targets(node, "HELD_BY"):
            found += [*world.sources(holder, "RECEIVED_BY", "Flow"), *world.sources(holder, "VIA", "Flow")]
        found += world.sources(node, "RELIES_ON", "Flow")
        return _unique(self._going(found, asked))

    def _bodies(self, node: NodeRecord, asked: Asked) -> Nodes:
        agreements = [*self._papers(node, asked), *self._by_law(node, asked)]
        parties = self._current([p for a in agreements for p in self.world.sources(a, "IN", "Party")], asked)
        found = [body for party in parties for body in self.world.targets(party, "OF")]
        found += self.world.targets(node, "HELD_BY")
        flows = [*self.world.targets(node, "ASSESSES", "Flow"), *self.world.sources(node, "RELIES_ON", "Flow")]
        for flow in self._going(flows, asked):
            found += [*self.world.sources(flow, "DISCLOSES"), *self.world.targets(flow, "RECEIVED_BY")]
        return _unique(found)

    def _leads(self, node: NodeRecord, asked: Asked) -> Nodes:
        led = [body for a in self._papers(node, asked) for body in self.world.targets(a, "LED_BY")]
        return _unique([*led, *self.world.targets(node, "HELD_BY")])

    def _posts(self, node: NodeRecord, asked: Asked) -> Nodes:
        leading = [p for a in self._papers(node, asked) for p in self.world.sources(a, "LEADS", "Post")]
        at = [p for body in self._seen(self._leads(node, asked), asked) for p in self.world.sources(body, "AT", "Post")]
        offices = [post for post in at if post.properties.get("role") in _OFFICES]
        return self._current(_unique([*leading, *offices]), asked)

    def _posts_of(self, node: NodeRecord, body: NodeRecord, asked: Asked) -> Nodes:
        at = self._current(self.world.sources(body, "AT", "Post"), asked)
        leading = [p for a in self._papers(node, asked) for p in self.world.sources(a, "LEADS", "Post")]
        leading += self.world.targets(node, "ASSIGNED_TO", "Post")
        named = [post for post in at if post in leading]
        return named or [post for post in at if post.properties.get("role") in _OFFICES]

    def _to_sign(self, node: NodeRecord, kind: str, asked: Asked) -> Nodes:
        if kind != "AWAITS_SIGNATURE":
            return []
        return _unique(
            body
            for party in self.world.sources(node, "IN", "Party")
            if party.properties.get("role") in _SIGNING
            and party.properties.get("leftOn") is None
            and not any(
                (signed := each.properties.get("signedOn")) is None or signed <= asked.day
                for each in self.world.sources(party, "FOR_PARTY", "Signature")
            )
            for body in self.world.targets(party, "OF")
        )

    def _its_agreements(self, body: NodeRecord, asked: Asked) -> Nodes:
        parties = self._current(self.world.sources(body, "OF", "Party"), asked)
        posts = self._current(self.world.sources(body, "AT", "Post"), asked)
        found = [a for party in parties for a in self.world.targets(party, "IN")]
        found += self.world.sources(body, "LED_BY", "Agreement")
        found += [a for post in posts for a in self.world.targets(post, "LEADS", "Agreement")]
        return _unique(self._seen(found, asked))

    def _its(self, body: NodeRecord, label: str, asked: Asked) -> Nodes:
        world, agreements = self.world, self._its_agreements(body, asked)
        around = [*world.targets(body, "DISCLOSES"), *world.sources(body, "RECEIVED_BY"), *world.sources(body, "VIA")]
        flows = self._going(around, asked)
        match label:
            case "Agreement":
                return agreements
            case "Assurance":
                return world.sources(body, "HELD_BY", "Assurance")
            case "Document":
                return [each for a in agreements for each in world.sources(a, "ATTACHED_TO", "Document")]
            case "Dpia":
                datasets = world.sources(body, "CONTROLLED_BY", "Dataset")
                return [
                    each for on in (*agreements, *flows, *datasets) for each in world.sources(on, "ASSESSES", "Dpia")
                ]
        # By an agreement: a party to none, which no source states, rests on nothing.
        parties = [
            party
            for party in self._current(world.sources(body, "OF", "Party"), asked)
            if self._seen(world.targets(party, "IN"), asked)
        ]
        laws = [law for flow in flows for law in world.targets(flow, "RELIES_ON")]
        return [*laws, *(law for party in parties for law in world.targets(party, "PARTY_RELIES_ON"))]

    def _holds(self, agreement: NodeRecord, code: str, asked: Asked) -> bool:
        return CONDITIONS["Agreement"][code](self.world, agreement, asked.day)

    def _agreed(self, agreement: NodeRecord, asked: Asked) -> bool:
        return agreement.properties["state"] not in _DRAFTING and not self._holds(agreement, "STOPPED", asked)

    def _in_force(self, agreement: NodeRecord, asked: Asked) -> bool:
        return any(self._holds(agreement, code, asked) for code in ("IN_FORCE", "IN_FORCE_NO_END"))

    def _going(self, flows: Iterable[NodeRecord], asked: Asked) -> Nodes:
        return [flow for flow in self._seen(flows, asked) if _live(flow, asked.day)]

    def _seen(self, nodes: Iterable[NodeRecord], asked: Asked) -> Nodes:
        seen = self.lists.seen(list(nodes), asked)
        return [each for each in seen if not asked.as_of or self.world.held(each, asked.day)]

    def _current(self, nodes: Iterable[NodeRecord], asked: Asked) -> Nodes:
        return [each for each in self.lists.seen(list(nodes), asked) if self.world.held(each, asked.day)]


def _live(flow: NodeRecord, day: dt.date) -> bool:
    ceased = last_day(flow.properties, "ceasedOn")
    return flow.properties["state"] == "LIVE" and (ceased is None or ceased >= day)


def _unique(nodes: Iterable[NodeRecord]) -> Nodes:
    return list({(each.label, each.key): each for each in nodes}.values())


def _once(rows: Iterable[TableRow]) -> list[TableRow]:
    return list({(row.values["kind"], row.values["about"].key): row for row in rows}.values())


def _or(value: Any, otherwise: Any) -> Any:
    return otherwise if value is None else value
