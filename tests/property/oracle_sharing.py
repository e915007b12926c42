"""Words that the rules have in common, written again in Python: live, in force, collected, still party."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from graph.model.records import NodeRecord
from tests.property.oracle_conditions import CONDITIONS
from tests.property.oracle_world import World, last_day

NOBODY = {"AGGREGATE", "ANONYMOUS", "DE_PERSONALISED"}
OVER = {"CEASED", "COMPLETED", "WITHDRAWN"}
LEFT = {"WITHDRAWN", "DECLINED"}


@dataclass(frozen=True)
class Sharing:
    """A graph on a day."""

    world: World
    today: dt.date

    def all(self, label: str) -> list[NodeRecord]:
        """All nodes of a type."""
        return self.world.of_label(label)

    def to(self, node: NodeRecord, kind: str, label: str | None = None) -> list[NodeRecord]:
        """Where edges of a type lead."""
        return self.world.targets(node, kind, label)

    def by(self, node: NodeRecord, kind: str, label: str | None = None) -> list[NodeRecord]:
        """Where edges of a type come from."""
        return self.world.sources(node, kind, label)

    def has(self, agreement: NodeRecord, *codes: str) -> bool:
        """Whether one of these conditions holds."""
        return any(CONDITIONS["Agreement"][code](self.world, agreement, self.today) for code in codes)

    def runs(self, agreement: NodeRecord) -> bool:
        """In force, with or without an end."""
        return self.has(agreement, "IN_FORCE", "IN_FORCE_NO_END")

    def live(self, flow: NodeRecord) -> bool:
        """Recorded as live and not known to have ceased."""
        ceased = flow.properties.get("ceasedOn")
        return flow.properties["state"] == "LIVE" and (ceased is None or ceased >= self.today)

    def collected(self, node: NodeRecord, name: str) -> bool:
        """Whether a source that states the node asks for the field."""
        return any(
            f"{node.label}.{name}" in (source.properties.get("collects") or [])
            for record in self.by(node, "STATES", "Record")
            for edition in self.to(record, "IN_EDITION")
            for source in self.to(edition, "OF_SOURCE")
        )

    def closed(self, body: NodeRecord) -> bool:
        """Whether the last day on which the body may have existed has passed."""
        last = last_day(body.properties, "closedOn")
        return last is not None and last < self.today

    def parties(self, agreement: NodeRecord) -> list[NodeRecord]:
        """The places in an agreement."""
        return self.by(agreement, "IN", "Party")

    def bodies(self, agreement: NodeRecord) -> set[str]:
        """The keys of the bodies that are or were party to an agreement."""
        return {body.key for party in self.parties(agreement) for body in self.to(party, "OF")}

    def living(self, flow: NodeRecord) -> bool:
        """Whether the data may be about somebody who lives."""
        people = {of(who, "code") for data in self.to(flow, "CARRIES") for who in self.to(data, "ABOUT")}
        return identifies(flow) and of(flow, "optOut") != "DECEASED" and people != {"ds-deceased"}

    def ends(self, flow: NodeRecord) -> list[NodeRecord]:
        """The bodies that give and receive."""
        return [*self.by(flow, "DISCLOSES"), *self.to(flow, "RECEIVED_BY")]


def identifies(flow: NodeRecord) -> bool:
    """Whether the data of a flow may be about somebody."""
    return flow.properties.get("identifiability") not in NOBODY


def of(node: NodeRecord, name: str) -> Any:
    """A property, None where it is not there."""
    return node.properties.get(name)
