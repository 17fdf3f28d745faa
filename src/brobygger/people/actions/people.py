"""Making people, correcting what is held, and keeping it longer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.people.models import Person
from brobygger.people.rules.kinds import PERSON, HeldFor
from brobygger.people.rules.retention import is_sensible, kept_until


@dataclass(frozen=True)
class Details:
    """What is known about how to reach somebody."""

    name: str
    email: str = ""
    phone: str = ""
    party: Party | None = None
    note: str = ""
    purpose: HeldFor = HeldFor.ACTIVITY_CONTACT


def details_of(person: Person) -> Details:
    """What is known now."""
    party = Party(person.organisation_id, person.unit_id) if person.organisation_id else None
    return Details(person.name, person.email, person.phone, party, person.note, HeldFor(person.purpose))


class KeptTooLong(ValueError):
    """Contact data cannot be kept until that day."""


@transaction.atomic
def make_person(
    *, partnership: Partnership, details: Details, by: Actor, now: datetime, keep_until: date | None = None
) -> Person:
    """Write down how somebody is reached. Kept for two years from today unless told otherwise. Raises KeptTooLong."""
    if keep_until is not None and not is_sensible(keep_until, today=now.date()):
        raise KeptTooLong(keep_until)
    person = Person(
        partnership=partnership, keep_until=keep_until or kept_until(now.date()), made_at=now, made_by=by.label
    )
    _write(person, details)
    person.save()
    record("registered", person, by=by, now=now)
    return person


@transaction.atomic
def person_for(*, partnership: Partnership, user: User, by: Actor, now: datetime) -> Person:
    """The person a user is in a partnership; made when there is none."""
    person, is_new = Person.objects.get_or_create(
        partnership=partnership,
        user=user,
        defaults={
            "name": user.display_name,
            "keep_until": kept_until(now.date()),
            "made_at": now,
            "made_by": by.label,
        },
    )
    if is_new:
        record("registered", person, by=by, now=now)
    return person


@transaction.atomic
def correct_person(*, person: Person, details: Details, by: Actor, now: datetime) -> bool:
    """Correct how somebody is reached. False when nothing was different. The log tells which fields, not what stood there."""
    before = _columns(person)
    _write(person, details)
    fields = [name for name, value in _columns(person).items() if value != before[name]]
    if fields:
        person.save(update_fields=fields)
        record("corrected", person, by=by, now=now, told={"fields": [name.removesuffix("_id") for name in fields]})
    return bool(fields)


@transaction.atomic
def keep_longer(*, person: Person, until: date, because: str, by: Actor, now: datetime) -> None:
    """Keep somebody until a later day, and say why. Raises KeptTooLong."""
    if not is_sensible(until, today=now.date()):
        raise KeptTooLong(until)
    person.keep_until, person.kept_because = until, because
    person.save(update_fields=["keep_until", "kept_because"])
    record("kept_longer", person, by=by, now=now, told={"until": until.isoformat()})


def used(person: Person, *, now: datetime) -> None:
    """Somebody was needed today, so they are kept as long as anybody new."""
    until = kept_until(now.date())
    if person.keep_until < until:
        person.keep_until = until
        person.save(update_fields=["keep_until"])


def record(verb: str, person: Person, *, by: Actor, now: datetime, told: Mapping[str, object] | None = None) -> None:
    """Write down what was done to a person, without who it is."""
    audit.record(
        verb=verb,
        subject_type=PERSON,
        subjects=[(person.pk, told or {})],
        by=by,
        now=now,
        partnership_id=person.partnership_id,
    )


def _write(person: Person, details: Details) -> None:
    person.name, person.email, person.phone = details.name, details.email, details.phone
    person.organisation_id = details.party.organisation_id if details.party else None
    person.unit_id = details.party.unit_id if details.party else None
    person.note, person.purpose = details.note, details.purpose.value


def _columns(person: Person) -> dict[str, object]:
    names = ("name", "email", "phone", "organisation_id", "unit_id", "note", "purpose")
    return {name: getattr(person, name) for name in names}
