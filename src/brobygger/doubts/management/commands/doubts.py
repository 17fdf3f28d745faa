"""`brobygger doubts`."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from brobygger.doubts.presenters import overview
from brobygger.doubts.queries.doubts import doubts_of
from brobygger.partnerships.queries import partnership_named
from brobygger.results.queries.frameworks import figures_of


class Command(BaseCommand):
    """List what should be looked at before a year is adopted."""

    help = "List what is doubtful about the figures and the register, with its evidence. Exit code 1 when something is open."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which partnership, and as on which day."""
        parser.add_argument("--partnership", required=True, metavar="SLUG", help="for example trd3")
        parser.add_argument(
            "--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="as on this day (default: today)"
        )

    def handle(self, *, partnership: str, **options: Any) -> None:
        """Find and print."""
        found = partnership_named(partnership)
        if found is None:
            raise CommandError(_("Det finnes ikke noe samarbeid som heter «%(slug)s».") % {"slug": partnership})
        today = options.get("date") or timezone.localdate()
        told = overview(found, doubts_of(found, today=today), figures_of(found, today=today), only_open=False)
        for group in told.groups:
            self.stdout.write(f"\n{group.title}")
            for row in group.rows:
                self.stdout.write(f"  {row.subject}" + (f": {'; '.join(row.evidence)}" if row.evidence else ""))
        self.stdout.write(f"\n{told.total} / {told.open}")
        if told.open:
            raise SystemExit(1)
