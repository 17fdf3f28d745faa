"""Whether following relations leads back to where one started."""

from __future__ import annotations

from collections.abc import Collection

from brobygger.portfolio.models import Relation
from brobygger.portfolio.rules.drafts import ONE_WAY
from brobygger.portfolio.rules.kinds import RelationKind

STEPS_AT_MOST = 50


def leads_back(activity_id: int, kinds: Collection[RelationKind]) -> bool:
    """Whether an activity is, by way of others, part of itself (or its own successor …). One query a step and kind."""
    for kind in ONE_WAY & set(kinds):
        seen, front = {activity_id}, {activity_id}
        for _ in range(STEPS_AT_MOST):
            front = set(
                Relation.objects.filter(activity_id__in=front, kind=kind.value).values_list("other_id", flat=True)
            )
            if activity_id in front:
                return True
            front -= seen
            seen |= front
            if not front:
                break
    return False
