"""Amounts, periods, sources and counts in words."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.dates.presenters import date_in_words
from brobygger.designsystem.presenters import number_text

_LINES = re.compile(r"^\d+(?:-\d+)?(?:,\s*\d+(?:-\d+)?)*$")
_LINE_RANGE = re.compile(r"(\d)-(\d)")
NO_BREAK = "\xa0"


def period_in_words(start: str, end: str) -> str:
    """«2022–2025», «fra høsten 2023», «til 2024»; empty when nobody says."""
    if start and end:
        return (
            date_in_words(start) if start == end else f"{date_in_words(start)}{_dash(start, end)}{date_in_words(end)}"
        )
    if start:
        return _("fra %(start)s") % {"start": date_in_words(start)}
    return _("til %(end)s") % {"end": date_in_words(end)} if end else ""


def _dash(start: str, end: str) -> str:
    """Between two words the dash needs room, between two years it does not."""
    return "–" if len(start) == len(end) == 4 else " – "


def when_in_words(start: str, end: str) -> str:
    """The same in a table, where the column already says that it is about time: «2022–2025», «2023–»."""
    if start and not end:
        return date_in_words(start)
    return period_in_words(start, end)


def amount_in_words(amount: Decimal | None) -> str:
    """«13 200 000 kr», or that nobody said it."""
    if amount is None:
        return _("beløp ikke oppgitt")
    return _("%(amount)s kr") % {"amount": number_text(amount)}


def quantity_in_words(value: Decimal, unit: str) -> str:
    """«9,2 %»."""
    return f"{number_text(value)}{NO_BREAK}{unit}" if unit else number_text(value)


def source_in_words(source: str) -> str:
    """Where it is told: line numbers are said to be so, anything else stands as it is written."""
    if not _LINES.match(source):
        return source
    lines = _LINE_RANGE.sub(r"\1–\2", source)
    return _("linje %(lines)s") % {"lines": lines}


def activity_count(total: int) -> str:
    """«1 aktivitet», «1 240 aktiviteter»."""
    return ngettext("%(count)s aktivitet", "%(count)s aktiviteter", total) % {"count": number_text(total)}


def found_in_words(total: int, *, is_exact: bool, at_most: int) -> str:
    """How many were found. When not counted to the end: «mer enn 5 000 aktiviteter», or «minst 312 aktiviteter»."""
    if is_exact:
        return activity_count(total)
    if total >= at_most:
        return _("mer enn %(count)s") % {"count": activity_count(total)}
    return _("minst %(count)s") % {"count": activity_count(total)}
