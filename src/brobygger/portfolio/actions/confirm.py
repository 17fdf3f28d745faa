"""Saying that nothing has changed (R47), and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, ChangeSet, Confirmation


@transaction.atomic
def confirm_unchanged(
    *,
    partnership: Partnership,
    activity_ids: Sequence[int],
    year: int,
    organisation_id: int | None,
    by: Actor,
    now: datetime,
    change_set: ChangeSet | None = None,
) -> int:
    """Remember for activities that nothing changed in a year, said for an organisation. How many that is new for.

    What is said in a change set is taken back when that is undone.
    """
    ids = list(Activity.objects.filter(partnership=partnership, pk__in=activity_ids).values_list("pk", flat=True))
    said = set(
        Confirmation.objects.filter(activity_id__in=ids, year=year, organisation=organisation_id).values_list(
            "activity_id", flat=True
        )
    )
    new = [pk for pk in ids if pk not in said]
    Confirmation.objects.bulk_create(
        [
            Confirmation(
                activity_id=pk,
                year=year,
                organisation_id=organisation_id,
                by_user_id=by.user_id,
                by_label=by.label,
                at=now,
                change_set=change_set,
            )
            for pk in new
        ],
        500,
    )
    audit.record(
        verb="confirmed",
        subject_type="activity",
        subjects=[(pk, {"year": year}) for pk in new],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    return len(new)


@transaction.atomic
def take_back_confirmations(*, change_set: ChangeSet, by: Actor, now: datetime) -> int:
    """Take back what was said in an operation; the audit log keeps that it was said. How many activities.

    Nothing can stand in the way: what has happened to the activities since makes it no truer. One query when nothing
    was said.
    """
    said = dict(Confirmation.objects.filter(change_set=change_set).values_list("activity_id", "year"))
    if said:
        Confirmation.objects.filter(change_set=change_set).delete()
        audit.record(
            verb="unconfirmed",
            subject_type="activity",
            subjects=[(pk, {"year": year}) for pk, year in said.items()],
            by=by,
            now=now,
            partnership_id=change_set.partnership_id,
        )
    return len(said)
