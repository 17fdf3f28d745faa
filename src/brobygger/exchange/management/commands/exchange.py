"""`brobygger exchange iati` and `brobygger exchange cerif`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from brobygger.exchange.presenters.cerif import archive
from brobygger.exchange.presenters.iati import programme_of
from brobygger.exchange.rules.iati import iati_document
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import partnership_named
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.rules.filters import Filter
from brobygger.reports.queries import report_facts
from brobygger.tables.whole import whole_file

_FORMATS = {
    "iati": ("the figures as IATI 2.03 (XML)", "FILE.xml"),
    "cerif": ("activities, organisations and funding as OpenAIRE CERIF-XML 1.2 (ZIP)", "FILE.zip"),
}


class Command(BaseCommand):
    """Write a file that other systems read."""

    help = "Write a file of an agreed format: «iati» or «cerif». It is written whole or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand for each format."""
        formats = parser.add_subparsers(dest="format", required=True, metavar="FORMAT")
        for name, (told, file) in _FORMATS.items():
            one = formats.add_parser(name, help=told, description=f"Write {told}. An existing file is replaced.")
            one.add_argument("--partnership", required=True, metavar="SLUG", help="for example trd3")
            one.add_argument("--out", required=True, type=Path, metavar=file, help="the file to write")

    def handle(self, *, format: str, partnership: str, out: Path, **_options: Any) -> None:  # noqa: A002
        """Find, write."""
        found = partnership_named(partnership)
        if found is None:
            raise CommandError(_("Det finnes ikke noe samarbeid som heter «%(slug)s».") % {"slug": partnership})
        content = _iati(found) if format == "iati" else _cerif(found)
        try:
            with whole_file(out) as file:
                file.write(content)
        except OSError as error:
            message = _("Kan ikke skrive %(file)s: %(reason)s")
            raise CommandError(message % {"file": out, "reason": error.strerror or error}) from error
        self.stdout.write(str(out))


def _iati(partnership: Partnership) -> bytes:
    facts = report_facts(partnership, today=timezone.localdate())
    if facts is None:
        raise CommandError(_("Samarbeidet «%(slug)s» har ikke noe indikatorsett.") % {"slug": partnership.slug})
    return iati_document(programme_of(facts), now=timezone.now())


def _cerif(partnership: Partnership) -> bytes:
    with archive(partnership, list(find_all(partnership, Filter())), now=timezone.now()) as file:
        return file.read()
