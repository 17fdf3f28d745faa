"""`brobygger prune-imports`."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brobygger.audit.rules import system
from brobygger.intake.actions.begin import prune_imports


class Command(BaseCommand):
    """Delete the files of old imports."""

    help = "Delete files of imports that are older than some days, and what stood in their cells. Run it every day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How old."""
        parser.add_argument("--days", type=int, default=7)

    def handle(self, *, days: int, **options: Any) -> None:
        """Prune."""
        now = timezone.now()
        count = prune_imports(before=now - timedelta(days=days), by=system("brobygger prune-imports"), now=now)
        self.stdout.write(f"{count} imports")
