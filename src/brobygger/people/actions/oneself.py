"""Correcting what one is called and how one is reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.people.actions.erase import rename_user
from brobygger.people.actions.people import correct_person, details_of, person_for
from brobygger.people.queries.people import person_of_user


@transaction.atomic
def correct_oneself(
    *, partnership: Partnership, user: User, name: str, email: str, phone: str, by: Actor, now: datetime
) -> bool:
    """What a user is called everywhere, where mail reaches them, and their telephone here. False: nothing changed.

    Raises NameTakenByAnother.
    """
    changed = rename_user(user=user, name=name, email=email, by=by, now=now)
    # From now on they go by their new name, here and in the log.
    by = replace(by, label=name)
    person = person_of_user(partnership, user)
    if phone != (person.phone if person else ""):
        person = person or person_for(partnership=partnership, user=user, by=by, now=now)
        details = replace(details_of(person), name=name, phone=phone)
        changed = correct_person(person=person, details=details, by=by, now=now) or changed
    return changed
