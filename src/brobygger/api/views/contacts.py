"""Who is in touch about an activity."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.presenters.people import contact_as_json
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.people import ContactIn, ContactList, ContactOut
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.activities import ONE as ACTIVITY
from brobygger.api.views.activities import entry_of
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.people.actions.contacts import add_contact, end_contact, remove_contact
from brobygger.people.actions.people import Details, make_person, person_for
from brobygger.people.models import Contact, Person
from brobygger.people.permissions import may_keep_contacts
from brobygger.people.queries.people import contact_of, contacts_on, member_called, people_called, person_of
from brobygger.people.rules.kinds import HELD_FOR_ROLE

router = Router(tags=["Contacts"])
ALL = f"{ACTIVITY}/contacts"
ONE = "/contacts/{int:number}"


@router.get(ALL, **reading({200: ContactList}))
def list_contacts(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Those who are in touch now, the responsible first. How they are reached stands with the person."""
    return answer({"items": [contact_as_json(each) for each in contacts_on(entry_of(request, slug))]})


@router.post(ALL, **writing({200: ContactOut, 201: ContactOut}, may=may_keep_contacts, takes_key=True))
def add(request: Request, partnership: Slug, slug: Slug, said: ContactIn) -> HttpResponse:
    """Say that somebody is in touch as of today: a known person by id, a member by name, or somebody new. 200: they were."""
    activity = entry_of(request, slug)
    contact, is_new = add_contact(
        activity=activity,
        person=_settled(request, said),
        role=said.role,
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer(contact_as_json(contact), status=201 if is_new else 200)


@router.post(f"{ONE}/end", **writing({200: ContactOut}, may=may_keep_contacts, takes_key=True))
def end(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """It holds no more from today."""
    contact = _contact(request, number)
    end_contact(contact=contact, by=actor_of(request), now=timezone.now())
    return answer(contact_as_json(_contact(request, number)))


@router.delete(ONE, **writing({204: None}, may=may_keep_contacts))
def remove(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """It was written down by mistake, and never held. What held and no longer does is ended."""
    remove_contact(contact=_contact(request, number), by=actor_of(request), now=timezone.now())
    return answer(None)


def _contact(request: Request, number: int) -> Contact:
    contact = contact_of(request.scope.partnership, number)
    if contact is None:
        raise Refusal(Fault.NOT_FOUND)
    return contact


def _settled(request: Request, said: ContactIn) -> Person:
    """Whoever is meant; made when they are new. Raises Refusal when it cannot be told."""
    here, by, now = request.scope.partnership, actor_of(request), timezone.now()
    if said.person is not None:
        known = person_of(here, said.person)
        if known is None or known.is_erased:
            raise _refused("person", "unknown", "There is nobody of that id.")
        return known
    if said.name is None:
        raise _refused("name", "missing", "Say who: person or name.")
    called = people_called(here, said.name)
    if len(called) > 1:
        ids = ", ".join(str(each.pk) for each in called)
        raise _refused("person", "shared", f"Several are called that. Say which: {ids}.")
    if called:
        return called[0]
    member = member_called(here, said.name)
    if member:
        return person_for(partnership=here, user=member, by=by, now=now)
    details = Details(said.name, said.email, said.phone, purpose=HELD_FOR_ROLE[said.role])
    return make_person(partnership=here, details=details, keep_until=said.keep_until, by=by, now=now)


def _refused(field: str, code: str, detail: str) -> Refusal:
    return Refusal(Fault.INVALID, errors=[FieldFault(field, code, detail)])
