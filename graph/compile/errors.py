"""What can be wrong with a question, each with a stable code."""

from __future__ import annotations


class AskError(Exception):
    """A question cannot be answered as asked. `code` is stable, the message says what to do."""

    code = "BAD_QUESTION"


class BadId(AskError):
    """An id is malformed, or names a node of another type."""

    code = "BAD_ID"


class BadCursor(AskError):
    """A cursor was not given out by this list, or was made for another order."""

    code = "BAD_CURSOR"


class BadArgument(AskError):
    """An argument's value makes no sense, alone or beside another."""

    code = "BAD_ARGUMENT"


class PageTooLarge(AskError):
    """More nodes are asked for in one page than the limit."""

    code = "PAGE_TOO_LARGE"


class TooCostly(AskError):
    """The nested pages multiply to more nodes than one question may ask for."""

    code = "QUERY_TOO_COSTLY"


class NodeNotFound(AskError):
    """No node of this type and key exists, or the caller may not see it."""

    code = "NOT_FOUND"
