"""The pairs people are asked about, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from brobygger.duplicates.models import Pair
from brobygger.duplicates.rules.merging import Entry
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.queries.rows import ActivityRow, RowReader
from brobygger.portfolio.rules.content import content_of

PAGE_SIZE = 20
LAST_PAGE = 200
# Nobody looks through more; counting further would cost more than the page.
COUNT_AT_MOST = 4000
ON_AN_ACTIVITY = 3


@dataclass(frozen=True)
class Queue:
    """One page of pairs, with the entries of them as rows by id."""

    pairs: Sequence[Pair]
    rows: Mapping[int, ActivityRow]
    total: int
    number: int
    has_next: bool


def queue(partnership: Partnership, *, decided: bool = False, page: int = 1) -> Queue:
    """The pairs that wait, the most important first; or those that were decided, the latest first. Six queries."""
    pairs = Pair.objects.filter(partnership=partnership)
    if decided:
        pairs = pairs.filter(is_open=False).exclude(decision="").order_by("-decided_at", "-pk")
    else:
        pairs = pairs.filter(is_open=True).order_by("-priority", "pk")
    total = pairs[:COUNT_AT_MOST].count()
    number = max(1, min(page, LAST_PAGE, -(-total // PAGE_SIZE) or 1))
    found = list(pairs[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    ids = list(dict.fromkeys(pk for pair in found for pk in (pair.one_id, pair.other_id)))
    rows = dict(zip(_ids_there(partnership, ids), RowReader(partnership).rows(ids, with_funders=False), strict=True))
    return Queue(found, rows, total, number, number * PAGE_SIZE < min(total, LAST_PAGE * PAGE_SIZE))


def _ids_there(partnership: Partnership, ids: Sequence[int]) -> list[int]:
    there = set(Activity.every.filter(partnership=partnership, pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in there]


def open_count(partnership: Partnership) -> int:
    """How many pairs nobody has looked at; counting stops at COUNT_AT_MOST."""
    return Pair.objects.filter(partnership=partnership, is_open=True)[:COUNT_AT_MOST].count()


def pair_numbered(partnership: Partnership, number: int) -> Pair | None:
    """A pair with both its entries; None when the partnership has none of that number."""
    return Pair.objects.filter(partnership=partnership, pk=number).select_related("one", "other").first()


def entries_of(activity_ids: Collection[int]) -> list[Entry]:
    """Entries with their contents, the one that was registered first first. A fixed number of queries."""
    activities = sorted(with_parts(Activity.every.filter(pk__in=activity_ids)), key=lambda activity: activity.pk)
    drafts = drafts_of(activities)
    return [Entry(activity.slug, content_of(draft)) for activity, draft in zip(activities, drafts, strict=True)]


def open_pairs_of(activity: Activity, *, at_most: int = ON_AN_ACTIVITY) -> list[Pair]:
    """The pairs of one entry that wait, the likeliest first. One query, three where there are any."""
    pairs = Pair.objects.filter(Q(one=activity) | Q(other=activity), is_open=True)
    return list(pairs.prefetch_related("one", "other").order_by("-score")[:at_most])
