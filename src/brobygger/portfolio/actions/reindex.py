"""Building the index anew, after names or the tree changed or when in doubt."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import index
from brobygger.portfolio.actions.register import BATCH, indexed
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.queries.places import Places
from brobygger.portfolio.rules.lifecycle import life_of


@transaction.atomic
def reindex(*, partnership: Partnership) -> int:
    """Rewrite the whole index of a partnership from its activities. Returns how many were indexed."""
    places = Places(partnership)
    horizon_year = max(partnership.periods.values_list("last_year", flat=True), default=0)
    ids = list(Activity.objects.filter(partnership=partnership).order_by("pk").values_list("pk", flat=True))
    index.clear(partnership.pk)
    for at in range(0, len(ids), BATCH):
        activities = list(with_parts(Activity.objects.filter(pk__in=ids[at : at + BATCH]).order_by("pk")))
        index.add(
            partnership.pk,
            [
                indexed(
                    activity.pk,
                    draft,
                    life_of(draft.milestones),
                    places,
                    [area.slug for area in activity.focus_areas.all()],
                    horizon_year,
                )
                for activity, draft in zip(activities, drafts_of(activities), strict=True)
            ],
        )
    index.sweep(partnership.pk)
    Partnership.objects.filter(pk=partnership.pk).update(data_version=F("data_version") + 1)
    return len(ids)
