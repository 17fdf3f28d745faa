"""Where coordinators open forms to those outside, and close them."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.accounts.decorators import done_at, sent_once
from brobygger.accounts.models import User
from brobygger.audit.rules import Actor
from brobygger.suggestions.actions.links import TooManyLinks, give_link, open_public_form, renew_link, turn
from brobygger.suggestions.decorators import those_who_decide
from brobygger.suggestions.forms import LinkForm
from brobygger.suggestions.models import FormLink
from brobygger.suggestions.presenters.suggestions import link_rows
from brobygger.suggestions.queries import link_of, links_of, organisations_of
from brobygger.suggestions.rules.kinds import FormKind


@never_cache
@those_who_decide
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def forms(request: HttpRequest) -> HttpResponse:
    """The forms there are; and where a partner gets one."""
    partnership = request.scope.partnership
    form = LinkForm(request.POST if request.method == "POST" else None, organisations=organisations_of(partnership))
    if request.method == "POST" and form.is_valid():
        try:
            link, token = give_link(
                partnership=partnership, organisation=form.chosen, by=_actor(request), now=timezone.now()
            )
        except TooManyLinks:
            form.add_error(None, _("Det er nok lenker her. Slå av en eller lag ny lenke for en som finnes."))
        else:
            return done_at(_shown_once(request, link, token), request.path, has_secret=True)
    rows = link_rows(request.scope, links_of(partnership))
    context = {"rows": rows, "form": form, "has_public": any(row.is_public for row in rows)}
    return render(request, "suggestions/forms.html", context, status=422 if form.errors else 200)


@those_who_decide
@require_POST
def open_public(request: HttpRequest) -> HttpResponse:
    """Open the form for everybody."""
    open_public_form(partnership=request.scope.partnership, by=_actor(request), now=timezone.now())
    messages.success(request, _("Skjemaet er åpent for alle."))
    return redirect("suggestions:forms", partnership=request.scope.partnership.slug)


@those_who_decide
@require_POST
def switch(request: HttpRequest, number: int) -> HttpResponse:
    """Turn one on or off."""
    is_on = request.POST.get("paa") == "1"
    turn(link=_link(request, number), is_on=is_on, by=_actor(request), now=timezone.now())
    messages.success(request, _("Skjemaet er slått på.") if is_on else _("Skjemaet er slått av."))
    return redirect("suggestions:forms", partnership=request.scope.partnership.slug)


@never_cache
@those_who_decide
@require_POST
def renew(request: HttpRequest, number: int) -> HttpResponse:
    """A new secret link; the old one leads nowhere."""
    link = _link(request, number)
    if link.kind != FormKind.PARTNER:
        raise Http404
    return _shown_once(request, link, renew_link(link=link, by=_actor(request), now=timezone.now()))


def _shown_once(request: HttpRequest, link: FormLink, token: str) -> HttpResponse:
    address = reverse("tips:partner", kwargs={"to": request.scope.partnership.slug, "token": token})
    context = {"name": link.organisation, "address": request.build_absolute_uri(address)}
    return render(request, "suggestions/link.html", context)


def _link(request: HttpRequest, number: int) -> FormLink:
    link = link_of(request.scope.partnership, number)
    if link is None:
        raise Http404
    return link


def _actor(request: HttpRequest) -> Actor:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user).as_actor
