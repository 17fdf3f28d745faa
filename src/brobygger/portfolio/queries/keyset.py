"""The list of activities for those who read on from where they were: no page is dearer than the first.

What matches is decided in `matching`, as for the list; here it comes in an order that only grows, by id or by when it was changed, so
that nothing is passed over or told twice while others write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Facet
from brobygger.portfolio.models import search as search_table
from brobygger.portfolio.queries.matching import (
    GATHER_AT_MOST,
    Wanted,
    asked_of_the_text,
    gathered,
    having,
    resolve,
)
from brobygger.portfolio.rules.filters import Filter

# So many matches of a text are looked at for one page when there is also a date they must be going on at.
LOOKED_AT_AT_MOST = 900
# More than so many are not read just to be sorted.
GATHER_TO_SORT_AT_MOST = 800


@dataclass(frozen=True)
class Stretch:
    """Ids in order. `read_to` is the id to read on from; None when nothing follows."""

    ids: Sequence[int]
    read_to: int | None


@dataclass(frozen=True)
class ChangedStretch:
    """Ids in the order they were changed. `read_to` is (moment, id) to read on from; None when nothing follows."""

    ids: Sequence[int]
    read_to: tuple[datetime, int] | None


def stretch_by_id(
    partnership: Partnership, wanted: Filter, *, after: int, limit: int, since: datetime | None = None
) -> Stretch:
    """Activities that match a filter, by id above `after`. `since` leaves out what was changed before.

    Can be shorter than `limit` although more follow.
    """
    resolved = resolve(partnership, wanted)
    if resolved is None:
        return Stretch([], None)
    condition = resolved.condition & (Q(changed_at__gte=since) if since else Q())
    if wanted.text:
        return _stretch_of_text(resolved, wanted, condition, after, limit)
    if not condition and resolved.groups and len(resolved.rarest) == 1:
        ids = _along_the_rarest(resolved, after, limit + 1)
    else:
        ids = list(
            _matching(resolved).filter(condition, pk__gt=after).order_by("pk").values_list("pk", flat=True)[: limit + 1]
        )
    return Stretch(ids[:limit], ids[limit - 1] if len(ids) > limit else None)


def stretch_by_change(
    partnership: Partnership, wanted: Filter, *, after: tuple[datetime, int] | None, limit: int, since: datetime | None
) -> ChangedStretch:
    """Activities that match a filter without a text, the longest unchanged first, from `since` on or after a place.

    At most two queries besides the look-up of the terms: the rest of the moment that was begun, then what comes after.
    """
    resolved = resolve(partnership, wanted)
    if resolved is None:
        return ChangedStretch([], None)
    matching = _matching(resolved).filter(resolved.condition)
    if len(resolved.groups) == 1 and resolved.size() > GATHER_TO_SORT_AT_MOST:
        # So many match that one who goes along the order soon has a page full.
        along = Activity.objects.filter(resolved.condition, partnership=partnership)
        matching = having(along, resolved.groups)
    order = ("changed_at", "pk")
    rows: list[tuple[datetime, int]] = []
    if after is not None:
        moment, pk = after
        rows += matching.filter(changed_at=moment, pk__gt=pk).order_by(*order).values_list(*order)[: limit + 1]
        matching = matching.filter(changed_at__gt=moment)
    elif since is not None:
        matching = matching.filter(changed_at__gte=since)
    if len(rows) <= limit:
        rows += matching.order_by(*order).values_list(*order)[: limit + 1 - len(rows)]
    return ChangedStretch([pk for _, pk in rows[:limit]], rows[limit - 1] if len(rows) > limit else None)


def _matching(wanted: Wanted) -> QuerySet[Activity]:
    """What has the terms; the other conditions and the order are the caller's."""
    if wanted.groups and wanted.size() <= GATHER_AT_MOST:
        return gathered(wanted)
    return having(Activity.objects.filter(partnership=wanted.partnership), wanted.groups)


def _along_the_rarest(wanted: Wanted, after: int, at_most: int) -> list[int]:
    """Along the index of the rarest term, which is in this order already; the others are asked of each."""
    [term] = wanted.rarest
    with_term = Facet.objects.filter(term_id=term, activity_id__gt=after)
    for group in wanted.groups:
        if group is not wanted.rarest:
            others = Facet.objects.filter(term_id__in=list(group), activity_id=OuterRef("activity_id"))
            with_term = with_term.filter(Exists(others))
    return list(with_term.order_by("activity_id").values_list("activity_id", flat=True)[:at_most])


def _stretch_of_text(wanted: Wanted, asked: Filter, condition: Q, after: int, limit: int) -> Stretch:
    groups, scope = asked_of_the_text(wanted, asked)
    if not groups:
        return Stretch([], None)
    if not condition:
        ids = search_table.following(groups, scope, after=after, at_most=limit + 1)
        return Stretch(ids[:limit], ids[limit - 1] if len(ids) > limit else None)
    found = search_table.following(groups, scope, after=after, at_most=LOOKED_AT_AT_MOST)
    ids = list(Activity.every.filter(condition, pk__in=found).order_by("pk").values_list("pk", flat=True)[: limit + 1])
    if len(ids) > limit:
        return Stretch(ids[:limit], ids[limit - 1])
    return Stretch(ids, found[-1] if len(found) == LOOKED_AT_AT_MOST else None)
