"""What follows when somebody in the directory goes by other names: the index is written anew."""

from __future__ import annotations

from collections.abc import Sequence

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.indexing import Indexer
from brobygger.portfolio.actions.register import BATCH
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import drafts_of, with_parts


def index_again(partnership: Partnership, activity_ids: Sequence[int]) -> None:
    """Index activities of the register anew, by the names of today. Inside a transaction that holds the lock."""
    indexer = Indexer(partnership)
    for at in range(0, len(activity_ids), BATCH):
        some = Activity.objects.filter(pk__in=activity_ids[at : at + BATCH]).order_by("pk")
        activities = list(with_parts(some))
        indexer.remove([activity.pk for activity in activities])
        indexer.add((a.pk, draft) for a, draft in zip(activities, drafts_of(activities), strict=True))
