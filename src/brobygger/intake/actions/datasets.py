"""Loading a data set: all of it or nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from brobygger.audit.rules import Actor
from brobygger.intake.dataset.context import Context, Part
from brobygger.intake.rules.problems import Fault, Problem
from brobygger.organisations.actions import DirectoryTaken
from brobygger.partnerships.actions import PartnershipTaken
from brobygger.partnerships.models import Partnership


class DataSetRefused(ValueError):
    """A data set has problems; nothing of it was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def load_data_set(*, folder: Path, frameworks: Path, by: Actor, now: datetime) -> Partnership:
    """Read a whole folder, and write it in one transaction when nothing is wrong. Raises DataSetRefused."""
    context, parts = _read(folder, frameworks)
    try:
        with transaction.atomic():
            for part in parts:
                part.write(context, by=by, now=now)
    except (DirectoryTaken, PartnershipTaken) as taken:
        # Somebody loaded the same between our reading and our writing.
        context.note(Fault.ALREADY_LOADED, str(folder), value=str(taken))
        raise DataSetRefused(context.problems) from taken
    partnership: Partnership = context.written["partnership"]
    return partnership


def check_data_set(*, folder: Path, frameworks: Path) -> None:
    """Read a whole folder and write nothing. Raises DataSetRefused."""
    _read(folder, frameworks)


def _read(folder: Path, frameworks: Path) -> tuple[Context, list[Part]]:
    context = Context(folder, frameworks)
    parts: list[Part] = [import_string(name)() for name in settings.DATASET_PARTS]
    if folder.is_dir():
        for part in parts:
            part.read(context)
    else:
        context.note(Fault.FOLDER_MISSING, str(folder))
    if context.problems:
        raise DataSetRefused(sorted(set_of(context.problems), key=lambda problem: problem.place))
    return context, parts


def set_of(problems: list[Problem]) -> list[Problem]:
    """Each problem once, in the order they were found."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.place, problem.fault, tuple(sorted(problem.facts.items()))), problem)
    return list(seen.values())
