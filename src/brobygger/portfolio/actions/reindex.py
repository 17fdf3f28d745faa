"""Building the index anew, after names or the tree changed or when in doubt."""

from __future__ import annotations

from django.db import transaction

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import index
from brobygger.portfolio.actions.editions import touch_all
from brobygger.portfolio.actions.indexing import Indexer
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.register import BATCH
from brobygger.portfolio.models import Activity, WaitingIndex
from brobygger.portfolio.queries.drafts import drafts_of, with_parts


@transaction.atomic
def reindex(*, partnership: Partnership) -> int:
    """Rewrite the whole index of a partnership from its activities. Returns how many were indexed."""
    lock(partnership)
    indexer = Indexer(partnership)
    ids = list(Activity.objects.filter(partnership=partnership).order_by("pk").values_list("pk", flat=True))
    index.clear(partnership.pk)
    for at in range(0, len(ids), BATCH):
        activities = list(with_parts(Activity.objects.filter(pk__in=ids[at : at + BATCH]).order_by("pk")))
        indexer.add((a.pk, draft) for a, draft in zip(activities, drafts_of(activities), strict=True))
    index.sweep(partnership.pk)
    touch_all(partnership)
    WaitingIndex.objects.filter(partnership=partnership).delete()
    return len(ids)
