"""From a folder to a model that can be run."""

from pathlib import Path

from harmoni.model import check, files
from harmoni.model.parts import Model
from harmoni.model.problems import BadModel, Lines, Problem


def load(path: Path) -> tuple[Model, list[Problem]]:
    """The model and its warnings; `BadModel` with everything that is wrong when it cannot be run."""
    model, problems = examine(path)
    if model is None or any(not problem.is_warning for problem in problems):
        raise BadModel(problems)
    return model, problems


def examine(path: Path) -> tuple[Model | None, list[Problem]]:
    """The model as far as it can be read, and everything that is wrong with it."""
    model, source, problems = files.read_parts(files.read_files(path))
    if model is not None and not problems:
        problems = check.problems_of(model, Lines(source.lines))
    return model, problems
