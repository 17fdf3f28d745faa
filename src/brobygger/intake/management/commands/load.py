"""`brobygger load FOLDER`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import override

from brobygger.audit.rules import system
from brobygger.intake.actions import DataSetRefused, check_data_set, load_data_set
from brobygger.intake.presenters import problem_line


class Command(BaseCommand):
    """Load a data set: all of it, or a list of everything that is wrong with it and nothing."""

    help = (
        "Load a data set (a folder as described in docs/reference/data-set.md). Every problem is listed with file, "
        "line and field; then nothing is loaded and the exit code is 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Folder, and whether only to check."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="read and check only, write nothing")
        parser.add_argument("--lang", choices=["nb", "nn", "en"], default="nb", help="language of the messages")
        parser.add_argument(
            "--frameworks", type=Path, default=settings.HOME / "frameworks", help="folder of indicator frameworks"
        )

    def handle(self, *, folder: Path, frameworks: Path, check: bool, lang: str, **options: Any) -> None:
        """Load or check."""
        with override(lang):
            try:
                if check:
                    check_data_set(folder=folder, frameworks=frameworks)
                    self.stdout.write(f"{folder}: ok")
                    return
                partnership = load_data_set(
                    folder=folder, frameworks=frameworks, by=system("brobygger load"), now=timezone.now()
                )
            except DataSetRefused as refused:
                for problem in refused.problems:
                    self.stderr.write(problem_line(problem))
                raise SystemExit(1) from refused
            self.stdout.write(f"{partnership.slug}: {partnership.name}")
