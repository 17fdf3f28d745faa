"""Keeping what is disputed out of the figures, and counting it again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.editions import touch_all
from brobygger.portfolio.models import Activity
from brobygger.results.models import Indicator, LeftOut


@transaction.atomic
def leave_out(
    *, partnership: Partnership, year: int, activity: Activity | None = None, indicator: Indicator | None = None
) -> None:
    """Count an activity, or a whole indicator, no longer in a year. The caller says why, and writes the event."""
    LeftOut.objects.get_or_create(partnership=partnership, year=year, activity=activity, indicator=indicator)
    _counted_otherwise(partnership)


@transaction.atomic
def count_again(
    *, partnership: Partnership, year: int, activity: Activity | None = None, indicator: Indicator | None = None
) -> None:
    """Count again what was left out."""
    LeftOut.objects.filter(partnership=partnership, year=year, activity=activity, indicator=indicator).delete()
    _counted_otherwise(partnership)


def _counted_otherwise(partnership: Partnership) -> None:
    Partnership.objects.filter(pk=partnership.pk).update(data_version=F("data_version") + 1)
    touch_all(partnership)
