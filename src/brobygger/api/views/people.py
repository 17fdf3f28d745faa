"""People: who they are, how they are reached, what is held about them, and until when."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.actions.people import correct_as_read, mark_of_person
from brobygger.api.forms.parties import party_called
from brobygger.api.presenters.people import obstacle_as_json, person_as_json, person_row
from brobygger.api.queries.people import people_after
from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.rules.tags import mark_tag
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.people import DueList, HeldList, KeepIn, PersonIn, PersonList, PersonOut, SureIn
from brobygger.api.schemas.questions import NameQuestion
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, mark_read, reading, writing
from brobygger.api.views.paging import page, place_in
from brobygger.organisations.queries import party_names
from brobygger.organisations.rules.names import Party
from brobygger.people.actions.erase import erase_person
from brobygger.people.actions.people import Details, keep_longer
from brobygger.people.models import Person
from brobygger.people.permissions import may_correct, may_look_after, may_reach, may_see_all
from brobygger.people.presenters.copies import copy_rows
from brobygger.people.queries.held import Human, copies_of, human_of_person
from brobygger.people.queries.people import DUE_AT_MOST, contacts_of, due, hand_overs_of, obstacles_of, person_of
from brobygger.people.rules.retention import DAYS_AHEAD

router = Router(tags=["People"])
ALL = "/people"
ONE = f"{ALL}/{{int:number}}"
NEED, PERSON = ApiScope.COORDINATE, "h"
# Nobody between keeps what is held about somebody.
UNKEPT = {"Cache-Control": "no-store"}


@router.get(ALL, **reading({200: PersonList}))
def list_people(request: Request, partnership: Slug, question: Query[NameQuestion]) -> HttpResponse:
    """Those the partnership is in touch with, by name; with q those in whose name every word of it stands."""
    found, following = people_after(
        request.scope.partnership,
        text=question.q,
        after=place_in(request, question.cursor),
        limit=question.limit,
    )
    reach = may_reach(request.scope)
    return page(request, [person_row(each, each.present, reach=reach) for each in found], following)


@router.get(f"{ALL}/due", **reading({200: DueList}, may=may_look_after, need=NEED))
def list_due(request: Request, partnership: Slug) -> HttpResponse:
    """Those who will be forgotten within a month, the first to go first."""
    until = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    found = list(due(request.scope.partnership, until)[: DUE_AT_MOST + 1])
    rows = [{"id": each.pk, "name": each.name, "keep_until": each.keep_until} for each in found[:DUE_AT_MOST]]
    return answer({"items": rows, "is_whole": len(found) <= DUE_AT_MOST}, headers=UNKEPT)


@router.get(ONE, **reading({200: PersonOut}))
def read_person(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """One of them, as the owner of the token sees them."""
    return _answer(request, number)


@router.put(ONE, **writing({200: PersonOut}, may=None, takes_version=True))
def correct(request: Request, partnership: Slug, number: Number, said: PersonIn) -> HttpResponse:
    """Correct how somebody is reached who cannot sign in. Those who can do it themselves (me)."""
    person = _present(request, number)
    if not may_correct(request.scope, person):
        raise Refusal(Fault.NOT_ALLOWED)
    if person.user_id is not None:
        raise Refusal(Fault.CONFLICT, "It is yourself: correct it at /me.")
    details = Details(said.name, said.email, said.phone, _party(request, said.party), said.note, said.purpose)
    seen = mark_read(request, PERSON, person.pk)
    correct_as_read(person=person, seen=seen, details=details, by=actor_of(request), now=timezone.now())
    return _answer(request, number)


@router.get(f"{ONE}/held", **reading({200: HeldList}, may=may_look_after, need=NEED))
def read_held(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Everything that is held about somebody, and what stands in the way of erasing it. What is held about oneself: me."""
    return held_answer(request, human_of_person(_present(request, number)))


@router.post(f"{ONE}/keep", **writing({200: PersonOut}, may=may_look_after, need=NEED, takes_key=True))
def keep(request: Request, partnership: Slug, number: Number, said: KeepIn) -> HttpResponse:
    """Keep somebody longer, and say why."""
    person = _present(request, number)
    keep_longer(person=person, until=said.until, because=said.because, by=actor_of(request), now=timezone.now())
    return _answer(request, number)


@router.post(f"{ONE}/erase", **writing({204: None}, may=may_look_after, need=NEED, conflicts=True))
def erase(request: Request, partnership: Slug, number: Number, said: SureIn) -> HttpResponse:
    """Erase everything about somebody. It cannot be undone. 409 tells what stands in the way."""
    erase_person(person=_present(request, number), by=actor_of(request), now=timezone.now())
    return answer(None)


# Who erases themselves has no token afterwards that an answer could be kept for.
erase.keeps_no_answer = True


def held_answer(request: Request, human: Human) -> HttpResponse:
    """What is held about a human, as an answer."""
    obstacles = obstacles_of(request.scope.partnership, human.person, human.user)
    value = {"items": copy_rows(copies_of(human)), "obstacles": [obstacle_as_json(each) for each in obstacles]}
    return answer(value, headers=UNKEPT)


def found_person(request: Request, number: int) -> Person:
    """A person of the partnership, erased or not. Raises Refusal."""
    person = person_of(request.scope.partnership, number)
    if person is None:
        raise Refusal(Fault.NOT_FOUND)
    return person


def _present(request: Request, number: int) -> Person:
    person = found_person(request, number)
    if person.is_erased:
        raise Refusal(Fault.NOT_FOUND)
    return person


def _answer(request: Request, number: int) -> HttpResponse:
    person, scope = found_person(request, number), request.scope
    handed = hand_overs_of(person) if may_see_all(scope, person) else []
    value = person_as_json(scope, person, contacts_of(person), handed)
    return answer(value, headers={"ETag": mark_tag(PERSON, person.pk, mark_of_person(person))})


def _party(request: Request, text: str | None) -> Party | None:
    names = party_names(request.scope.partnership.directory_id)
    return None if text is None else party_called(names, text, field="party")
