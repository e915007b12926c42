"""What the oracle knows of `askOnce` and `centrality`, from their descriptions."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from graph.compile.asked.bounds import Bounds
from graph.model.records import NodeRecord
from tests.property.oracle_lists import Lists
from tests.property.oracle_made import Found, Made, Nodes, Ranked, by_title, held, once
from tests.property.oracle_world import Asked, World


class Counts:
    """Answers `askOnce` and `centrality` over one world. `compare` is how many of each are looked at."""

    def __init__(self, world: World, lists: Lists, compare: int = Bounds().compare) -> None:
        self.world = world
        self.lists = lists
        self.compare = compare

    def ask_once(self, named: dict[str, NodeRecord | None], asked: Asked) -> Made:
        """Return what several controllers collect from the same kinds of people."""
        targets = self.world.targets
        looked = sorted(
            (
                each
                for each in self.world.of_label("Dataset")
                if targets(each, "CONTROLLED_BY")
                and not targets(each, "DERIVED_FROM")
                and any(named["element"] in (None, element) for element in targets(each, "CONTAINS"))
                and any(named["subject"] in (None, subject) for subject in targets(each, "ABOUT"))
            ),
            key=by_title,
        )
        asking: dict[tuple[str, str], Nodes] = defaultdict(list)
        for each in looked[: self.compare]:
            for element in targets(each, "CONTAINS"):
                for subject in targets(each, "ABOUT"):
                    if named["element"] in (None, element) and named["subject"] in (None, subject):
                        asking[element.key, subject.key].append(each)
        entries = []
        for (item, people), having in asking.items():
            element, subject = self.world.nodes["DataElement", item], self.world.nodes["DataSubject", people]
            bodies = once(body for d in having for body in targets(d, "CONTROLLED_BY"))
            controllers = held(self.world, "Organisation", bodies, asked)
            datasets = [d for d in having if any(body in controllers.nodes for body in targets(d, "CONTROLLED_BY"))]
            if len(controllers.nodes) > 1 and len(datasets) > 1 and (named["body"] in (None, *controllers.nodes)):
                fields = {
                    "element": element,
                    "subject": subject,
                    "controllers": controllers,
                    "datasets": Found("Dataset", datasets),
                }
                position = (-len(controllers.nodes), *by_title(element), *by_title(subject))
                entries.append((position, Made(asked, fields)))
        return Made(asked, {**named, "asked": Ranked("AskedOften", entries), "complete": len(looked) <= self.compare})

    def centrality(self, given: dict[str, Any], asked: Asked) -> Made:
        """Return the bodies, systems and datasets that most flows pass through."""
        where = given.get("where")
        flows = [
            each
            for each in self.lists.seen(self.world.of_label("Flow"), asked)
            if (not asked.as_of or self.world.held(each, asked.day))
            and (where is None or self.lists.holds(each, where, asked))
        ]
        bodies, bodies_cut = self._most_linked("Organisation", ("DISCLOSES",), ("RECEIVED_BY", "VIA"), asked)
        datasets, datasets_cut = self._most_linked("Dataset", (), ("CARRIES",), asked)
        through: dict[str, Nodes] = defaultdict(list)
        for flow in flows:
            if (name := flow.properties.get("via")) is not None:
                through[name].append(flow)
        systems = sorted(through, key=lambda name: (-len(through[name]), name))[: self.compare]
        return Made(
            asked,
            {
                "bodies": Ranked("CentralBody", [e for body in bodies for e in self._body(body, flows, asked)]),
                "systems": Ranked(
                    "CentralSystem",
                    [
                        (
                            (-len(through[name]), name),
                            Made(
                                asked,
                                {"name": name, "flowCount": len(through[name]), "flows": Found("Flow", through[name])},
                            ),
                        )
                        for name in systems
                    ],
                ),
                "datasets": Ranked("CentralDataset", [e for d in datasets for e in self._dataset(d, flows, asked)]),
                "complete": not bodies_cut and not datasets_cut and len(through) <= self.compare,
            },
        )

    def _most_linked(self, label: str, out: tuple[str, ...], back: tuple[str, ...], asked: Asked) -> tuple[Nodes, bool]:
        linked = [
            (
                -sum(len(self.world.edges_out(node, each)) for each in out)
                - sum(len(self.world.edges_in(node, each)) for each in back),
                *by_title(node),
                node,
            )
            for node in held(self.world, label, self.world.of_label(label), asked).nodes
        ]
        found = [each[-1] for each in sorted(linked, key=lambda each: each[:-1]) if each[0]]
        return found[: self.compare], len(found) > self.compare

    def _body(self, body: NodeRecord, flows: Nodes, asked: Asked) -> list[tuple[Any, Made]]:
        gives = sum(body in self.world.sources(f, "DISCLOSES") for f in flows)
        receives = sum(body in self.world.targets(f, "RECEIVED_BY") for f in flows)
        passes = sum(body in self.world.targets(f, "VIA") for f in flows)
        count = gives + receives + passes
        fields = {"body": body, "flowCount": count, "gives": gives, "receives": receives, "passesOn": passes}
        return [((-count, *by_title(body)), Made(asked, fields))] if count else []

    def _dataset(self, dataset: NodeRecord, flows: Nodes, asked: Asked) -> list[tuple[Any, Made]]:
        carrying = [f for f in flows if dataset in self.world.targets(f, "CARRIES")]
        givers = once(body for f in carrying for body in self.world.sources(f, "DISCLOSES"))
        takers = once(body for f in carrying for body in self.world.targets(f, "RECEIVED_BY"))
        fields = {
            "dataset": dataset,
            "flowCount": len(carrying),
            "disclosers": held(self.world, "Organisation", givers, asked),
            "recipients": held(self.world, "Organisation", takers, asked),
        }
        return [((-len(carrying), *by_title(dataset)), Made(asked, fields))] if carrying else []
