"""What somebody says of an entry and one that is like it, without having been asked about the pair."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from brobygger.audit.rules import Actor
from brobygger.duplicates.actions.compare import pair_of
from brobygger.duplicates.actions.decide import DecidedMeanwhile, Related, decide
from brobygger.duplicates.models import Pair
from brobygger.duplicates.rules.decisions import Decision
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.kinds import RelationKind


@transaction.atomic
def answer_twin(
    *,
    partnership: Partnership,
    activity: Activity,
    other: Activity,
    relation: RelationKind | None,
    by: Actor,
    now: datetime,
) -> Pair:
    """Say that an entry is related to another one, or (without a relation) that they are different.

    As when it is answered on screen while registering. Raises DecidedMeanwhile, ChangedMeanwhile, RegistrationRefused.
    """
    lock(partnership)
    pair = pair_of(partnership, activity, other, now=now)
    if not pair.is_open:
        raise DecidedMeanwhile(pair.pk)
    decide(
        partnership=partnership,
        pair=pair,
        decision=Decision.RELATED if relation else Decision.DIFFERENT,
        related=Related(relation, activity.slug, other.slug) if relation else None,
        by=by,
        now=now,
    )
    return Pair.objects.select_related("one", "other").get(pk=pair.pk)
