"""Changing activities: one or thousands, the same way. What was before is kept as a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.indexing import Indexer
from brobygger.portfolio.actions.insert import update_rows
from brobygger.portfolio.actions.listeners import tell
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.parts import LeadsNowhere, clear_parts, columns_of, relate, write_parts
from brobygger.portfolio.actions.register import BATCH, RegistrationRefused
from brobygger.portfolio.models import Activity, ChangeSet, ChangeSetItem, Revision
from brobygger.portfolio.queries.circles import leads_back
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.queries.history import content_at
from brobygger.portfolio.rules.changes import Change, changes_between
from brobygger.portfolio.rules.content import content_of, draft_from
from brobygger.portfolio.rules.drafts import ActivityDraft, DraftFault, faults_of
from brobygger.portfolio.rules.kinds import Standing
from brobygger.portfolio.rules.lifecycle import life_of


class ChangedMeanwhile(RuntimeError):
    """Somebody has changed, removed or merged these activities since they were read; `slugs` says which."""

    def __init__(self, slugs: list[str]) -> None:
        super().__init__(slugs)
        self.slugs = slugs


class VersionUnknown(LookupError):
    """The activity has no such version."""


@dataclass(frozen=True)
class Order:
    """What an activity shall become, and the version that this was decided on."""

    activity_id: int
    base_version: int
    draft: ActivityDraft


@dataclass(frozen=True)
class Changed:
    """An activity that was changed, its new version, and what is different."""

    activity_id: int
    slug: str
    version: int
    changes: Sequence[Change]


@transaction.atomic
def change_activities(
    *,
    partnership: Partnership,
    orders: Sequence[Order],
    by: Actor,
    now: datetime,
    verb: str = "changed",
    change_set: ChangeSet | None = None,
) -> list[Changed]:
    """Change activities; those that would stay as they are get no new version. All or nothing.

    Raises ChangedMeanwhile when a version is not the present one (nothing is overwritten), RegistrationRefused when a
    draft is faulty or a relation leads nowhere or in a circle.
    """
    faults = [(order.draft.slug, fault.value, field) for order in orders for fault, field in faults_of(order.draft)]
    if faults:
        raise RegistrationRefused(faults)
    lock(partnership)
    indexer = Indexer(partnership)
    changed: list[Changed] = []
    for at in range(0, len(orders), BATCH):
        changed += _change_batch(indexer, orders[at : at + BATCH], by, now, verb)
    if change_set:
        ChangeSetItem.objects.bulk_create(
            [
                ChangeSetItem(
                    change_set=change_set, activity_id=each.activity_id, before=each.version - 1, after=each.version
                )
                for each in changed
            ],
            500,
        )
    kinds = [change.before for each in changed for change in each.changes if change.field == "kind"]
    tell(partnership, [each.activity_id for each in changed], verb, by, now, kinds_before=kinds)
    return changed


@transaction.atomic
def restore_version(
    *, partnership: Partnership, activity: Activity, number: int, base_version: int, by: Actor, now: datetime
) -> list[Changed]:
    """Make an activity what it was in an earlier version, as a new version. Raises VersionUnknown, ChangedMeanwhile."""
    content = content_at(activity, number)
    if content is None:
        raise VersionUnknown(number)
    order = Order(activity.pk, base_version, draft_from(content, slug=activity.slug))
    return change_activities(partnership=partnership, orders=[order], by=by, now=now, verb="restored")


def _change_batch(indexer: Indexer, orders: Sequence[Order], by: Actor, now: datetime, verb: str) -> list[Changed]:
    partnership = indexer.partnership
    # By id alone, which the database finds at once; whose they are is asked of what was found.
    there = list(with_parts(Activity.every.filter(pk__in=[order.activity_id for order in orders])))
    present = {
        activity.pk: activity
        for activity in there
        if activity.partnership_id == partnership.pk and activity.standing == Standing.REGISTERED
    }
    late = [
        order.draft.slug
        for order in orders
        if order.activity_id not in present or present[order.activity_id].version != order.base_version
    ]
    if late:
        raise ChangedMeanwhile(late)
    before = dict(zip(present, drafts_of(present.values()), strict=True))
    changed, revisions, activities = [], [], []
    for order in orders:
        activity, was = present[order.activity_id], content_of(before[order.activity_id])
        changes = changes_between(was, content_of(order.draft))
        if not changes:
            continue
        revisions.append(
            Revision(
                activity=activity,
                number=activity.version,
                content=was,
                made_at=activity.changed_at,
                made_by=activity.changed_by,
            )
        )
        for name, value in columns_of(order.draft, life_of(order.draft.milestones)).items():
            setattr(activity, name, value)
        activity.version += 1
        activity.changed_at, activity.changed_by = now, by.label
        activities.append(activity)
        changed.append((Changed(activity.pk, activity.slug, activity.version, changes), order.draft))
    if not changed:
        return []
    Revision.objects.bulk_create(revisions, 500)
    _rewrite(partnership, activities, [(each.activity_id, draft) for each, draft in changed])
    _refuse_circles([(each, draft) for each, draft in changed])
    indexer.replace((each.activity_id, before[each.activity_id], draft) for each, draft in changed)
    audit.record(
        verb=verb,
        subject_type="activity",
        subjects=[
            (each.activity_id, {"version": each.version, "fields": [change.field for change in each.changes]})
            for each, _ in changed
        ],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    return [each for each, _ in changed]


COLUMNS = (
    "kind form title title_en acronym title_key description purposes disciplines places plans value source state start "
    "end start_key start_date end_date amount_nok version changed_at changed_by"
).split()


def _rewrite(
    partnership: Partnership, activities: Sequence[Activity], pairs: Sequence[tuple[int, ActivityDraft]]
) -> None:
    update_rows(activities, COLUMNS)
    clear_parts([pk for pk, _ in pairs])
    write_parts(pairs)
    try:
        relate(partnership, pairs)
    except LeadsNowhere as nowhere:
        raise RegistrationRefused(nowhere.faults) from nowhere


def _refuse_circles(changed: Sequence[tuple[Changed, ActivityDraft]]) -> None:
    moved = [(each, draft) for each, draft in changed if any(change.field == "relations" for change in each.changes)]
    faults = [
        (each.slug, DraftFault.LEADS_BACK.value, "relations")
        for each, draft in moved
        if leads_back(each.activity_id, {relation.kind for relation in draft.relations})
    ]
    if faults:
        raise RegistrationRefused(faults)
