"""Giving what is somebody's to somebody else, and back."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.permissions import token_may
from brobygger.api.presenters.people import hand_over_as_json, role_as_json
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.people import GivenBack, HandOverIn, HandOverOut, ToHandOver
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.api.views.people import ONE, found_person
from brobygger.people.actions.hand_over import hand_back, hand_over, parts
from brobygger.people.actions.people import person_for
from brobygger.people.models import Person
from brobygger.people.permissions import may_hand_over, may_look_after
from brobygger.people.queries.people import hand_over_of, held_by, other_members, unfinished_count
from brobygger.people.rules.handing import Given
from brobygger.portfolio.permissions import may_write

router = Router(tags=["Handing over"])
HAND_OVER = f"{ONE}/hand-over"


@router.get(HAND_OVER, **reading({200: ToHandOver}, may=may_write, need=ApiScope.WRITE))
def read_what_is_theirs(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """What somebody has that can be given on, and who can take it over. One's own; coordinators anybody's."""
    giver, here = _giver(request, number), request.scope.partnership
    others = [
        {
            "part": part.name,
            "title": part.title(),
            "things": [{"id": each.number, "label": each.label} for each in part.things(here.pk, user=giver.user_id)],
        }
        for part in parts()
        if giver.user_id
    ]
    value = {
        "roles": [role_as_json(contact) for contact in held_by(giver)],
        "parts": others,
        "takers": [{"id": each.pk, "name": each.display_name} for each in other_members(here, giver.user)],
        "unfinished": unfinished_count(here, giver.user),
    }
    return answer(value)


@router.post(HAND_OVER, **writing({201: HandOverOut}, may=may_write, takes_key=True, conflicts=True))
def give(request: Request, partnership: Slug, number: Number, said: HandOverIn) -> HttpResponse:
    """Give some of it to a member, as of today. All of it or nothing; it can be given back."""
    giver, here, by, now = _giver(request, number), request.scope.partnership, actor_of(request), timezone.now()
    to = next((each for each in other_members(here, giver.user) if each.pk == said.to), None)
    faults = [
        FieldFault(f"parts.{name}", "unknown", "There is no such part.")
        for name in sorted(set(said.parts) - {part.name for part in parts()})
    ]
    if to is None:
        faults.append(FieldFault("to", "unknown", "There is no other member of that id."))
    if not said.roles and not any(said.parts.values()):
        faults.append(FieldFault("roles", "missing", "Choose at least one thing to hand over."))
    if to is None or faults:
        raise Refusal(Fault.INVALID, errors=faults)
    handed = hand_over(
        partnership=here,
        giver=giver,
        taker=person_for(partnership=here, user=to, by=by, now=now),
        contact_ids=said.roles,
        chosen=[Given(name, numbers) for name, numbers in said.parts.items()],
        by=by,
        now=now,
    )
    return answer(hand_over_as_json(handed), status=201)


@router.post(
    "/hand-overs/{int:number}/give-back",
    **writing({200: GivenBack}, may=may_look_after, need=ApiScope.COORDINATE, takes_key=True, conflicts=True),
)
def give_back(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Give back what is still with whoever got it, as of today. What was given back before stays as it is."""
    handed = hand_over_of(request.scope.partnership, number)
    if handed is None:
        raise Refusal(Fault.NOT_FOUND)
    return answer({"roles": hand_back(handed=handed, by=actor_of(request), now=timezone.now())})


def _giver(request: Request, number: int) -> Person:
    giver, scope = found_person(request, number), request.scope
    is_own = giver.user_id == scope.membership.user_id
    if not may_hand_over(scope, giver) or not (is_own or token_may(request.token, scope, ApiScope.COORDINATE)):
        raise Refusal(Fault.NOT_ALLOWED)
    return giver
