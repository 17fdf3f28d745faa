"""What a pair does to this year's figures. The figures are counted further up; settings say where to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import current_period

Counting = Callable[[Partnership, Sequence[int], int], dict[int, frozenset[str]]]


def reporting_year(partnership: Partnership, this_year: int) -> int:
    """The year that is being reported: this one, or the last of the agreement when that has ended."""
    period = current_period(partnership)
    return min(this_year, period.last_year) if period else this_year


def counted_in(partnership: Partnership, activity_ids: Sequence[int], year: int) -> dict[int, frozenset[str]]:
    """For each activity the codes of the indicators that count it in a year (`settings.INDICATORS_COUNTING`)."""
    if not activity_ids:
        return {}
    ask: Counting = import_string(settings.INDICATORS_COUNTING)
    return ask(partnership, activity_ids, year)
