"""Who holds what a body once held, worked out once more over the records: body by body, with sets and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graph.compile.asked.ids import encode_id
from graph.model.records import EdgeRecord, NodeRecord
from graph.model.spelling import normal_name
from tests.property.oracle_world import Asked, World, last_day

HOPS, STEPS, CANDIDATES = 8, 50, 10
"""The bounds, as the schema's descriptions state them."""


@dataclass(frozen=True)
class Found:
    """The bodies that a name stands for, and what settled that."""

    bodies: list[NodeRecord]
    by: str | None


class Holders:
    """Answers `holdersNow` for one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def holding(self, text: str, asked: Asked) -> dict[str, Any]:
        """The answer for one name, by field; bodies are records, which the caller turns into answers."""
        found = self.find(text, asked)
        body = found.bodies[0] if len(found.bodies) == 1 else None
        steps, cut = self._follow(body, asked) if body is not None else ([], False)
        reached = [] if body is None else [body, *(self._end(edge) for _, edge in steps)]
        chain = sorted({each.key: each for each in reached}.values(), key=lambda each: each.key)
        holders, closed, unopened = [], [], []
        for each in chain:
            followed = self._successions(each, asked)
            whole = [edge for edge in followed if edge.properties.get("kind") != "BOUNDARY_TRANSFER"]
            opened, last = each.properties.get("openedOn"), last_day(each.properties, "closedOn")
            begun, lasts = opened is None or opened <= asked.day, last is None or last >= asked.day
            if begun and lasts and not whole:
                days = [e.properties["on"] for _, e in steps if self._end(e) is each and e.properties.get("on")]
                holders.append({"body": each, "since": max(days).isoformat() if days else None})
            elif not lasts and not followed:
                closed.append(each)
            elif lasts and not begun and not followed:
                unopened.append(each)
        return {
            "asked": text,
            "outcome": _outcome(found.bodies, cut, closed, unopened, holders, steps),
            "foundBy": found.by,
            "body": body,
            "candidates": found.bodies[:CANDIDATES] if len(found.bodies) > 1 else [],
            "holders": holders,
            "unsucceeded": closed,
            "steps": [self._step(hop, edge) for hop, edge in steps],
        }

    def find(self, text: str, asked: Asked) -> Found:
        """The bodies a text names: by identifier, else by decision, else by bare code or exact name."""
        bodies = [each for each in self.world.of_label("Organisation") if self.world.may_see(each, asked.caller)]
        plain = text.strip()
        exact = {plain, *_in_scheme(plain)}
        known = [b for b in bodies if self._called(b, exact) or encode_id("Organisation", b.key) == plain]
        if known:
            return Found(_by_key(known), "IDENTIFIER")
        normal = normal_name(text)
        if normal:
            meant = self._through("Resolution", "MEANS", normal, asked)
            if meant:
                return Found(_by_key(meant), "DECISION")
        code = plain.upper()
        forms = {"ods": r"[A-Z0-9]{3,10}", "gss": r"[EWSNKJLM]\d{8}"}
        codes = {f"{scheme}:{code}" for scheme, form in forms.items() if re.fullmatch(form, code)}
        bare = [b for b in bodies if self._called(b, codes)]
        named = []
        if normal:
            denied = self._through("Resolution", "RULES_OUT", normal, asked)
            named = [b for b in self._through("Name", "NAMES", normal, asked) if b not in denied]
        return Found(_by_key(bare + named), "IDENTIFIER" if bare else "NAME" if named else None)

    def _called(self, body: NodeRecord, codes: set[str]) -> bool:
        identifiers: Any = body.properties.get("identifiers") or []
        return body.key in codes or bool(codes & set(identifiers))

    def _through(self, label: str, kind: str, normal: str, asked: Asked) -> list[NodeRecord]:
        return [
            body
            for each in self.world.of_label(label)
            if each.properties.get("normal") == normal
            and each.properties.get("undoneAt") is None
            and self.world.may_see(each, asked.caller)
            for body in self.world.targets(each, kind, "Organisation")
            if self.world.may_see(body, asked.caller)
        ]

    def _successions(self, body: NodeRecord, asked: Asked) -> list[EdgeRecord]:
        made = [
            edge
            for edge in self.world.edges_out(body, "SUCCEEDED_BY")
            if (edge.properties.get("on") is None or edge.properties["on"] <= asked.day)
            and self.world.may_see(self._end(edge), asked.caller)
        ]
        return sorted(made, key=lambda edge: edge.end[1])

    def _end(self, edge: EdgeRecord) -> NodeRecord:
        return self.world.nodes[edge.end]

    def _follow(self, body: NodeRecord, asked: Asked) -> tuple[list[tuple[int, EdgeRecord]], bool]:
        front, seen = [body], {body.key}
        steps: list[tuple[int, EdgeRecord]] = []
        for hop in range(1, HOPS + 1):
            made = [edge for each in _by_key(front) for edge in self._successions(each, asked)][: STEPS + 1]
            steps += [(hop, edge) for edge in made]
            front = [each for each in _by_key([self._end(edge) for edge in made]) if each.key not in seen]
            seen |= {each.key for each in front}
        beyond = any(self._successions(each, asked) for each in front)
        return steps[:STEPS], beyond or len(steps) > STEPS

    def _step(self, hop: int, edge: EdgeRecord) -> dict[str, Any]:
        on: Any = edge.properties.get("on")
        return {
            "hop": hop,
            "from": self.world.nodes[edge.start],
            "to": self._end(edge),
            "on": None if on is None else on.isoformat(),
            "kind": edge.properties.get("kind"),
            "note": edge.properties.get("note"),
        }


def _outcome(
    bodies: list[NodeRecord], cut: bool, closed: list[Any], unopened: list[Any], holders: list[Any], steps: list[Any]
) -> str:
    if len(bodies) != 1:
        return "AMBIGUOUS" if bodies else "UNKNOWN"
    if cut:
        return "CUT"
    if closed:
        return "NO_SUCCESSOR"
    if unopened:
        return "NOT_YET_OPEN"
    if not holders:
        return "CIRCULAR"
    return "HELD" if steps or _described(bodies[0]) else "UNCONFIRMED"


def _described(body: NodeRecord) -> bool:
    """Whether a source says more of a body than its name or code."""
    said = body.properties
    if said.get("openedOn") is not None or said.get("statusStated") is not None:
        return True
    return said.get("kind") is not None and bool(said.get("identifiers"))


def _in_scheme(plain: str) -> set[str]:
    match = re.fullmatch(r"([A-Za-z][A-Za-z-]*)\s*:\s*(\S.*)", plain)
    if match is None:
        return set()
    scheme = match[1].lower()
    return {f"{scheme}:{match[2].upper() if scheme in ('ods', 'gss', 'la') else match[2]}"}


def _by_key(bodies: list[NodeRecord]) -> list[NodeRecord]:
    return sorted({each.key: each for each in bodies}.values(), key=lambda each: each.key)
