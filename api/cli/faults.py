"""How a command fails: one line that says what to do next, and an exit code."""

from __future__ import annotations

FAILED = 1
BAD_INPUT = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells report it


class CommandError(Exception):
    """A command cannot do what it was asked. The message is one line and says what to do next."""

    exit_code = FAILED


class BadInput(CommandError):
    """What the command was given is wrong."""

    exit_code = BAD_INPUT


def told(error: BaseException) -> tuple[str, int] | None:
    """Return the line to print and the exit code for an error made for people, else None."""
    if isinstance(error, CommandError):
        return _one_line(error), error.exit_code
    # Here, since most commands end without an error and these take time to import.
    from alerts.errors import AlertFileError, AlertUnknown, ChannelWrong
    from api.alerts.questions import AlertsNotAsked
    from api.settings import SettingsError
    from graph.store.errors import SettingsWrong, StoreError
    from graph.vocabulary.reading import VocabularyError
    from ingest.errors import IngestError, LoadInProgress, LoadLost, RejectsNotWritten
    from queries.gap_rules.rule import RuleError
    from queries.prepared.question import QuestionError

    if isinstance(
        error, AlertsNotAsked | LoadInProgress | LoadLost | RejectsNotWritten | StoreError
    ) and not isinstance(error, SettingsWrong):
        return _one_line(error), FAILED
    if isinstance(
        error,
        AlertFileError
        | AlertUnknown
        | ChannelWrong
        | IngestError
        | QuestionError
        | RuleError
        | SettingsError
        | SettingsWrong
        | VocabularyError,
    ):
        return _one_line(error), BAD_INPUT
    return None


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())
