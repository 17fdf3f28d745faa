"""Who is in touch about an activity: from today, until today, or never was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.people.actions.people import used
from brobygger.people.models import Contact, Person
from brobygger.people.rules.kinds import CONTACT, ContactRole
from brobygger.people.rules.retention import kept_until
from brobygger.portfolio.actions.listeners import Written
from brobygger.portfolio.models import Activity

# Whoever brings in more at once is not the one who answers for them.
LISTENED_AT_MOST = 5


@transaction.atomic
def add_contact(
    *, activity: Activity, person: Person, role: ContactRole, by: Actor, now: datetime
) -> tuple[Contact, bool]:
    """Say that a person is in touch about an activity from today; (contact, whether it is new)."""
    contact, is_new = Contact.objects.get_or_create(
        activity=activity,
        person=person,
        role=role.value,
        end=None,
        defaults={"start": now.date(), "made_at": now, "made_by": by.label},
    )
    if is_new:
        used(person, now=now)
        record("registered", contact, activity, by=by, now=now)
    return contact, is_new


@transaction.atomic
def end_contact(*, contact: Contact, by: Actor, now: datetime) -> bool:
    """Say that a contact holds no more from today. False when it had ended."""
    ended = Contact.objects.filter(pk=contact.pk, end=None).update(end=max(contact.start, now.date()))
    if ended:
        used(contact.person, now=now)
        record("ended", contact, contact.activity, by=by, now=now)
    return bool(ended)


@transaction.atomic
def remove_contact(*, contact: Contact, by: Actor, now: datetime) -> None:
    """Take away a contact that was written down by mistake. It leaves nothing but an event."""
    record("removed", contact, contact.activity, by=by, now=now)
    contact.delete()


def responsible_for(written: Written) -> None:
    """Whoever registers something is responsible for it (`settings.ACTIVITY_LISTENERS`). Three queries at most."""
    by, partnership = written.by, written.partnership
    if written.verb != "registered" or by.user_id is None or len(written.activity_ids) > LISTENED_AT_MOST:
        return
    person = Person.objects.filter(partnership=partnership, user_id=by.user_id).first()
    until = kept_until(written.now.date())
    if person is None:
        person = Person.objects.create(
            partnership=partnership, user_id=by.user_id, name=by.label, keep_until=until,
            made_at=written.now, made_by=by.label,
        )  # fmt: skip
    elif person.keep_until < until and (until - person.keep_until).days > 30:
        Person.objects.filter(pk=person.pk).update(keep_until=until)
    Contact.objects.bulk_create(
        Contact(
            activity_id=pk, person=person, role=ContactRole.RESPONSIBLE.value, start=written.now.date(),
            made_at=written.now, made_by=by.label,
        )
        for pk in written.activity_ids
    )  # fmt: skip


def record(verb: str, contact: Contact, activity: Activity, *, by: Actor, now: datetime) -> None:
    """Write down what was done to a contact, by numbers alone."""
    audit.record(
        verb=verb,
        subject_type=CONTACT,
        subjects=[(contact.pk, {"activity": activity.pk, "person": contact.person_id, "role": contact.role})],
        by=by,
        now=now,
        partnership_id=activity.partnership_id,
    )
