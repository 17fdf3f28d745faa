"""`brobygger reindex --partnership trd3`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from brobygger.partnerships.queries import partnership_named
from brobygger.portfolio.actions import reindex


class Command(BaseCommand):
    """Build the index anew from the activities."""

    help = "Build the index of a partnership anew: filters, counts, the density map and search."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which partnership."""
        parser.add_argument("--partnership", required=True, help="slug of the partnership, for example trd3")

    def handle(self, *, partnership: str, **options: Any) -> None:
        """Build it."""
        found = partnership_named(partnership)
        if found is None:
            raise CommandError(f"There is no partnership «{partnership}».")
        self.stdout.write(f"{reindex(partnership=found)} activities indexed")
