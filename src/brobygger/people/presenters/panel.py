"""The contacts on the page of an activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from brobygger.partnerships.queries import Scope
from brobygger.people.forms import ContactForm
from brobygger.people.models import Contact
from brobygger.people.permissions import may_keep_contacts, may_reach
from brobygger.people.presenters.labels import role_label
from brobygger.people.presenters.person import address_of, day, mail_of, place_of
from brobygger.people.queries.people import contacts_on
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.panels import Panel


@dataclass(frozen=True)
class ContactRow:
    """One contact. Empty addresses are what this member may not see or do."""

    pk: int
    name: str
    url: str
    role: str
    place: str
    email: str
    phone: str
    since: str
    end_url: str
    remove_url: str


@dataclass(frozen=True)
class Contacts:
    """The contacts of an activity. `done` says what was just saved; `form` is None for those who do not write."""

    rows: Sequence[ContactRow]
    url: str
    names_url: str
    form: ContactForm | None
    is_open: bool
    done: str


def contacts_of(scope: Scope, activity: Activity, *, tried: ContactForm | None = None, done: str = "") -> Contacts:
    """Read the contacts of an activity, and show them as this member sees them. One query."""
    named = {"partnership": scope.partnership.slug}
    writes = may_keep_contacts(scope)
    return Contacts(
        rows=[_row(scope, contact) for contact in contacts_on(activity)],
        url=reverse("people:contacts", kwargs={**named, "slug": activity.slug}),
        names_url=reverse("people:names", kwargs=named),
        form=(tried or ContactForm()) if writes else None,
        is_open=tried is not None,
        done=done,
    )


def panel(scope: Scope, activity: Activity) -> Panel | None:
    """The contacts among the facts; nothing where there are none and this member adds none."""
    contacts = contacts_of(scope, activity)
    if not contacts.rows and not contacts.form:
        return None
    return Panel("people/_panel.html", {"contacts": contacts}, in_aside=True)


def _row(scope: Scope, contact: Contact) -> ContactRow:
    person, reach, writes = contact.person, may_reach(scope), may_keep_contacts(scope)
    named = {"partnership": scope.partnership.slug, "number": contact.pk}
    return ContactRow(
        pk=contact.pk,
        name=person.name,
        url=address_of(scope, person),
        role=role_label(contact.role),
        place=place_of(person) if reach else "",
        email=mail_of(person) if reach else "",
        phone=person.phone if reach else "",
        since=day(contact.start),
        end_url=reverse("people:end_contact", kwargs=named) if writes else "",
        remove_url=reverse("people:remove_contact", kwargs=named) if writes else "",
    )
