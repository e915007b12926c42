"""What can be wrong with an order to load, each with one line that says what to do.

A fault of the engine is a `graph.store` error and passes through as it is.
"""

from __future__ import annotations


class IngestError(Exception):
    """Anything that keeps a load from running. `str()` is one line for people and says what to do next."""


class UnknownSource(IngestError):
    """No source of that name is declared."""


class SourceBroken(IngestError):
    """A source folder does not declare what the pipeline needs."""


class FileRefused(IngestError):
    """A file cannot be taken: missing, empty, too large, of the wrong kind, in an unreadable encoding."""


class LayoutRefused(IngestError):
    """A file could be read and is not laid out as the source's files are: no known sheet, no needed column."""


class RejectsUnusable(IngestError):
    """A file of rejected rows does not belong to an edition that the registry holds."""


class RejectsNotWritten(IngestError):
    """Rows were refused and the file that is to hold them cannot be written. The load itself is done."""


class EditionOlder(IngestError):
    """The files describe an earlier day than the edition already loaded."""


class NoRoom(IngestError):
    """The folder where a long load sets rows aside is full."""


class TooMuchLost(IngestError):
    """A load would withdraw most of what its source stated before."""


class DecisionRefused(IngestError):
    """A decision on a name cannot be recorded or undone as asked."""


class ExportRefused(IngestError):
    """Facts cannot be written to a file: no room in a cell, no right to write, a folder in other use."""


class MappingRefused(IngestError):
    """A mapping of headings cannot be made, kept or used: an unknown column or field, or no such mapping."""


class LoadInProgress(IngestError):
    """Another load runs against the same registry."""


class LoadLost(IngestError):
    """This load was taken for dead and another one went on in its place."""


class RowRejected(Exception):
    """One row cannot be taken: which column, the value there, and why. Caught by the pipeline."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.value = value
        self.reason = reason
