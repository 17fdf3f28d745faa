"""Making one change to many activities, as a whole, so that it can be undone as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.change_sets import open_change_set
from brobygger.portfolio.actions.confirm import confirm_unchanged
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.standing import refuse_late, remove_activities
from brobygger.portfolio.models import ChangeSet
from brobygger.portfolio.queries.bulk import Seen, entries
from brobygger.portfolio.rules.bulk import BulkChange, Doing

CAUSE = "bulk"


@dataclass(frozen=True)
class Done:
    """How many were changed, and the operation it can be undone by."""

    count: int
    change_set: ChangeSet


@transaction.atomic
def change_many(
    *,
    partnership: Partnership,
    change: BulkChange,
    seen: Sequence[Seen],
    title: str,
    year: int,
    organisation_id: int | None,
    by: Actor,
    now: datetime,
) -> Done:
    """Make a change to activities as somebody saw them. All or nothing.

    `year` and `organisation_id` are what nothing has changed in, and who says so. Raises ChangedMeanwhile when one of
    them was changed, removed or merged since it was seen; RegistrationRefused when the change makes a faulty activity
    of one.
    """
    lock(partnership)
    versions = [(each.activity_id, each.version) for each in seen]
    change_set = open_change_set(partnership=partnership, cause=CAUSE, title=title, by=by, now=now)
    if change.doing is Doing.CONFIRM:
        refuse_late(partnership, versions)
        new = confirm_unchanged(
            partnership=partnership,
            activity_ids=[pk for pk, _ in versions],
            year=year,
            organisation_id=organisation_id,
            by=by,
            now=now,
            change_set=change_set,
        )
        return Done(new, change_set)
    if change.doing is Doing.REMOVE:
        remove_activities(partnership=partnership, versions=versions, by=by, now=now, change_set=change_set)
        return Done(len(versions), change_set)
    orders = _orders(partnership, change, versions)
    changed = change_activities(partnership=partnership, orders=orders, by=by, now=now, change_set=change_set)
    return Done(len(changed), change_set)


def _orders(partnership: Partnership, change: BulkChange, versions: Sequence[tuple[int, int]]) -> list[Order]:
    """What each activity shall become. Raises ChangedMeanwhile before anything is worked out from a newer version."""
    refuse_late(partnership, versions)
    known = dict(versions)
    return [
        Order(activity.pk, known[activity.pk], change.made_to(draft))
        for activity, draft in entries(partnership, list(known))
    ]
