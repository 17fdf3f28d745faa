"""Milestones by date: what a calendar shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.db.models.functions import Length

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Milestone
from brobygger.portfolio.queries.listing import matcher
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.months import Month

MONTH_AT_MOST = 300
FEED_AT_MOST = 2_000
_DAY_LENGTH = 10
_CHUNK = 900


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

    Reads the milestones of the month, then asks which of their activities match, some hundred at a time.
    """
    dated = Milestone.objects.filter(date__in=[month.text, *month.days()]).order_by("date", "pk")
    found = _first(dated, partnership, wanted, MONTH_AT_MOST + 1)
    return found[:MONTH_AT_MOST], len(found) <= MONTH_AT_MOST


def latest_happenings(partnership: Partnership, wanted: Filter) -> list[Happening]:
    """What is dated to a day, the latest (or furthest ahead) first; so many at most."""
    dated = Milestone.objects.annotate(length=Length("date")).filter(length=_DAY_LENGTH).order_by("-date", "-pk")
    return _first(dated, partnership, wanted, FEED_AT_MOST)


def _first(dated: QuerySet[Milestone], partnership: Partnership, wanted: Filter, at_most: int) -> list[Happening]:
    matching = matcher(partnership, wanted)
    rows = dated.values_list("date", "kind", "is_planned", "note", "activity_id").iterator(chunk_size=_CHUNK)
    found: list[tuple[str, str, bool, str, int]] = []
    while len(found) < at_most and (some := list(islice(rows, _CHUNK))):
        ids = matching(list({row[4] for row in some}))
        found += [row for row in some if row[4] in ids]
    return _with_activities(found[:at_most])


def _with_activities(rows: Sequence[tuple[str, str, bool, str, int]]) -> list[Happening]:
    ids = list({row[4] for row in rows})
    told: dict[int, tuple[str, str, str, datetime]] = {}
    for at in range(0, len(ids), _CHUNK):
        read = Activity.every.filter(pk__in=ids[at : at + _CHUNK])
        for pk, slug, title, kind, changed_at in read.values_list("pk", "slug", "title", "kind", "changed_at"):
            told[pk] = (slug, title, kind, changed_at)
    return [Happening(*row, *told[row[4]]) for row in rows]
