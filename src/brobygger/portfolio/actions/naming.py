"""What follows when somebody in the directory goes by other names or stands elsewhere: the index is written anew."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from brobygger.audit.rules import system
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.indexing import Indexer
from brobygger.portfolio.actions.listeners import tell
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.register import BATCH
from brobygger.portfolio.models import Activity, WaitingIndex
from brobygger.portfolio.queries.aliases import some_found_by_names_of
from brobygger.portfolio.queries.drafts import drafts_of, with_parts


def index_again(partnership: Partnership, activity_ids: Sequence[int]) -> None:
    """Index activities of the register anew, by the names of today. Inside a transaction that holds the lock."""
    indexer = Indexer(partnership)
    for at in range(0, len(activity_ids), BATCH):
        some = Activity.objects.filter(pk__in=activity_ids[at : at + BATCH]).order_by("pk")
        activities = list(with_parts(some))
        indexer.remove([activity.pk for activity in activities])
        indexer.add((a.pk, draft) for a, draft in zip(activities, drafts_of(activities), strict=True))


def index_later(partnership: Partnership, party: Party) -> None:
    """Let what is found by a party be indexed anew in the background. Inside a transaction that holds the lock."""
    WaitingIndex.objects.update_or_create(
        partnership=partnership, organisation_id=party.organisation_id, unit_id=party.unit_id, defaults={"after": 0}
    )


@transaction.atomic
def index_next() -> bool:
    """Index anew some of what waits for it (`settings.BACKGROUND_WORK`), so few that others can write in between.

    False when nothing waits.
    """
    first = WaitingIndex.objects.select_related("partnership__directory").order_by("pk").first()
    if first is None:
        return False
    partnership = first.partnership
    lock(partnership)
    waiting = WaitingIndex.objects.filter(pk=first.pk).first()
    if waiting is None:
        return True
    party = Party(waiting.organisation_id, waiting.unit_id)
    ids = some_found_by_names_of(partnership, party, after=waiting.after, at_most=BATCH)
    if ids:
        index_again(partnership, ids)
        tell(partnership, ids, "renamed", system("index"), timezone.now())
        waiting.after = ids[-1]
        waiting.save(update_fields=["after"])
    else:
        waiting.delete()
    return True
