"""Opening forms to those outside, and closing them. Filling one in has no call: see `views/suggestions.py`."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.suggestions import FormIn, FormList, FormOut, FormSwitch, NewForm
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.organisations.queries import party_names
from brobygger.suggestions.actions.links import give_link, open_public_form, renew_link, turn
from brobygger.suggestions.models import FormLink
from brobygger.suggestions.permissions import may_decide
from brobygger.suggestions.queries import links_of, organisations_of
from brobygger.suggestions.rules.kinds import FormKind

router = Router(tags=["Suggestion forms"])
ALL = "/suggestion-forms"
ONE = f"{ALL}/{{int:number}}"
NEED = ApiScope.COORDINATE


@router.get(ALL, **reading({200: FormList}, may=may_decide, need=NEED))
def list_forms(request: Request, partnership: Slug) -> HttpResponse:
    """The forms there are."""
    return answer({"items": [_as_json(request, each) for each in links_of(request.scope.partnership)]})


@router.post(ALL, **writing({201: NewForm}, may=may_decide, need=NEED, conflicts=True))
def open_form(request: Request, partnership: Slug, said: FormIn) -> HttpResponse:
    """Open the form for everybody, or give a partner a secret link, which is told only in this answer."""
    here, by, now = request.scope.partnership, actor_of(request), timezone.now()
    if said.organisation is None:
        link = open_public_form(partnership=here, by=by, now=now)
        return answer(_as_json(request, _form(request, link.pk)), status=201)
    try:
        party = party_names(here.directory_id).find(said.organisation)
    except LookupError:
        party = None
    found = next(
        (each for each in organisations_of(here) if party and not party.unit_id and each.pk == party.organisation_id),
        None,
    )
    if found is None:
        fault = FieldFault("organisation", "unknown", f"No one organisation is «{said.organisation}».")
        raise Refusal(Fault.INVALID, errors=[fault])
    link, token = give_link(partnership=here, organisation=found, by=by, now=now)
    return _told_once(request, link, token, status=201)


@router.patch(ONE, **writing({200: FormOut}, may=may_decide, need=NEED))
def switch(request: Request, partnership: Slug, number: Number, said: FormSwitch) -> HttpResponse:
    """Turn a form on or off. What was sent stays."""
    turn(link=_form(request, number), is_on=said.is_on, by=actor_of(request), now=timezone.now())
    return answer(_as_json(request, _form(request, number)))


@router.post(f"{ONE}/renew", **writing({200: NewForm}, may=may_decide, need=NEED, conflicts=True))
def renew(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """A new secret link; the old one leads nowhere. It is told only in this answer."""
    link = _form(request, number)
    if link.kind != FormKind.PARTNER:
        raise Refusal(Fault.CONFLICT, "The form for everybody has no secret link.")
    token = renew_link(link=link, by=actor_of(request), now=timezone.now())
    return _told_once(request, link, token)


# With a key the answer would be kept, and the secret with it.
open_form.keeps_no_answer = renew.keeps_no_answer = True


def _form(request: Request, number: int) -> FormLink:
    found = next((each for each in links_of(request.scope.partnership) if each.pk == number), None)
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    return found


def _told_once(request: Request, link: FormLink, token: str, *, status: int = 200) -> HttpResponse:
    place = reverse("tips:partner", kwargs={"to": request.scope.partnership.slug, "token": token})
    value = {**_as_json(request, _form(request, link.pk)), "address": request.build_absolute_uri(place)}
    return answer(value, status=status, headers={"Cache-Control": "no-store"})


def _as_json(request: Request, link: FormLink) -> dict[str, Any]:
    public = reverse("tips:form", kwargs={"to": request.scope.partnership.slug})
    return {
        "id": link.pk,
        "kind": link.kind,
        "organisation": link.organisation.slug if link.organisation else None,
        "is_on": link.is_on,
        "came": link.came,
        "address": request.build_absolute_uri(public) if link.kind == FormKind.PUBLIC else None,
        "made_at": link.made_at,
        "made_by": link.made_by,
    }
