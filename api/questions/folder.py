"""The questions of one deployment: its own folder beside those that come with the registry."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from api.settings import Settings
from queries.prepared.catalogue import QUESTIONS_FOLDER, load_questions
from queries.prepared.question import Question


def own_folder(settings: Settings) -> Path:
    """Return the folder of the deployment's own questions, in its data folder. It may not be there."""
    return settings.data_dir / "questions"


def offered_questions(settings: Settings) -> tuple[Question, ...]:
    """Return the questions that come with the registry and the deployment's own. Raises QuestionError."""
    return load_questions(QUESTIONS_FOLDER, own_folder(settings))


def together_with(settings: Settings, folder: Path) -> tuple[Question, ...]:
    """Return the questions there would be with those of `folder`, which take the place of own ones of their names.

    Raises QuestionError, also for one that has the name of a question that comes with the registry.
    """
    coming = {path.name for path in folder.glob("*.graphql")}
    with tempfile.TemporaryDirectory(prefix="isa-questions-") as staying:
        for path in own_folder(settings).glob("*.graphql"):
            if path.name not in coming:
                shutil.copy(path, staying)
        return load_questions(QUESTIONS_FOLDER, Path(staying), folder)


def copy_questions(paths: Iterable[Path], folder: Path) -> None:
    """Copy question files into a folder, which is made where it is not there. Each is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".new", delete=False) as made:
            made.write(path.read_bytes())
        os.chmod(made.name, 0o644)
        os.replace(made.name, folder / path.name)
