"""Random valid operations over the schema, whose values come from the seeded graph."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    is_leaf_type,
    print_ast,
)

from tests.seeded.arguments import RandomArguments
from tests.seeded.cursors import Cursors
from tests.seeded.graph import SeededGraph
from tests.seeded.literals import RandomVariables

Composite = GraphQLObjectType | GraphQLInterfaceType

MOST_ALIASES = 40
MOST_FIELDS = 36
DEEPEST = 5
_FRAGMENT_ROWS = 30


@dataclass(frozen=True)
class Operation:
    """A question: its document and the variables sent with it."""

    document: DocumentNode
    variables: dict[str, Any]

    @property
    def text(self) -> str:
        """The document as text."""
        return print_ast(self.document)


@dataclass(frozen=True)
class Field:
    """A field selected at one place of the answer: of which type, its definition, and what it returns."""

    parent: Composite
    node: FieldNode
    returns: str


@dataclass
class Place:
    """What is selected under one response key: the fields that are merged there, and what is selected of them."""

    fields: list[Field]
    inner: Scope


@dataclass
class Scope:
    """One place of the answer: what is selected there, by response key, in whatever fragment."""

    places: dict[str, Place] = field(default_factory=dict)

    def fits(self, key: str, wanted: Field) -> bool:
        """Return whether a field can be selected here under a response key."""
        return key not in self.places or all(
            each.returns == wanted.returns
            and (_never_both(each.parent, wanted.parent) or _same_field(each.node, wanted.node))
            for each in self.places[key].fields
        )

    def takes(self, other: Scope) -> bool:
        """Return whether everything selected in another scope can be selected here as well."""
        return all(
            all(self.fits(key, each) for each in place.fields)
            and (key not in self.places or self.places[key].inner.takes(place.inner))
            for key, place in other.places.items()
        )

    def merge(self, other: Scope) -> None:
        """Select everything of another scope here."""
        for key, place in other.places.items():
            for each in place.fields:
                inner = self.place(key, each)
            inner.merge(place.inner)

    def place(self, key: str, wanted: Field) -> Scope:
        """Note a field and return the scope of what it returns, shared by all fields of its response key."""
        place = self.places.setdefault(key, Place([], Scope()))
        if not any(each.parent is wanted.parent and _same_field(each.node, wanted.node) for each in place.fields):
            place.fields.append(wanted)
        return place.inner


@dataclass(frozen=True)
class Fragment:
    """A named fragment of an operation: what it is on, and what it selects."""

    name: str
    on: Composite
    scope: Scope


class Operations:
    """Makes operations, the same one for the same seed.

    `mistakes` lets in values that are refused with a clear error: ids of another type, broken cursors.
    """

    def __init__(self, schema: GraphQLSchema, graph: SeededGraph, cursors: Cursors, *, mistakes: bool) -> None:
        self.schema = schema
        self.graph = graph
        self.cursors = cursors
        self.mistakes = mistakes

    def make(self, seed: int, roots: list[str] | None = None) -> Operation:
        """Return the operation of a seed. `roots` are the root fields it may ask, all where None."""
        return _Maker(self, random.Random(seed), roots).operation()


class _Maker:
    def __init__(self, operations: Operations, rng: random.Random, roots: list[str] | None) -> None:
        self.schema = operations.schema
        self.model = operations.graph.model
        self.rng = rng
        self.variables = RandomVariables(rng)
        self.arguments = RandomArguments(operations.graph, operations.cursors, rng, mistakes=operations.mistakes)
        self.roots = roots
        self.aliases = 0
        self.fields_left = rng.randint(10, MOST_FIELDS)
        self.fragments: list[Fragment] = []
        self.definitions: list[FragmentDefinitionNode] = []
        self.spread: set[str] = set()

    def operation(self) -> Operation:
        query = self.schema.query_type
        assert query is not None
        labels = list(self.model.nodes)
        names = [self._root(self.roots or list(query.fields)) for _ in range(self.rng.choice((1, 1, 1, 2, 3)))]
        near = self._near(names)
        for _ in range(self.rng.choice((0, 0, 1, 2, 3))):
            self._define_fragment(near)
        scope = Scope()
        selections: list[SelectionNode] = []
        for name in (*names, "__typename") if self.rng.random() < 0.05 else names:
            selections += self._directed(self._field(query, name, scope, DEEPEST, 1, labels), query)
        used = [each for each in self.definitions if each.name.value in self._reached(selections)]
        definitions = self.variables.used_in([*selections, *used])
        operation = OperationDefinitionNode(
            operation=OperationType.QUERY,
            name=NameNode(value="Asked") if definitions or self.rng.random() < 0.5 else None,
            variable_definitions=tuple(definitions),
            directives=(),
            selection_set=SelectionSetNode(selections=tuple(selections)),
        )
        defined = {each.variable.name.value for each in definitions}
        values = {name: value for name, value in self.variables.values.items() if name in defined}
        return Operation(DocumentNode(definitions=(operation, *used)), values)

    def _root(self, names: list[str]) -> str:
        """Return a root field, lists and the types with most links more often than others."""
        weights = {
            "node": 4,
            "sharing": 6,
            "onward": 8,
            "search": 3,
            "holdersNow": 8,
            "findingGroups": 3,
            "findingTrend": 2,
            "partners": 4,
            "impact": 8,
            "trace": 8,
            "joinable": 6,
            "duplicates": 3,
            "askOnce": 3,
            "centrality": 3,
            "expiring": 4,
            "worklist": 6,
            "coverage": 3,
            "statistics": 6,
            "namesAwaiting": 2,
        }
        for label, node in self.model.nodes.items():
            weights[node.plural] = 2 + len(self.model.links(label)) // 3
            weights[node.singular] = 1 + len(self.model.links(label)) // 6
        return self.rng.choices(names, [weights[name] for name in names])[0]

    def _near(self, roots: list[str]) -> list[str]:
        """Return the node types that some root fields lead to, more often those they lead to directly."""
        found: list[str] = []
        for label, node in self.model.nodes.items():
            if {node.singular, node.plural} & set(roots):
                targets = [target for link in self.model.links(label).values() for target in link.targets]
                found += [label] * len(targets) + targets
        return found or list(self.model.nodes)

    def _define_fragment(self, near: list[str]) -> None:
        name = f"Part{len(self.fragments)}"
        node = self.schema.type_map["Node"]
        labels = list(self.model.nodes)
        on = node if self.rng.random() < 0.25 else self.schema.type_map[self.rng.choice(near)]
        assert isinstance(on, GraphQLObjectType | GraphQLInterfaceType)
        scope = Scope()
        selection_set = self._selections(on, scope, self.rng.randint(1, 3), _FRAGMENT_ROWS, labels)
        self.definitions.append(
            FragmentDefinitionNode(
                name=NameNode(value=name),
                type_condition=_named(on.name),
                variable_definitions=(),
                directives=(),
                selection_set=selection_set,
            )
        )
        self.fragments.append(Fragment(name, on, scope))

    def _selections(self, kind: Composite, scope: Scope, depth: int, rows: int, labels: list[str]) -> SelectionSetNode:
        """Return what is selected of a type. `rows` is how many such objects the answer may hold, roughly."""
        made: list[SelectionNode] = []
        if kind.name.endswith("Connection") and self.rng.random() < 0.8:
            name = self.rng.choice(("nodes", "nodes", "edges"))
            made += self._directed(self._field(kind, name, scope, depth, rows, labels), kind)
        for _ in range(self.rng.choice((1, 2, 3, 4, 5))):
            if made and self.fields_left <= 0:
                break
            made += self._selection(kind, scope, depth, rows, labels)
        return SelectionSetNode(selections=tuple(made))

    def _selection(
        self, kind: Composite, scope: Scope, depth: int, rows: int, labels: list[str]
    ) -> list[SelectionNode]:
        dice = self.rng.random()
        if kind.name == "Node" and dice < 0.65 and depth > 0:
            on = self.schema.type_map[self.rng.choice(labels) if self.rng.random() < 0.9 else "Node"]
            assert isinstance(on, GraphQLObjectType | GraphQLInterfaceType)
            return self._inline(on, scope, depth, rows, labels)
        if dice < 0.08 and depth > 0:
            general = isinstance(kind, GraphQLObjectType) and bool(kind.interfaces) and self.rng.random() < 0.4
            on = kind.interfaces[0] if general and isinstance(kind, GraphQLObjectType) else kind
            return self._inline(on, scope, depth, rows, labels, untyped=on is kind and self.rng.random() < 0.5)
        if dice < 0.3:
            spread = self._spread(kind, scope, rows)
            if spread:
                return self._directed(spread, kind)
        return self._directed(self._field(kind, self._choose(kind, depth), scope, depth, rows, labels), kind)

    def _inline(
        self, on: Composite, scope: Scope, depth: int, rows: int, labels: list[str], *, untyped: bool = False
    ) -> list[SelectionNode]:
        node = InlineFragmentNode(
            type_condition=None if untyped else _named(on.name),
            directives=(),
            selection_set=self._selections(on, scope, depth - 1, rows, labels),
        )
        return self._directed(node, on)

    def _spread(self, kind: Composite, scope: Scope, rows: int) -> FragmentSpreadNode | None:
        fitting = [
            each
            for each in self.fragments
            if rows <= _FRAGMENT_ROWS
            and (each.on is kind or each.on.name == "Node" or kind.name == "Node")
            and (kind.name == "Node" or kind.name in self.model.nodes)
            and scope.takes(each.scope)
        ]
        if not fitting:
            return None
        fragment = self.rng.choice(fitting)
        scope.merge(fragment.scope)
        return FragmentSpreadNode(name=NameNode(value=fragment.name), directives=(), arguments=())

    def _choose(self, kind: Composite, depth: int) -> str:
        """Return a field of a type: where it goes no deeper, a leaf of a node, and nodes of a page."""
        if self.rng.random() < 0.04:
            return "__typename"
        leaves: list[str] = [n for n, f in kind.fields.items() if is_leaf_type(get_named_type(f.type))]
        inner: list[str] = [n for n, f in kind.fields.items() if not is_leaf_type(get_named_type(f.type))]
        if kind.name in self.model.nodes:
            if inner and depth > 0 and self.fields_left > 2 and self.rng.random() < 0.5:
                return self.rng.choice(inner)
            if "conditions" in kind.fields and self.rng.random() < 0.4:
                return "conditions"
            return "statusInWords" if kind.name == "Agreement" and self.rng.random() < 0.1 else self.rng.choice(leaves)
        return self.rng.choice([*inner, *leaves])

    def _field(self, parent: Composite, name: str, scope: Scope, depth: int, rows: int, labels: list[str]) -> FieldNode:
        self.fields_left -= 1
        definition = parent.fields.get(name)
        if definition is None:
            node = FieldNode(name=NameNode(value=name), directives=(), arguments=())
            return self._placed(Field(parent, node, "String!"), scope)[0]
        repeated = self._repeated(parent, name, scope)
        if repeated is not None:
            arguments, page_rows = repeated.arguments, rows * 5
        else:
            drawn = self.arguments.of(parent.name, name, definition, rows)
            page_rows = rows * drawn.rows
            arguments = tuple(
                ArgumentNode(
                    name=NameNode(value=each),
                    value=self.variables.value(value, definition.args[each].type, may_vanish=each in drawn.may_vanish),
                )
                for each, value in drawn.values.items()
            )
        node = FieldNode(name=NameNode(value=name), directives=(), arguments=arguments)
        node, inner = self._placed(Field(parent, node, str(definition.type)), scope)
        returned = get_named_type(definition.type)
        if isinstance(returned, GraphQLObjectType | GraphQLInterfaceType):
            down = depth - (0 if _is_page_part(parent, returned) else 1)
            if self.arguments.node_label is not None and parent.name == "Query" and name == "node":
                labels = [self.arguments.node_label]
            if parent.name in self.model.nodes and name in self.model.links(parent.name):
                labels = list(self.model.links(parent.name)[name].targets)
            node = replace(node, selection_set=self._selections(returned, inner, down, page_rows, labels))
        return node

    def _repeated(self, parent: Composite, name: str, scope: Scope) -> FieldNode | None:
        """Return an earlier selection of the field to be repeated and merged, now and then."""
        place = scope.places.get(name)
        earlier = [e for e in place.fields if e.parent is parent and e.node.name.value == name] if place else []
        return earlier[0].node if earlier and self.rng.random() < 0.6 else None

    def _placed(self, wanted: Field, scope: Scope) -> tuple[FieldNode, Scope]:
        node = wanted.node
        key = node.name.value
        if (self.rng.random() < 0.1 and self.aliases < MOST_ALIASES) or not scope.fits(key, wanted):
            self.aliases += 1
            key = f"{self.rng.choice(('a', 'key', 'nodes', '_'))}{self.aliases}"
            node = replace(node, alias=NameNode(value=key))
        return node, scope.place(key, wanted)

    def _directed(
        self, node: FieldNode | InlineFragmentNode | FragmentSpreadNode, parent: Composite
    ) -> list[SelectionNode]:
        """Return the selection, sometimes under @include or @skip. Root fields are mostly left in."""
        if self.rng.random() < (0.02 if parent.name == "Query" else 0.06):
            names = self.rng.choice((("include",), ("skip",), ("include", "skip")))
            return [replace(node, directives=tuple(self._directive(name) for name in names))]
        return [node]

    def _directive(self, name: str) -> DirectiveNode:
        wanted = self.schema.get_directive(name)
        assert wanted is not None
        holds = self.rng.random() < 0.6
        value = self.variables.value(
            holds if name == "include" else not holds, wanted.args["if"].type, may_vanish=False, often=True
        )
        return DirectiveNode(
            name=NameNode(value=name), arguments=(ArgumentNode(name=NameNode(value="if"), value=value),)
        )

    def _reached(self, selections: list[SelectionNode]) -> set[str]:
        bodies = {each.name.value: each.selection_set for each in self.definitions}
        found: set[str] = set()
        waiting: list[Any] = list(selections)
        while waiting:
            node = waiting.pop()
            if isinstance(node, FragmentSpreadNode):
                if node.name.value not in found:
                    found.add(node.name.value)
                    waiting += bodies[node.name.value].selections
            elif node.selection_set is not None:
                waiting += node.selection_set.selections
        return found


def _is_page_part(parent: Composite, returned: Composite) -> bool:
    """Whether a step goes from a page to its parts, which does not count as going deeper."""
    return parent.name.endswith(("Connection", "Edge")) or returned.name == "PageInfo"


def _never_both(one: Composite, other: Composite) -> bool:
    return isinstance(one, GraphQLObjectType) and isinstance(other, GraphQLObjectType) and one is not other


def _same_field(one: FieldNode, other: FieldNode) -> bool:
    return one.name.value == other.name.value and _printed(one) == _printed(other)


def _printed(node: FieldNode) -> list[str]:
    return sorted(print_ast(argument) for argument in node.arguments or ())


def _named(name: str) -> NamedTypeNode:
    return NamedTypeNode(name=NameNode(value=name))
