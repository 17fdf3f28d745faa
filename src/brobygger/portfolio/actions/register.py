"""Registering activities: one or thousands, the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import index
from brobygger.portfolio.actions.indexing import Indexer
from brobygger.portfolio.actions.listeners import tell
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.parts import LeadsNowhere, columns_of, relate, write_parts
from brobygger.portfolio.models import Activity, ChangeSet, ChangeSetItem, Registration
from brobygger.portfolio.queries.slugs import free_slugs
from brobygger.portfolio.rules.drafts import ActivityDraft, DraftFault, faults_of
from brobygger.portfolio.rules.kinds import Via
from brobygger.portfolio.rules.lifecycle import life_of

BATCH = 1000


class RegistrationRefused(ValueError):
    """The drafts cannot be registered; `faults` lists all that is wrong as (slug, fault, field)."""

    def __init__(self, faults: list[tuple[str, str, str]]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Registrar:
    """For which organisation somebody registers, and how. `form_key` is for one activity: what tells a form sent twice."""

    organisation_id: int | None
    via: Via = Via.FORM
    form_key: str = ""


@transaction.atomic
def register_activities(
    *,
    partnership: Partnership,
    drafts: Sequence[ActivityDraft],
    by: Actor,
    now: datetime,
    registrar: Registrar | None = None,
    change_set: ChangeSet | None = None,
    answers: Mapping[str, str] | None = None,
    unfinished_id: int | None = None,
) -> list[Activity]:
    """Register activities with everything that belongs to them, their history and their index rows.

    All or nothing. A draft without a slug gets a free one. With a `registrar` it is remembered who registered them.
    `answers` go on to whoever listens (`listeners.Written`).
    Listeners are told of the unfinished form it was, when there is one.
    Raises RegistrationRefused when a draft is faulty, its slug is taken, or a relation leads nowhere.
    """
    lock(partnership)
    if any(not draft.slug for draft in drafts):
        slugs = iter(free_slugs(partnership, [draft.title for draft in drafts if not draft.slug]))
        drafts = [draft if draft.slug else replace(draft, slug=next(slugs)) for draft in drafts]
    _refuse_faulty(partnership, drafts)
    indexer = Indexer(partnership)
    registered: list[Activity] = []
    for at in range(0, len(drafts), BATCH):
        registered += _register_batch(drafts[at : at + BATCH], by, now, indexer)
    try:
        relate(partnership, [(activity.pk, draft) for activity, draft in zip(registered, drafts, strict=True)])
    except LeadsNowhere as nowhere:
        raise RegistrationRefused(nowhere.faults) from nowhere
    if registrar:
        Registration.objects.bulk_create([_registration(a.pk, a.title, registrar, by, now) for a in registered], 500)
    if change_set:
        ChangeSetItem.objects.bulk_create(
            [ChangeSetItem(change_set=change_set, activity=a, before=0, after=1) for a in registered], 500
        )
    tell(
        partnership,
        [activity.pk for activity in registered],
        "registered",
        by,
        now,
        answers,
        unfinished_id,
    )
    return registered


@transaction.atomic
def join(
    *, partnership: Partnership, activity: Activity, title: str, registrar: Registrar, by: Actor, now: datetime
) -> bool:
    """Somebody registers what is already registered: they join the entry, under the title they would have given it.

    False when this person has joined it before for the same organisation.
    """
    lock(partnership)
    theirs = Registration.objects.filter(
        activity=activity, user_id=by.user_id, organisation=registrar.organisation_id, by_label=by.label
    )
    if theirs.exists():
        return False
    _registration(activity.pk, title, registrar, by, now).save()
    audit.record(
        verb="joined",
        subject_type="activity",
        subjects=[(activity.pk, {"title": title})],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    return True


def _registration(activity_id: int, title: str, registrar: Registrar, by: Actor, now: datetime) -> Registration:
    return Registration(
        activity_id=activity_id,
        organisation_id=registrar.organisation_id,
        user_id=by.user_id,
        by_label=by.label,
        at=now,
        via=registrar.via.value,
        title=title,
        form_key=registrar.form_key,
    )


def _refuse_faulty(partnership: Partnership, drafts: Sequence[ActivityDraft]) -> None:
    faults = [(draft.slug, fault.value, field) for draft in drafts for fault, field in faults_of(draft)]
    slugs = [draft.slug for draft in drafts]
    taken = set(
        slug
        for at in range(0, len(slugs), BATCH)
        for slug in Activity.every.filter(partnership=partnership, slug__in=slugs[at : at + BATCH]).values_list(
            "slug", flat=True
        )
    )
    seen: set[str] = set()
    for slug in slugs:
        if slug in taken or slug in seen:
            faults.append((slug, DraftFault.SAID_TWICE.value, "id"))
        seen.add(slug)
    if faults:
        raise RegistrationRefused(faults)


def _register_batch(drafts: Sequence[ActivityDraft], by: Actor, now: datetime, indexer: Indexer) -> list[Activity]:
    partnership = indexer.partnership
    lives = [life_of(draft.milestones) for draft in drafts]
    activities = Activity.objects.bulk_create(
        [
            Activity(
                partnership=partnership,
                slug=draft.slug,
                registered_at=now,
                registered_by=by.label,
                changed_at=now,
                changed_by=by.label,
                **columns_of(draft, life),
            )
            for draft, life in zip(drafts, lives, strict=True)
        ]
    )
    pairs = [(activity.pk, draft) for activity, draft in zip(activities, drafts, strict=True)]
    write_parts(pairs)
    audit.record(
        verb="registered",
        subject_type="activity",
        subjects=[(activity.pk, {"title": activity.title}) for activity in activities],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    index.add(partnership.pk, [indexer.entry(pk, draft, life) for (pk, draft), life in zip(pairs, lives, strict=True)])
    return activities
