"""The report of an import: a line for each row, as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from django.utils.translation import gettext as _

from brobygger.intake.models import Import, ImportRow
from brobygger.intake.presenters.rows import choice_label, lines_of, outcome_label, result_label
from brobygger.tables.writing import CellOut, SheetOut, csv_lines, xlsx_file


def report_csv(run: Import, rows: Iterable[ImportRow]) -> Iterator[str]:
    """The lines of a CSV file for spreadsheets."""
    return csv_lines(_header(), _rows(run, rows), for_spreadsheet=True, delimiter=";")


def report_xlsx(run: Import, rows: Iterable[ImportRow]) -> IO[bytes]:
    """A workbook."""
    return xlsx_file([SheetOut(_("Import"), _header(), _rows(run, rows), widths=(8, 60, 18, 26, 26, 80, 40))])


def _header() -> list[str]:
    return [_("Rad"), _("Tittel"), _("Prøvekjøring"), _("Valg"), _("Resultat"), _("Merknad"), _("Aktivitet")]


def _rows(run: Import, rows: Iterable[ImportRow]) -> Iterator[list[CellOut]]:
    for row in rows:
        lines = lines_of(run, row)
        yield [
            row.number,
            row.title,
            outcome_label(row.outcome),
            choice_label(row.choice),
            result_label(row.result),
            " ".join(line.text for line in lines if line.text),
            row.activity.slug if row.activity else "",
        ]
