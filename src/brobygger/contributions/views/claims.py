"""A party answers for one activity. Whoever has no JavaScript comes back to the page of the activity, at the answer."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brobygger.accounts.decorators import done_at, sent_once
from brobygger.accounts.models import User
from brobygger.contributions.actions.claims import claim
from brobygger.contributions.forms import ClaimForm
from brobygger.contributions.permissions import party_of
from brobygger.contributions.presenters.panel import judged
from brobygger.contributions.presenters.words import office_of
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.editing import entry_named


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def activity(request: HttpRequest, slug: str) -> HttpResponse:
    """What the parties say of an activity, with all they have said before; and where an answer is sent."""
    entry = entry_named(request.scope.partnership, slug)
    if entry is None:
        raise Http404
    if request.method != "POST":
        return _page(request, entry)
    party = party_of(request.scope)
    if party is None:
        raise PermissionDenied
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    new = claim(
        partnership=request.scope.partnership,
        activity_ids=[entry.pk],
        party=party,
        statement=form.statement(office_of(request.scope)),
        by=cast(User, request.user).as_actor,
        now=timezone.now(),
    )
    done = _("Svaret er lagret.") if new else _("Dette var svaret fra før. Ingenting er endret.")
    if _wants_part(request):
        return done_at(_page(request, entry, done=done), request.path)
    messages.success(request, done)
    response = redirect("portfolio:activity", partnership=request.scope.partnership.slug, slug=entry.slug)
    response["Location"] += "#bidrag"
    return response


def _page(
    request: HttpRequest, entry: Activity, tried: ClaimForm | None = None, *, done: str = "", status: int = 200
) -> HttpResponse:
    template = "contributions/_judged.html" if _wants_part(request) else "contributions/activity.html"
    view = judged(request.scope, entry, tried=tried, done=done)
    return render(request, template, {"activity": entry, "judged": view, "form": tried}, status=status)


def _wants_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
