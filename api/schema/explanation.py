"""What a finding says of itself: the texts of its rule, and its path as nodes and edges ready to draw."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import strawberry

from api.schema.shells import Shell, definition, field, listed, optional, output
from graph.compile.asked.ids import encode_id
from queries.findings.evidence import evidence_of, read_chain
from queries.findings.naming import told
from queries.findings.running import caution
from queries.gap_rules.catalogue import Rule, load_rules

NEEDS = ("this.rule", "coalesce(this.path, [])")

EXPLANATION = "FindingExplanation"
EVIDENCE_NODE = "EvidenceNode"
EVIDENCE_EDGE = "EvidenceEdge"


@lru_cache(maxsize=1)
def rules_by_id() -> dict[str, Rule]:
    """Return the rules of the registry by id, read once."""
    return {rule.id: rule for rule in load_rules()}


def explanation_type(enums: dict[str, Shell]) -> Shell:
    """Return the type of the field `explain`."""
    node = output(EVIDENCE_NODE, "A node of the path that shows a finding.")
    definition(node).fields = [
        field("id", strawberry.ID, "What the edges call it. Unique in its explanation, and no id of the registry."),
        field("type", str, "Its type."),
        field("key", optional(str), "Its key. None where the path merely leads through it."),
        field("name", optional(str), "What people know it by."),
        field("node", optional(strawberry.ID), "Its opaque id, for node(id:)."),
    ]
    edge = output(EVIDENCE_EDGE, "An edge of the path that shows a finding, along its arrow.")
    definition(edge).fields = [
        field("type", str, "Its type."),
        field("from", strawberry.ID, "The `id` of the node it starts from."),
        field("to", strawberry.ID, "The `id` of the node it ends at."),
    ]
    made = output(EXPLANATION, "Why something was found, what to do about it, and the path in the graph that shows it.")
    definition(made).fields = [
        field("title", str, "What the rule finds, in a few words. The name of the rule where it is there no more."),
        field("area", optional(str), "What the rule belongs to."),
        field("why", optional(str), "Why it matters."),
        field("remedy", optional(str), "What somebody can do about it."),
        field("citation", optional(str), "The law, code or practice that the rule rests on."),
        field("strength", optional(str), "What kind of ground that is: law, code or practice."),
        field("evidence", optional(enums["EvidenceGrade"]), "How well that ground was checked."),
        field("caution", optional(str), "What readers must be told where it was not."),
        field("nodes", listed(node), "The nodes of the path, each once."),
        field("edges", listed(edge), "The edges between them."),
        field("hidden", int, "How many parts of the path are left out: they lead over what the caller may not see."),
    ]
    return made


def explanation(needs: list[Any]) -> dict[str, Any]:
    """Return the explanation of a finding from what NEEDS fetched, and what it names and the caller may see.

    That is a list of [label, key], or None for a caller who may see everything.
    """
    rule_id, path, seen = needs
    chains = [read_chain(text) for text in path]
    visible = {(label, key) for label, key in seen or ()}
    shown = chains if seen is None else [each for each in chains if told(each, visible)]
    evidence = evidence_of(shown)
    rule = rules_by_id().get(rule_id)
    text = rule.text if rule else None
    return {
        "title": text.title if text else rule_id,
        "area": text.area if text else None,
        "why": text.why if text else None,
        "remedy": text.remedy if text else None,
        "citation": text.citation if text else None,
        "strength": text.strength.value if text else None,
        "evidence": text.evidence.value if text else None,
        "caution": caution(rule) if rule else None,
        "nodes": [
            {
                "id": each.id,
                "type": each.node.label,
                "key": each.node.key or None,
                "name": each.node.name or None,
                "node": encode_id(each.node.label, each.node.key) if each.node.key else None,
            }
            for each in evidence.nodes
        ],
        "edges": [{"type": each.type, "from": each.start, "to": each.end} for each in evidence.edges],
        "hidden": len(chains) - len(shown),
    }


def group_label(needs: list[Any]) -> str | None:
    """Return what people call a group of findings: the title of a rule, the name of a body, else its code in words."""
    by, value, name = needs
    if by == "RULE":
        rule = rules_by_id().get(value)
        return rule.text.title if rule else str(value)
    if by == "BODY":
        return str(name) if name is not None else str(value)
    return str(value).capitalize().replace("_", " ") if by != "TYPE" else str(value)


def tally_title(needs: list[Any]) -> str | None:
    """Return what the rule of a tally finds, in a few words."""
    rule = rules_by_id().get(needs[0])
    return rule.text.title if rule else str(needs[0])
