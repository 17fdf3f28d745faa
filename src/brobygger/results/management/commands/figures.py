"""`brobygger figures --partnership trd3`."""

from __future__ import annotations

import csv
import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from brobygger.partnerships.queries import partnership_named
from brobygger.results.presenters.rows import COLUMNS, figure_rows
from brobygger.results.queries.frameworks import figures_of


class Command(BaseCommand):
    """One row for each indicator and year, and one for the period."""

    help = (
        "Print the figures of a partnership: one row for each indicator and year plus one for the period. "
        f"Columns: {','.join(COLUMNS)}. The value is empty when there is none; basis is reported or counted; verdict is "
        "met, missed, on_track, too_early, not_comparable, discontinued or no_target."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Partnership, format, language, day."""
        parser.add_argument("--partnership", required=True, help="slug of the partnership, for example trd3")
        parser.add_argument("--format", choices=["csv", "json", "table"], default="csv")
        parser.add_argument("--lang", choices=["nb", "nn", "en"], default="nb", help="language of names and reasons")
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="judge as on this day (YYYY-MM-DD), default today"
        )

    def handle(self, *, partnership: str, format: str, lang: str, today: date | None, **options: Any) -> None:  # noqa: A002
        """Print them."""
        found = partnership_named(partnership)
        if found is None:
            raise CommandError(f"There is no partnership «{partnership}».")
        figures = figures_of(found, today=today or timezone.localdate())
        if figures is None:
            raise CommandError(f"«{partnership}» has no indicator framework.")
        with override(lang):
            rows = list(figure_rows(figures))
        if format == "json":
            found_rows = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
            self.stdout.write(json.dumps(found_rows, ensure_ascii=False, indent=2))
        elif format == "csv":
            writer = csv.writer(self.stdout or sys.stdout, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(rows)
        else:
            self._table(rows)

    def _table(self, rows: list[tuple[str, ...]]) -> None:
        shown = [(row[1], *row[3:]) for row in [COLUMNS, *rows]]
        widths = [max(len(row[column]) for row in shown) for column in range(len(shown[0]) - 1)]
        for row in shown:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
            self.stdout.write(f"{'  '.join(cells)}  {row[-1]}")
