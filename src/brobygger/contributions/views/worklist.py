"""«Uten vurdering»: what one's party has not answered for; tick, see which, and answer the same for all of them."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.contributions.actions.claims import claim
from brobygger.contributions.decorators import those_who_speak
from brobygger.contributions.forms import ClaimForm
from brobygger.contributions.permissions import party_of
from brobygger.contributions.presenters.words import office_of
from brobygger.contributions.presenters.worklist import activity_lines, wanted_in, worklist_view
from brobygger.contributions.queries.worklist import AT_ONCE, all_unanswered, chosen
from brobygger.contributions.queries.worklist import unanswered as unanswered_of
from brobygger.designsystem.rules.sent import ID_DIGITS, number_in
from brobygger.organisations.models import Organisation
from brobygger.portfolio.models import Activity


@require_safe
@those_who_speak
def unanswered(request: HttpRequest) -> HttpResponse:
    """A page of what one's party has not answered for."""
    scope, party = request.scope, _party(request)
    wanted, area = wanted_in(scope, request.GET)
    found = unanswered_of(
        scope.partnership, party, wanted, below=number_in(request.GET.get("fra"), None, digits=ID_DIGITS)
    )
    return render(request, "contributions/unanswered.html", {"list": worklist_view(scope, party, wanted, area, found)})


@those_who_speak
@require_POST
@sent_once
def answer(request: HttpRequest) -> HttpResponse:
    """See which activities were ticked, and answer for all of them; nothing is saved before the second question is."""
    scope, party = request.scope, _party(request)
    activities = _chosen(request, party)
    is_answer = request.POST.get("steg") == "svar"
    form = ClaimForm(request.POST) if is_answer else ClaimForm()
    if not activities or not is_answer or not form.is_valid():
        status = 422 if is_answer and activities else 200
        context = {
            "activities": activity_lines(scope.partnership, activities),
            "ids": [activity.pk for activity in activities],
            "form": form,
            "party": party.name,
            "count": len(activities),
            "is_capped": len(activities) == AT_ONCE,
        }
        return render(request, "contributions/answer.html", context, status=status)
    said = claim(
        partnership=scope.partnership,
        activity_ids=[activity.pk for activity in activities],
        party=party,
        statement=form.statement(office_of(scope)),
        by=cast(User, request.user).as_actor,
        now=timezone.now(),
    )
    done = ngettext(
        "Svaret er lagret for %(count)s aktivitet.", "Svaret er lagret for %(count)s aktiviteter.", len(said)
    )
    messages.success(request, done % {"count": len(said)} if said else _("Alt dette var svart fra før."))
    return redirect("contributions:unanswered", partnership=scope.partnership.slug)


def _chosen(request: HttpRequest, party: Organisation) -> list[Activity]:
    """The ticked ones; all that the filter finds when «alle» was pressed."""
    if request.POST.get("alle"):
        wanted, _area = wanted_in(request.scope, request.POST)
        return all_unanswered(request.scope.partnership, party, wanted)
    ids = [
        number
        for text in request.POST.getlist("valgt")[:AT_ONCE]
        if (number := number_in(text, None, digits=ID_DIGITS)) is not None
    ]
    return chosen(request.scope.partnership, ids)


def _party(request: HttpRequest) -> Organisation:
    """Who the member speaks for; nobody else comes this far (`those_who_speak`)."""
    return cast(Organisation, party_of(request.scope))
