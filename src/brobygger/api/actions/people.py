"""Correcting people by whoever has read them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from brobygger.api.rules.tags import mark_of_values
from brobygger.audit.rules import Actor
from brobygger.people.actions.people import Details, correct_person, details_of
from brobygger.people.models import Person


class PersonChanged(RuntimeError):
    """Somebody has corrected or erased them since they were read."""


def mark_of_person(person: Person) -> str:
    """Another one when anything that can be corrected is."""
    told = details_of(person)
    return mark_of_values(
        [told.name, told.email, told.phone, told.note, told.purpose, repr(told.party), person.is_erased]
    )


@transaction.atomic
def correct_as_read(*, person: Person, seen: str, details: Details, by: Actor, now: datetime) -> bool:
    """Correct somebody as long as they are as they were read. Raises PersonChanged."""
    present = Person.objects.select_for_update().get(pk=person.pk)
    if mark_of_person(present) != seen:
        raise PersonChanged(person.pk)
    return correct_person(person=present, details=details, by=by, now=now)
