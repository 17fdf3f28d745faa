"""`brobygger demo`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from brobygger.audit.rules import system
from brobygger.intake.actions import DataSetRefused
from brobygger.intake.presenters import problem_line
from brobygger.web.actions import prepare_demo


class Command(BaseCommand):
    """Fill the database with the demo, or bring it up to date when the demo's files have changed."""

    help = (
        "Load the partnerships in demo/ and make invented people who sign in with one click. Loads only what is "
        "missing or has changed; a partnership whose files have changed is removed and loaded anew. "
        "Runs with BROBYGGER_DEMO=1 or BROBYGGER_DEBUG=1 only. Exit code 1 when a data set has problems."
    )

    def handle(self, **options: Any) -> None:
        """Refuse production, then prepare the demo."""
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                "The demo replaces data and lets anyone sign in, so it does not run in production. "
                "Set BROBYGGER_DEMO=1 to try Brobygger on this machine."
            )
        try:
            prepare_demo(home=settings.HOME, by=system("brobygger demo"), now=timezone.now(), tell=self.stdout.write)
        except DataSetRefused as refused:
            with override("nb"):
                for problem in refused.problems:
                    self.stderr.write(problem_line(problem))
            raise SystemExit(1) from refused
