"""How often the parties agree, and the activities behind each number."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from brobygger.contributions.permissions import may_claim
from brobygger.contributions.presenters.agreement import agreement_view, asked_in, behind_view
from brobygger.contributions.queries.agreement import agreement_of, listed
from brobygger.designsystem.rules.sent import ID_DIGITS, number_in
from brobygger.partnerships.queries import partner_organisations


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The layers, how often both have answered, and how often they say the same."""
    partnership = request.scope.partnership
    parties = partner_organisations(partnership)
    found, layers = agreement_of(partnership, parties)
    view = agreement_view(partnership, parties, found, layers)
    return render(request, "contributions/agreement.html", {"agreement": view, "may_claim": may_claim(request.scope)})


@require_safe
def behind(request: HttpRequest) -> HttpResponse:
    """The activities behind one of the numbers."""
    partnership = request.scope.partnership
    asked = asked_in(request.GET)
    if asked is None:
        raise Http404
    parties = partner_organisations(partnership)
    found = listed(partnership, parties, asked, below=number_in(request.GET.get("fra"), None, digits=ID_DIGITS))
    return render(
        request, "contributions/behind.html", {"list": behind_view(partnership, parties, asked, request.GET, found)}
    )
