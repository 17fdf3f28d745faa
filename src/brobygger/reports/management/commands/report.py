"""`brobygger report figures`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.dates.rules import FIRST_YEAR, LAST_YEAR
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import partnership_named
from brobygger.reports.actions import write_figures_report
from brobygger.reports.presenters import figures_report
from brobygger.reports.queries import ReportFacts, frozen_facts, report_facts
from brobygger.snapshots.queries.reading import snapshot_numbered
from brobygger.tables.whole import whole_file


class Command(BaseCommand):
    """Write a report to a file."""

    help = "Write a report to a file. «brobygger report figures --help» explains each report."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand for each report."""
        reports = parser.add_subparsers(dest="report", required=True, metavar="REPORT")
        figures = reports.add_parser(
            "figures",
            help="goal areas, figures and verdicts as an accessible PDF (PDF/UA-1)",
            description=(
                "Write the figures of a partnership as an accessible PDF (PDF/UA-1): goal areas, charts, tables, and "
                "each verdict with its reason. The file is written whole or not at all; an existing file is replaced. "
                "The same data and date give the same file. Exit code 1 when the partnership is unknown, has no "
                "indicator framework, has adopted nothing of the number, or the file cannot be written."
            ),
        )
        figures.add_argument("--partnership", required=True, metavar="SLUG", help="for example trd3")
        languages = [code for code, _name in settings.LANGUAGES]
        figures.add_argument("--lang", choices=languages, default=languages[0], help="language (default: %(default)s)")
        figures.add_argument("--out", required=True, type=Path, metavar="FILE.pdf", help="the file to write")
        which = figures.add_mutually_exclusive_group()
        which.add_argument(
            "--snapshot",
            type=int,
            metavar="N",
            help="tell what was adopted with this number (default: the figures as they are known, marked as provisional)",
        )
        which.add_argument(
            "--date",
            type=_day,
            metavar="YYYY-MM-DD",
            help="judge the figures as on this day (default: today)",
        )

    def handle(self, *, partnership: str, lang: str, out: Path, **options: Any) -> None:
        """Find, typeset, write."""
        with override(lang):
            found = partnership_named(partnership)
            if found is None:
                raise CommandError(_("Det finnes ikke noe samarbeid som heter «%(slug)s».") % {"slug": partnership})
            number = options.get("snapshot")
            if number is not None:
                facts = self._adopted(found, number)
            else:
                facts = report_facts(found, today=options.get("date") or timezone.localdate())
            if facts is None:
                raise CommandError(_("Samarbeidet «%(slug)s» har ikke noe indikatorsett.") % {"slug": partnership})
            content = write_figures_report(figures_report(facts))
            try:
                with whole_file(out) as file:
                    file.write(content)
            except OSError as error:
                message = _("Kan ikke skrive %(file)s: %(reason)s")
                raise CommandError(message % {"file": out, "reason": error.strerror or error}) from error
        self.stdout.write(str(out))

    def _adopted(self, partnership: Partnership, number: int) -> ReportFacts | None:
        snapshot = snapshot_numbered(partnership, number)
        if snapshot is None:
            message = _("Samarbeidet «%(slug)s» har ikke vedtatt noe med nummer %(number)s.")
            raise CommandError(message % {"slug": partnership.slug, "number": number})
        return frozen_facts(snapshot)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date; write it as 2026-01-15") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ArgumentTypeError(f"{text!r} is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    return day
