"""Documents: parsed, measured and validated once, then kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from graphql import (
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    VariableNode,
    parse,
    validate,
    visit,
)
from graphql.execution.values import VariableValues
from graphql.language.visitor import Visitor

from api.graphql.errors import Refusal
from api.limits import LimitExceeded, Limits, check_document, check_text, too_many_tokens
from graph.compile.asked.selection import Selection, select

Kept = TypeVar("Kept")


class LeastRecent(Generic[Kept]):
    """Keeps the most recently used values, up to a number."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def get(self, key: Hashable) -> Kept | None:
        """Return what is kept under a key and count it as used."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, value: Kept) -> None:
        """Keep a value, letting go of the one unused for longest where there is no room."""
        self._kept[key] = value
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)


@dataclass(slots=True)
class Operation:
    """One operation of a document, and its selections by which @include and @skip hold."""

    node: OperationDefinitionNode
    deciding: tuple[str, ...]
    selections: dict[tuple[object, ...], Selection] = field(default_factory=dict)


@dataclass(slots=True)
class Document:
    """A valid document within limits."""

    ast: DocumentNode
    fragments: dict[str, FragmentDefinitionNode]
    operations: dict[str, Operation]

    def operation(self, name: str | None) -> Operation:
        """Return the operation to run. Raises Refusal where the name fits none, or none is named of several."""
        if name is None or name == "":
            if len(self.operations) == 1:
                return next(iter(self.operations.values()))
            raise Refusal.because(
                "OPERATION_NOT_FOUND",
                f"The document holds {len(self.operations)} operations. Say which to run in operationName: "
                f"{', '.join(self.operations)}.",
            )
        if name not in self.operations:
            raise Refusal.because(
                "OPERATION_NOT_FOUND",
                f"The document has no operation named {name!r}. "
                f"It has: {', '.join(each or '(unnamed)' for each in self.operations)}.",
            )
        return self.operations[name]

    def selection(self, schema: GraphQLSchema, operation: Operation, variables: VariableValues) -> Selection:
        """Return what an operation selects where these variables decide @include and @skip."""
        deciding = tuple(variables.coerced.get(name) for name in operation.deciding)
        found = operation.selections.get(deciding)
        if found is None:
            found = select(schema, operation.node, self.fragments, variables)
            operation.selections[deciding] = found
        return found


class Documents:
    """Reads documents against a schema within limits."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, size: int = 1000) -> None:
        self.schema = schema
        self.limits = limits
        self._kept: LeastRecent[Document] = LeastRecent(size)

    def read(self, text: str) -> Document:
        """Return the document of a text. Raises Refusal: too large, not GraphQL, or not valid here."""
        found = self._kept.get(text)
        if found is None:
            found = self._read(text)
            self._kept.put(text, found)
        return found

    def _read(self, text: str) -> Document:
        try:
            check_text(text, self.limits)
            try:
                ast = parse(text, max_tokens=self.limits.tokens)
            except GraphQLSyntaxError as error:
                if error.message.endswith("Parsing aborted."):
                    raise too_many_tokens(self.limits) from None
                raise Refusal("GRAPHQL_SYNTAX", [error]) from None
            check_document(ast, self.limits)
        except LimitExceeded as exceeded:
            raise Refusal(exceeded.code, [GraphQLError(str(exceeded), original_error=exceeded)]) from None
        errors = validate(self.schema, ast, max_errors=20)
        if errors:
            raise Refusal("GRAPHQL_INVALID", errors)
        operations = [d for d in ast.definitions if isinstance(d, OperationDefinitionNode)]
        deciding = _deciding_variables(ast)
        return Document(
            ast,
            {d.name.value: d for d in ast.definitions if isinstance(d, FragmentDefinitionNode)},
            {d.name.value if d.name else "": Operation(d, deciding) for d in operations},
        )


def _deciding_variables(ast: DocumentNode) -> tuple[str, ...]:
    """Return the variables that @include and @skip look at."""
    found: set[str] = set()

    class Collect(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: object) -> None:
            found.update(
                argument.value.name.value
                for argument in node.arguments or ()
                if isinstance(argument.value, VariableNode)
            )

    visit(ast, Collect())
    return tuple(sorted(found))
