"""When the same words written otherwise are one relabelling, and when they are amendments."""

from __future__ import annotations

from typing import Any

from graph.model.registry import registry_model
from ingest.drafting.ref import Ref
from ingest.loading.held import Held, HeldNode
from ingest.loading.planned import NodeWrite
from ingest.loading.relabelling import Relabelling, relabellings
from ingest.loading.words import Words

OLD, NEW = "Anonymised", "De-personalised"


class Edition:
    """Flows and datasets as they were, and what a load writes of them."""

    def __init__(self) -> None:
        self.before: dict[Ref, dict[str, Any]] = {}
        self.writes: list[NodeWrite] = []

    def node(self, ref: Ref, before: dict[str, Any], after: dict[str, Any] | None = None) -> None:
        self.before[ref] = before
        if after:
            overwritten = {name: before[name] for name in after if name in before}
            self.writes.append(NodeWrite(ref, after, overwritten, ("s",), False))

    def flow(self, key: str, stated: str, **after: Any) -> None:
        self.node(("Flow", key), {"identifiabilityStated": stated, "identifiability": "DE_PERSONALISED"}, after)

    def found(self, begun: dict[Words, str] | None = None) -> list[Relabelling]:
        held = Held({ref: HeldNode(values, ("s",)) for ref, values in self.before.items()}, {}, {})
        return relabellings(registry_model(), lambda: self.writes, self.before, held, begun or {})


def test_the_same_words_changed_everywhere_are_one_relabelling() -> None:
    edition = Edition()
    for n in range(126):
        edition.flow(f"f{n}", OLD, identifiabilityStated=NEW)
    edition.flow("other", "Identifiable")
    [found] = edition.found()
    assert (found.words, found.label) == (Words("identifiabilityStated", OLD, NEW), "Flow")
    assert len(found.places) == 126


def test_words_that_stand_elsewhere_still_were_amended() -> None:
    edition = Edition()
    edition.flow("f1", OLD, identifiabilityStated=NEW)
    edition.flow("f2", OLD, identifiabilityStated=NEW)
    edition.flow("f3", OLD)
    assert edition.found() == []


def test_words_that_become_different_things_were_amended() -> None:
    for third in ("Aggregate", None):
        edition = Edition()
        edition.flow("f1", OLD, identifiabilityStated=NEW)
        edition.flow("f2", OLD, identifiabilityStated=NEW)
        edition.flow("f3", OLD, identifiabilityStated=third)
        assert edition.found() == []


def test_words_that_come_to_mean_something_else_were_amended() -> None:
    edition = Edition()
    for key in ("f1", "f2"):
        edition.flow(key, OLD, identifiabilityStated="Identifiable", identifiability="IDENTIFIABLE")
    assert edition.found() == []
    edition.flow("f3", OLD, identifiabilityStated=NEW)
    edition.flow("f4", OLD, identifiabilityStated=NEW)
    assert edition.found() == []


def test_one_node_is_amended() -> None:
    edition = Edition()
    edition.flow("f1", OLD, identifiabilityStated=NEW)
    assert edition.found() == []


def test_a_dataset_with_a_new_name_takes_the_titles_of_its_flows_along() -> None:
    edition = Edition()
    edition.node(("Dataset", "deaths"), {"title": "Deaths"}, {"title": "Deaths (civil)"})
    for n in range(3):
        title = f"Deaths: NHS Digital to Body {n}"
        edition.node(("Flow", f"f{n}"), {"title": title}, {"title": f"Deaths (civil): NHS Digital to Body {n}"})
    edition.node(("Flow", "births"), {"title": "Births: to Body 1"}, {"title": "Births: to Body One"})
    [found] = edition.found()
    assert (found.words, found.label) == (Words("title", "Deaths", "Deaths (civil)"), "Dataset")
    assert sorted(ref for ref, _ in found.places) == [
        ("Dataset", "deaths"),
        ("Flow", "f0"),
        ("Flow", "f1"),
        ("Flow", "f2"),
    ]


def test_what_a_load_cut_short_left_belongs_to_the_relabelling_it_began() -> None:
    edition = Edition()
    edition.flow("f1", NEW)
    edition.flow("f2", OLD, identifiabilityStated=NEW)
    words = Words("identifiabilityStated", OLD, NEW)
    [found] = edition.found({words: "Flow"})
    assert (found.words, found.places) == (words, [(("Flow", "f2"), "identifiabilityStated")])
    assert edition.found() == []


def test_titles_left_by_a_load_cut_short_follow_the_name_it_had_changed() -> None:
    edition = Edition()
    edition.node(("Dataset", "deaths"), {"title": "Deaths (civil)"})
    edition.node(("Flow", "f1"), {"title": "Deaths: to A"}, {"title": "Deaths (civil): to A"})
    [found] = edition.found({Words("title", "Deaths", "Deaths (civil)"): "Dataset"})
    assert (found.label, found.places) == ("Dataset", [(("Flow", "f1"), "title")])
