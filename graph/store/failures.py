"""From the driver's exceptions to ours."""

from __future__ import annotations

import re

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConnectionPoolError,
    ConstraintError,
    DriverError,
    Forbidden,
    Neo4jError,
    ResultNotSingleError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.store.errors import (
    ConstraintViolated,
    DatabaseMissing,
    DataFolderUnusable,
    EngineFault,
    EngineRefused,
    EngineUnavailable,
    SettingsWrong,
    StatementRefused,
    StatementStopped,
    StatementTimedOut,
    StatementTooLarge,
    StoreError,
    UnexpectedAnswer,
    WriteConflict,
)

# The last two are the embedded engine's own caps on what one statement may gather.
_MEMORY = re.compile(r"OutOfMemory|MemoryPool|Java heap space|GC overhead|queryMaxHeap|queryMaxRangeSize")
_DISK_FULL = re.compile(r"No space left on device|not enough space|disk (is )?full", re.IGNORECASE)


def our_error(error: Exception, address: str, database: str) -> StoreError:
    """The exception of ours for one of the driver's. `address` and `database` are where it was asked."""
    if isinstance(error, Neo4jError):
        return _said_by_engine(error, address, database)
    if isinstance(error, ResultNotSingleError):
        return UnexpectedAnswer("A statement must answer with exactly one record. This is a fault of the registry.")
    if isinstance(error, ConfigurationError | ValueError):
        return SettingsWrong(
            f"The engine's address {address} cannot be used: {error}. "
            "Set ISA_NEO4J_URI to something like bolt://host:7687 or neo4j+s://host."
        )
    if isinstance(error, ConnectionPoolError):
        return EngineUnavailable(
            f"All connections to the engine at {address} are busy. Try again, or serve fewer requests at once."
        )
    if isinstance(error, ServiceUnavailable | SessionExpired | OSError):
        return EngineUnavailable(
            f"The engine at {address} does not answer. Check that it runs and can be reached from here, then try again."
        )
    if isinstance(error, DriverError):
        return EngineFault(f"The connection to the engine at {address} failed: {error}. Try again.")
    return EngineFault(f"The engine at {address} could not be asked: {error}.")


def _said_by_engine(error: Neo4jError, address: str, database: str) -> StoreError:
    code = error.code or ""
    said = error.message or code
    if _MEMORY.search(code) or _MEMORY.search(said):
        return StatementTooLarge(
            "The statement needs more memory than the engine has. Ask for less at once, or give the engine more."
        )
    if _DISK_FULL.search(said):
        return DataFolderUnusable(
            f"The disk of the engine at {address} is full and the write was not kept. Free some space and try again."
        )
    if "TransactionTimedOut" in code or code.endswith("LockAcquisitionTimeout"):
        return StatementTimedOut("The statement took too long and was stopped. Ask for less at once.")
    if code.endswith("Transaction.Terminated"):
        return StatementStopped("The statement was ended by somebody else. Try again.")
    if code.endswith("DatabaseNotFound"):
        return DatabaseMissing(
            f"The engine at {address} has no database named {database}. Create it or set ISA_NEO4J_DATABASE."
        )
    if isinstance(error, AuthError):
        return EngineRefused(
            f"The engine at {address} does not accept the user and password. "
            "Check ISA_NEO4J_USER and ISA_NEO4J_PASSWORD."
        )
    if isinstance(error, Forbidden):
        return EngineRefused(f"The engine at {address} does not allow this: {said}")
    if isinstance(error, ConstraintError):
        return ConstraintViolated(f"The write breaks a rule of the schema and was not kept: {said}")
    if isinstance(error, TransientError):
        return WriteConflict(f"Others were writing the same things and the retries ran out. Try again. ({said})")
    if isinstance(error, ClientError):
        return StatementRefused(f"The engine refused a statement ({code}): {said}")
    return EngineFault(f"The engine at {address} failed ({code}): {said}")
