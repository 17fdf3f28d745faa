"""What is held about the owner of the token, and what they can do with it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.accounts.models import User
from brobygger.api.schemas.people import HeldList, MeIn, MeOut, SureIn
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.api.views.people import UNKEPT, held_answer
from brobygger.people.actions.erase import erase
from brobygger.people.actions.oneself import correct_oneself
from brobygger.people.queries.held import human_of_user
from brobygger.people.queries.people import person_of_user

router = Router(tags=["Oneself"])


@router.get("/me", **reading({200: MeOut}))
def read_me(request: Request, partnership: Slug) -> HttpResponse:
    """What one is called and how one is reached."""
    return _me(request, request.scope.membership.user)


@router.patch("/me", **writing({200: MeOut}, may=None, conflicts=True))
def correct_me(request: Request, partnership: Slug, said: MeIn) -> HttpResponse:
    """Correct it; the name is changed wherever it stands. Observers, whose tokens only read, do it on screen."""
    user, here = request.scope.membership.user, request.scope.partnership
    person = person_of_user(here, user)
    correct_oneself(
        partnership=here,
        user=user,
        name=user.display_name if said.name is None else said.name,
        email=user.email if said.email is None else said.email,
        phone=(person.phone if person else "") if said.phone is None else said.phone,
        by=actor_of(request),
        now=timezone.now(),
    )
    user.refresh_from_db()
    return _me(request, user)


@router.get("/me/held", **reading({200: HeldList}))
def read_what_is_held(request: Request, partnership: Slug) -> HttpResponse:
    """Everything that is held about oneself, and what stands in the way of erasing it."""
    return held_answer(request, human_of_user(request.scope.partnership, request.scope.membership.user))


@router.post("/me/erase", **writing({204: None}, may=None, conflicts=True))
def erase_me(request: Request, partnership: Slug, said: SureIn) -> HttpResponse:
    """Erase everything about oneself here, this token too. It cannot be undone. 409 tells what stands in the way."""
    scope = request.scope
    human = human_of_user(scope.partnership, scope.membership.user)
    erase(partnership=scope.partnership, human=human, by=replace(actor_of(request), token=""), now=timezone.now())
    return answer(None)


erase_me.keeps_no_answer = True


def _me(request: Request, user: User) -> HttpResponse:
    here = request.scope.partnership
    person, human = person_of_user(here, user), human_of_user(here, user)
    value = {
        "name": user.display_name,
        "username": user.username,
        "email": user.email,
        "phone": person.phone if person else "",
        "person": person.pk if person else None,
        "keep_until": person.keep_until if person else None,
        "is_whole": human.is_whole,
    }
    return answer(value, headers=UNKEPT)
