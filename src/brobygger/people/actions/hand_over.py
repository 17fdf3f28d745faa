"""Giving what is somebody's to somebody else, in one step, and back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.people.actions.people import used
from brobygger.people.models import Contact, HandOver, Person
from brobygger.people.queries.people import held_by
from brobygger.people.rules.handing import Given, Part
from brobygger.people.rules.kinds import HAND_OVER
from brobygger.portfolio.actions.lock import lock


class NotToOneself(ValueError):
    """Nothing is handed over to whoever has it, or to somebody who is erased."""


class ChangedSinceSeen(RuntimeError):
    """Something that was chosen is no longer theirs. Nothing was handed over."""


def parts() -> list[Part]:
    """What apps above this one let people hand over (`settings.HAND_OVER_PARTS`)."""
    return [import_string(path)() for path in settings.HAND_OVER_PARTS]


@transaction.atomic
def hand_over(
    *,
    partnership: Partnership,
    giver: Person,
    taker: Person,
    contact_ids: Collection[int],
    chosen: Sequence[Given],
    by: Actor,
    now: datetime,
) -> HandOver:
    """Give contacts, and what else was chosen, from one person to another, as of today. All or nothing.

    The old contacts end, new ones begin; who registered what is history and stays. Raises NotToOneself, ChangedSinceSeen.
    """
    lock(partnership)
    if giver.pk == taker.pk or taker.is_erased:
        raise NotToOneself
    contacts = {contact.pk: contact for contact in held_by(giver)}
    if set(contact_ids) - set(contacts):
        raise ChangedSinceSeen
    handed = HandOver.objects.create(partnership=partnership, giver=giver, taker=taker, made_at=now, made_by=by.label)
    _move([contacts[pk] for pk in sorted(contact_ids)], taker, handed, by, now)
    handed.given = {"contacts": sorted(contact_ids)}
    for part in parts():
        numbers = [number for given in chosen if given.part == part.name for number in given.numbers]
        if numbers and giver.user_id and taker.user_id:
            handed.given[part.name] = part.give(
                partnership.pk, from_user=giver.user_id, to_user=taker.user_id, numbers=numbers, now=now
            )
    handed.save(update_fields=["given"])
    used(taker, now=now)
    _record("handed_over", handed, by, now)
    return handed


@transaction.atomic
def hand_back(*, handed: HandOver, by: Actor, now: datetime) -> int:
    """Give back what was handed over and is still with whoever got it; as of today. How many contacts went back."""
    lock(handed.partnership)
    undone = HandOver.objects.filter(pk=handed.pk, undone_at=None).update(undone_at=now, undone_by=by.label)
    if not undone:
        return 0
    if handed.giver.is_erased:
        raise NotToOneself
    contacts = list(Contact.objects.filter(came_with=handed, end=None, person=handed.taker).order_by("pk"))
    _move(contacts, handed.giver, None, by, now)
    for part in parts():
        numbers = handed.given.get(part.name, [])
        giver, taker = handed.giver.user_id, handed.taker.user_id
        if numbers and giver and taker:
            part.give(handed.partnership_id, from_user=taker, to_user=giver, numbers=numbers, now=now)
    used(handed.giver, now=now)
    _record("handed_back", handed, by, now)
    return len(contacts)


def _move(contacts: Sequence[Contact], taker: Person, handed: HandOver | None, by: Actor, now: datetime) -> None:
    today = now.date()
    has = set(
        Contact.objects.filter(
            person=taker, end=None, activity_id__in=[contact.activity_id for contact in contacts]
        ).values_list("activity_id", "role")
    )
    for contact in contacts:
        contact.end = max(contact.start, today)
    Contact.objects.bulk_update(contacts, ["end"], batch_size=500)
    Contact.objects.bulk_create(
        [
            Contact(
                activity_id=contact.activity_id,
                person=taker,
                role=contact.role,
                start=today,
                came_with=handed,
                made_at=now,
                made_by=by.label,
            )
            for contact in contacts
            if (contact.activity_id, contact.role) not in has
        ],
        batch_size=500,
    )


def _record(verb: str, handed: HandOver, by: Actor, now: datetime) -> None:
    counts = {name: len(numbers) for name, numbers in handed.given.items()}
    audit.record(
        verb=verb,
        subject_type=HAND_OVER,
        subjects=[(handed.pk, {"giver": handed.giver_id, "taker": handed.taker_id, **counts})],
        by=by,
        now=now,
        partnership_id=handed.partnership_id,
    )
