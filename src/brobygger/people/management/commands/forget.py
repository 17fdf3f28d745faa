"""`brobygger forget [--dry-run]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string

from brobygger.audit.rules import system


class Command(BaseCommand):
    """Erase what is kept no longer (`settings.FORGETTERS`). To be run by cron, every night."""

    help = "Erase people whose day has passed and who are in touch about nothing. Prints one line for each, no names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to erase at all."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased, and erase nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        """Each app forgets its own."""
        by, now = system("brobygger forget"), timezone.now()
        for path in settings.FORGETTERS:
            for line in import_string(path)(by=by, now=now, dry_run=dry_run):
                self.stdout.write(line)
