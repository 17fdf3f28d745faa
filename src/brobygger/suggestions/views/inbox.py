"""What those outside have sent, and what coordinators do with it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.designsystem.rules.sent import number_in
from brobygger.portfolio.queries.editing import entry_named, slugs_of
from brobygger.suggestions.actions.decide import DecidedMeanwhile, already_registered, decline, take, take_again
from brobygger.suggestions.decorators import those_who_decide
from brobygger.suggestions.forms import DeclineForm, KnownForm
from brobygger.suggestions.models import Suggestion
from brobygger.suggestions.presenters.suggestions import suggestion_row
from brobygger.suggestions.queries import inbox as inbox_of
from brobygger.suggestions.queries import suggestion_of, waiting_count


@those_who_decide
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits, or what was decided."""
    partnership = request.scope.partnership
    decided = request.GET.get("vis") == "avgjort"
    page = inbox_of(
        partnership,
        waiting=not decided,
        number=number_in(request.GET.get("side"), 1),
    )
    context = {
        "page": page,
        "rows": [suggestion_row(request.scope, each) for each in page.object_list],
        "decided": decided,
        "waiting": waiting_count(partnership),
    }
    return render(request, "suggestions/inbox.html", context)


@those_who_decide
@require_safe
def suggestion(request: HttpRequest, number: int) -> HttpResponse:
    """One of them, and what can be done with it."""
    return _page(request, _suggestion(request, number))


@those_who_decide
@require_POST
@sent_once
def take_up(request: HttpRequest, number: int) -> HttpResponse:
    """Begin to register it."""
    found = _suggestion(request, number)
    try:
        form = take(suggestion=found, user=_user(request), now=timezone.now())
    except DecidedMeanwhile as meanwhile:
        return _told(request, found, meanwhile)
    messages.success(request, _("Tipset er lagt inn i en kladd. Resten av teksten står på tipset."))
    slug = request.scope.partnership.slug
    return redirect(reverse("portfolio:register", kwargs={"partnership": slug}) + f"?kladd={form.pk}")


@those_who_decide
@require_POST
@sent_once
def say_no(request: HttpRequest, number: int) -> HttpResponse:
    """Decline it, with a reason."""
    found = _suggestion(request, number)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, no=form)
    try:
        decline(suggestion=found, reason=form.cleaned_data["reason"], by=_user(request).as_actor, now=timezone.now())
    except DecidedMeanwhile as meanwhile:
        return _told(request, found, meanwhile)
    messages.success(request, _("Tipset er avslått."))
    return redirect("suggestions:inbox", partnership=request.scope.partnership.slug)


@those_who_decide
@require_POST
@sent_once
def is_known(request: HttpRequest, number: int) -> HttpResponse:
    """It is registered already."""
    found, partnership = _suggestion(request, number), request.scope.partnership
    form = KnownForm(request.POST)
    if not form.is_valid():
        return _page(request, found, known=form)
    text = " ".join(form.cleaned_data["activity"].split())
    slug = slugs_of(partnership, [text]).get(text)
    activity = entry_named(partnership, slug) if slug else None
    if activity is None:
        form.add_error(
            "activity",
            _("Ingen aktivitet heter akkurat det, eller flere gjør det. Skriv tittelen slik den står i registeret."),
        )
        return _page(request, found, known=form)
    try:
        already_registered(suggestion=found, activity=activity, by=_user(request).as_actor, now=timezone.now())
    except DecidedMeanwhile as meanwhile:
        return _told(request, found, meanwhile)
    messages.success(request, _("Notert: tipset er registrert som «%(title)s».") % {"title": activity.title})
    return redirect("suggestions:inbox", partnership=partnership.slug)


@those_who_decide
@require_POST
def put_back(request: HttpRequest, number: int) -> HttpResponse:
    """Put it back among what waits."""
    found = _suggestion(request, number)
    if take_again(suggestion=found, by=_user(request).as_actor, now=timezone.now()):
        messages.success(request, _("Tipset venter igjen."))
    return redirect("suggestions:suggestion", partnership=request.scope.partnership.slug, number=found.pk)


def _page(
    request: HttpRequest, found: Suggestion, *, no: DeclineForm | None = None, known: KnownForm | None = None
) -> HttpResponse:
    tried = no or known
    context = {
        "row": suggestion_row(request.scope, found),
        "no": no or DeclineForm(),
        "known": known or KnownForm(),
        "tried": tried,
    }
    return render(request, "suggestions/suggestion.html", context, status=422 if tried else 200)


def _told(request: HttpRequest, found: Suggestion, meanwhile: DecidedMeanwhile) -> HttpResponse:
    """Somebody else was first: say who, and show what they decided."""
    messages.error(
        request, _("%(name)s har allerede avgjort dette tipset. Ingenting er gjort.") % {"name": meanwhile.by}
    )
    return redirect("suggestions:suggestion", partnership=request.scope.partnership.slug, number=found.pk)


def _suggestion(request: HttpRequest, number: int) -> Suggestion:
    found = suggestion_of(request.scope.partnership, number)
    if found is None:
        raise Http404
    return found


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)
