"""Milestones by date: what a calendar shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Length

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Milestone
from brobygger.portfolio.queries.listing import narrowed
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.months import Month

MONTH_AT_MOST = 300
FEED_AT_MOST = 2_000
_DAY_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Happening:
    """A milestone with the activity it belongs to."""

    date: str
    kind: str
    is_planned: bool
    note: str
    activity_id: int
    slug: str
    title: str
    activity_kind: str
    changed_at: datetime


def happenings_in(partnership: Partnership, wanted: Filter, month: Month) -> tuple[list[Happening], bool]:
    """What is dated to a day of a month, or to the month itself, in order; and whether that is all of it.

    Three queries at most, none of which grows with the register.
    """
    dated = Milestone.objects.filter(date__in=[month.text, *month.days()])
    found = _read(narrowed(dated, partnership, wanted).order_by("date", "pk")[: MONTH_AT_MOST + 1])
    return found[:MONTH_AT_MOST], len(found) <= MONTH_AT_MOST


def latest_happenings(partnership: Partnership, wanted: Filter) -> list[Happening]:
    """What is dated to a day, the latest (or furthest ahead) first; so many at most."""
    dated = Milestone.objects.annotate(length=Length("date")).filter(length=_DAY_LENGTH, date__gte="1")
    return _read(narrowed(dated, partnership, wanted).order_by("-date", "-pk")[:FEED_AT_MOST])


def _read(milestones: QuerySet[Milestone]) -> list[Happening]:
    rows = milestones.values_list(
        "date",
        "kind",
        "is_planned",
        "note",
        "activity_id",
        "activity__slug",
        "activity__title",
        "activity__kind",
        "activity__changed_at",
    )
    return [Happening(*row) for row in rows]
