"""Taking entries out of the register and putting them back: wastebasket and merges. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import ChangedMeanwhile
from brobygger.portfolio.actions.indexing import Indexer
from brobygger.portfolio.actions.listeners import tell
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.parts import IDS_A_QUERY
from brobygger.portfolio.models import Activity, ChangeSet, ChangeSetItem
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.rules.kinds import Standing


@transaction.atomic
def remove_activities(
    *,
    partnership: Partnership,
    versions: Sequence[tuple[int, int]],
    by: Actor,
    now: datetime,
    reason: str = "",
    change_set: ChangeSet | None = None,
) -> None:
    """Throw activities in the wastebasket, given as (id, the version one saw). Raises ChangedMeanwhile.

    What is thrown gets no new version: in a change set it stands with the same number before and after.
    """
    lock(partnership)
    ids = [pk for pk, _ in versions]
    refuse_late(partnership, versions)
    _leave(partnership, ids, Standing.REMOVED, None)
    if change_set:
        ChangeSetItem.objects.bulk_create(
            [
                ChangeSetItem(change_set=change_set, activity_id=pk, before=version, after=version)
                for pk, version in versions
            ],
            500,
        )
    _record("removed", partnership, ids, {"reason": reason} if reason else {}, by, now)


@transaction.atomic
def bring_back(*, partnership: Partnership, activity_ids: Sequence[int], by: Actor, now: datetime) -> list[int]:
    """Take activities out of the wastebasket, as they were. Those that are not in it are left. Returns the ids."""
    lock(partnership)
    ids = _enter(partnership, activity_ids, Standing.REMOVED)
    _record("brought_back", partnership, ids, {}, by, now)
    return ids


@transaction.atomic
def stand_for(
    *, partnership: Partnership, entry: Activity, versions: Sequence[tuple[int, int]], by: Actor, now: datetime
) -> None:
    """Let one entry stand for others, given as (id, version): they stay unchanged and are no longer counted themselves.

    Raises ChangedMeanwhile.
    """
    lock(partnership)
    ids = [pk for pk, _ in versions]
    refuse_late(partnership, versions)
    _leave(partnership, ids, Standing.MERGED, entry)
    _record("merged", partnership, ids, {"into": entry.pk}, by, now)


@transaction.atomic
def stand_alone(*, partnership: Partnership, activity_ids: Sequence[int], by: Actor, now: datetime) -> list[int]:
    """Let entries that another one stands for be in the register themselves again, exactly as they were."""
    lock(partnership)
    ids = _enter(partnership, activity_ids, Standing.MERGED)
    _record("unmerged", partnership, ids, {}, by, now)
    return ids


def refuse_late(partnership: Partnership, versions: Sequence[tuple[int, int]]) -> None:
    """Raise ChangedMeanwhile unless all of these are in the register in the version one saw, given as (id, version)."""
    present: dict[int, tuple[int, str]] = {}
    for at in range(0, len(versions), IDS_A_QUERY):
        some = [pk for pk, _ in versions[at : at + IDS_A_QUERY]]
        for pk, version, slug in Activity.objects.filter(partnership=partnership, pk__in=some).values_list(
            "pk", "version", "slug"
        ):
            present[pk] = (version, slug)
    late = [pk for pk, version in versions if present.get(pk, (0, ""))[0] != version]
    if late:
        raise ChangedMeanwhile(list(Activity.every.filter(pk__in=late[:100]).values_list("slug", flat=True)))


def _leave(partnership: Partnership, ids: Sequence[int], standing: Standing, entry: Activity | None) -> None:
    indexer = Indexer(partnership)
    for at in range(0, len(ids), IDS_A_QUERY):
        some = ids[at : at + IDS_A_QUERY]
        indexer.remove(some)
        Activity.objects.filter(partnership=partnership, pk__in=some).update(standing=standing.value, merged_into=entry)


def _enter(partnership: Partnership, ids: Sequence[int], standing: Standing) -> list[int]:
    indexer = Indexer(partnership)
    entered: list[int] = []
    for at in range(0, len(ids), IDS_A_QUERY):
        some = ids[at : at + IDS_A_QUERY]
        there = Activity.every.filter(partnership=partnership, standing=standing.value, pk__in=some)
        activities = list(with_parts(there.order_by("pk")))
        pks = [activity.pk for activity in activities]
        Activity.every.filter(pk__in=pks).update(standing=Standing.REGISTERED.value, merged_into=None)
        indexer.add((a.pk, draft) for a, draft in zip(activities, drafts_of(activities), strict=True))
        entered += pks
    return entered


def _record(
    verb: str, partnership: Partnership, ids: Sequence[int], data: dict[str, object], by: Actor, now: datetime
) -> None:
    audit.record(
        verb=verb,
        subject_type="activity",
        subjects=[(pk, data) for pk in ids],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    tell(partnership, ids, verb, by, now)
