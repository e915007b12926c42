"""What can go wrong between us and an engine, each with a message that says what to do."""

from __future__ import annotations


class StoreError(Exception):
    """Anything the store could not do. The message is for people and says what to do next."""


class SettingsWrong(StoreError):
    """The address or the options of the engine make no sense."""


class EngineUnavailable(StoreError):
    """No engine answers at the address."""


class EmbeddedUnavailable(EngineUnavailable):
    """The embedded engine is not installed, has no build for this platform, or did not start."""


class DataFolderUnusable(EngineUnavailable):
    """The data folder cannot be written to, or its disk is full."""


class EngineRefused(StoreError):
    """The engine answers and does not accept the user, the password or what the user may do."""


class DatabaseMissing(StoreError):
    """The engine has no database of the given name."""


class StatementTimedOut(StoreError):
    """A statement ran past its limit and was stopped."""


class StatementStopped(StoreError):
    """Somebody else ended the statement."""


class StatementTooLarge(StoreError):
    """A statement asked for more memory than the engine has."""


class StatementRefused(StoreError):
    """The engine does not understand the statement or its parameters: a fault of this software."""


class UnexpectedAnswer(StoreError):
    """A statement did not answer with exactly one record."""


class ConstraintViolated(StoreError):
    """A write would have broken a rule of the schema, such as a unique key."""


class WriteConflict(StoreError):
    """Others kept writing the same nodes and the retries ran out."""


class EngineFault(StoreError):
    """The engine failed inside itself."""


class SchemaTooNew(StoreError):
    """The registry was written by newer software than this."""


class SchemaFailed(StoreError):
    """A constraint, an index or a migration could not be put in place."""


class BackupImpossible(StoreError):
    """The registry cannot be copied as it is, or was written to each time it was copied."""


class BackupUnusable(StoreError):
    """A file is no whole backup, or one that this software cannot read."""


class RestoreRefused(StoreError):
    """A backup may not be put in the place of what the database holds."""
