"""Handing over what is somebody's."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.people.actions.hand_over import ChangedSinceSeen, NotToOneself, hand_back, hand_over, parts
from brobygger.people.actions.people import person_for
from brobygger.people.decorators import those_who_look_after
from brobygger.people.models import Person
from brobygger.people.permissions import may_hand_over
from brobygger.people.presenters.handing import chosen_of, hand_over_page
from brobygger.people.presenters.person import address_of
from brobygger.people.queries.people import (
    hand_over_of,
    held_by,
    other_members,
    person_of,
    unfinished_count,
)


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Choose what to give, and to whom."""
    partnership = request.scope.partnership
    giver = person_of(partnership, number)
    if giver is None:
        raise Http404
    if not may_hand_over(request.scope, giver):
        raise PermissionDenied
    problem = ""
    members = other_members(partnership, giver.user)
    if request.method == "POST":
        problem = _give(request, giver, members)
        if not problem:
            return redirect(address_of(request.scope, giver))
    page = hand_over_page(
        giver, held_by(giver), parts(), members, request.POST if request.method == "POST" else None,
        unfinished=unfinished_count(partnership, giver.user),
    )  # fmt: skip
    context = {"page": page, "problem": problem, "back": address_of(request.scope, giver)}
    return render(request, "people/hand_over.html", context, status=422 if problem else 200)


@those_who_look_after
@require_POST
@sent_once
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Give back what was handed over."""
    handed = hand_over_of(request.scope.partnership, number)
    if handed is None:
        raise Http404
    try:
        count = hand_back(handed=handed, by=_user(request).as_actor, now=timezone.now())
    except NotToOneself:
        messages.error(request, _("Den som ga dette videre, er slettet. Ingenting er gjort."))
    else:
        messages.success(
            request,
            ngettext("%(count)s rolle er levert tilbake.", "%(count)s roller er levert tilbake.", count)
            % {"count": count},
        )
    return redirect(address_of(request.scope, handed.giver))


def _give(request: HttpRequest, giver: Person, members: list[User]) -> str:
    """What was wrong; empty when it is done."""
    partnership, by, now = request.scope.partnership, _user(request).as_actor, timezone.now()
    taker_id = request.POST.get("mottaker", "")
    to = next((member for member in members if str(member.pk) == taker_id), None)
    contact_ids, chosen = chosen_of(request.POST, parts())
    if to is None:
        return _("Velg hvem som skal overta.")
    if not contact_ids and not any(given.numbers for given in chosen):
        return _("Velg minst én ting å gi videre.")
    try:
        hand_over(
            partnership=partnership,
            giver=giver,
            taker=person_for(partnership=partnership, user=to, by=by, now=now),
            contact_ids=contact_ids,
            chosen=chosen,
            by=by,
            now=now,
        )
    except NotToOneself:
        return _("Velg en annen enn den som har det fra før.")
    except ChangedSinceSeen:
        return _("Noe er endret siden siden ble åpnet. Ingenting er gitt videre. Se over og prøv igjen.")
    messages.success(request, _("Gitt videre til %(name)s.") % {"name": to.display_name})
    return ""


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)
