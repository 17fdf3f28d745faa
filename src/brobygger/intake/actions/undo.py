"""Undoing a whole import, as long as nothing it touched was changed since."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from brobygger.audit.rules import Actor
from brobygger.intake.actions.begin import NotNow
from brobygger.intake.actions.keys import remember
from brobygger.intake.models import Import, ImportRow, SourceKey
from brobygger.intake.rules.kinds import Result, State
from brobygger.portfolio.actions import change_sets
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.models import ChangeSet, Registration
from brobygger.portfolio.rules.kinds import Via

BATCH = 500


@transaction.atomic
def undo_import(*, run: Import, by: Actor, now: datetime) -> int:
    """Make the register what it was before the import. How many activities.

    What it made goes to the wastebasket, and keeps its key: when the source is imported again, that is what comes back.
    Raises StandsInTheWay with the activities that were touched since, and NotNow.
    """
    lock(run.partnership)
    run = Import.objects.select_related("change_set__partnership").get(pk=run.pk)
    if run.state != State.DONE or run.change_set is None:
        raise NotNow(run.state)
    return change_sets.undo_within(change_set=run.change_set, by=by, now=now)


def undone(change_set: ChangeSet, *, by: Actor, now: datetime) -> None:
    """Somebody has undone what an import did to the register, here or among all operations: forget the rest of it too.

    A listener (`settings.UNDO_LISTENERS`), so that the next import of the source knows what holds.
    """
    run = Import.objects.select_for_update().filter(change_set=change_set).first()
    if run is None or run.finished_at is None:
        return
    rows = run.rows.filter(result__in=[Result.UPDATED.value, Result.BROUGHT_BACK.value, Result.JOINED.value])
    last = 0
    while some := list(rows.filter(number__gt=last).defer("raw", "said", "twins").order_by("number")[:BATCH]):
        last = some[-1].number
        _forget(run, run.finished_at, some)
    run.state = State.UNDONE.value
    run.save(update_fields=["state"])


def _forget(run: Import, at: datetime, rows: list[ImportRow]) -> None:
    """What the source said the time before holds again, and who joined an entry through it has not."""
    keys = SourceKey.objects.filter(source_id=run.source_id)
    keys.filter(key__in=[row.key for row in rows if row.said_before is None]).delete()
    remember(
        run.source_id,
        [
            (row.key, row.activity_id, row.said_before)
            for row in rows
            if row.said_before is not None and row.activity_id
        ],
    )
    joined = [row.activity_id for row in rows if row.result == Result.JOINED]
    Registration.objects.filter(activity_id__in=joined, via=Via.IMPORT.value, at=at).delete()
