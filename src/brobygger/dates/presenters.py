"""Partial dates in words, in the reader's language."""

from __future__ import annotations

from datetime import date

from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from brobygger.dates.rules import PartialDate, Precision


def date_in_words(text: str) -> str:
    """`2025-23` becomes «høsten 2025», `2025-09-24` «24. september 2025», an empty text an empty text."""
    if not text:
        return ""
    partial = PartialDate.parse(text)
    match partial.precision:
        case Precision.UNKNOWN:
            return _("dato ikke oppgitt")
        case Precision.DAY:
            return formats.date_format(date.fromisoformat(partial.text), "DATE_FORMAT")
        case Precision.MONTH:
            return f"{MONTHS[partial.part]} {partial.year}"
        case Precision.SEASON:
            return _season(partial.part) % {"year": partial.year}
        case _:
            return str(partial.year)


def _season(part: int) -> str:
    return {
        21: _("våren %(year)s"),
        22: _("sommeren %(year)s"),
        23: _("høsten %(year)s"),
        24: _("vinteren %(year)s"),
    }[part]
