"""The queue of pairs, and deciding about one."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.designsystem.rules.sent import number_in, text_in
from brobygger.duplicates.actions.compare import propose_pair
from brobygger.duplicates.actions.decide import DecidedMeanwhile, Related, decide
from brobygger.duplicates.models import Pair
from brobygger.duplicates.permissions import may_decide
from brobygger.duplicates.presenters.merging import further_rows
from brobygger.duplicates.presenters.pairs import figures, pair_page, queue_page, relation_choices
from brobygger.duplicates.queries.chains import AT_MOST as CHOSEN_AT_MOST
from brobygger.duplicates.queries.chains import further_of, others_of
from brobygger.duplicates.queries.consents import also_said, consents_of
from brobygger.duplicates.queries.counts import counts_of
from brobygger.duplicates.queries.queue import entries_of, pair_numbered
from brobygger.duplicates.queries.queue import queue as queue_of
from brobygger.duplicates.rules.decisions import Decision
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import partner_organisations
from brobygger.portfolio.actions.change import ChangedMeanwhile
from brobygger.portfolio.actions.register import RegistrationRefused
from brobygger.portfolio.decorators import writers_only
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.changes import Words
from brobygger.portfolio.presenters.editing import fault_in_words
from brobygger.portfolio.queries.editing import entry_named, form_reading, slugs_of
from brobygger.portfolio.rules.drafts import TITLE_LENGTH
from brobygger.portfolio.rules.kinds import RelationKind, Standing

NOTE_LENGTH = 2000


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What may be registered twice, the most important first, and how much is counted once."""
    partnership: Partnership = request.scope.partnership
    decided = request.GET.get("vis") == "avgjort"
    address = reverse("duplicates:queue", kwargs={"partnership": partnership.slug})
    found = queue_of(partnership, decided=decided, page=number_in(request.GET.get("side"), 1))
    sides = [each.name for each in sorted(partner_organisations(partnership), key=lambda each: each.pk)]
    context = {
        "page": queue_page(found, address, Addresses(partnership.slug), decided=decided),
        "figures": figures(counts_of(partnership), sides),
        "decided": decided,
    }
    return render(request, "duplicates/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def pair(request: HttpRequest, number: int) -> HttpResponse:
    """Two entries side by side, why they look alike, and what one can decide."""
    partnership: Partnership = request.scope.partnership
    found = pair_numbered(partnership, number)
    if found is None:
        raise Http404
    problem = ""
    if request.method == "POST" and may_decide(request.scope):
        answer = request.POST.get("svar", "")
        if answer == "samme":
            # Told also when none is ticked: then none is meant, whatever was said before.
            further = urlencode([("med", slug) for slug in request.POST.getlist("med")[:CHOSEN_AT_MOST] or [""]])
            address = reverse("duplicates:merge", kwargs={"partnership": partnership.slug, "number": number})
            return redirect(f"{address}?{further}")
        related, problem = _related(request, found)
        if not problem:
            return _decide(request, found, related)
    one, other = entries_of([found.one_id, found.other_id])
    is_asked = may_decide(request.scope) and found.is_open and _both_registered(found)
    ticked = request.POST.getlist("med") if request.method == "POST" else also_said(found)
    context = {
        "pair": found,
        "page": pair_page(found, (one, other), words_of(partnership)),
        "further": further_rows(further_of(found), ticked) if is_asked else [],
        "one_url": Addresses(partnership.slug).activity(found.one.slug),
        "other_url": Addresses(partnership.slug).activity(found.other.slug),
        "others": others_of(found),
        "consents": consents_of(found),
        "relations": relation_choices(),
        "may_decide": is_asked,
        "problem": problem,
        "posted": request.POST,
    }
    return render(request, "duplicates/pair.html", context, status=422 if problem else 200)


def _both_registered(found: Pair) -> bool:
    return found.one.standing == Standing.REGISTERED and found.other.standing == Standing.REGISTERED


def _related(request: HttpRequest, found: Pair) -> tuple[Related | None, str]:
    """How the two are related, when that is what was answered; or what is missing from the answer."""
    answer, how = request.POST.get("svar", ""), request.POST.get("hvordan", "")
    if answer == "ulik":
        return None, ""
    if answer != "slekt":
        return None, _("Velg hva de to er.")
    if how.removeprefix("-") not in set(RelationKind):
        return None, _("Si hvordan de to er i slekt.")
    first, second = found.one.slug, found.other.slug
    of, to = (second, first) if how.startswith("-") else (first, second)
    return Related(RelationKind(how.removeprefix("-")), of, to), ""


def _decide(request: HttpRequest, found: Pair, related: Related | None) -> HttpResponse:
    partnership: Partnership = request.scope.partnership
    try:
        decide(
            partnership=partnership,
            pair=found,
            decision=Decision.RELATED if related else Decision.DIFFERENT,
            related=related,
            note=text_in(request.POST.get("merknad"), at_most=NOTE_LENGTH),
            by=user_of(request).as_actor,
            now=timezone.now(),
        )
    except (DecidedMeanwhile, ChangedMeanwhile):
        messages.error(request, _("Noen andre har gjort noe med disse to i mellomtiden. Ingenting er gjort nå."))
    except RegistrationRefused as refused:
        messages.error(request, fault_in_words(refused))
        return redirect("duplicates:pair", partnership=partnership.slug, number=found.pk)
    else:
        messages.success(
            request, _("Notert. Dere blir ikke spurt om disse to igjen, med mindre en av dem endrer seg mye.")
        )
    return redirect("duplicates:queue", partnership=partnership.slug)


@writers_only
@require_POST
@sent_once
def propose(request: HttpRequest) -> HttpResponse:
    """Say that an activity may be the same as another one, which the finder has not seen."""
    partnership: Partnership = request.scope.partnership
    slug = text_in(request.POST.get("aktivitet"), at_most=TITLE_LENGTH)
    text = text_in(request.POST.get("annen"), at_most=TITLE_LENGTH)
    activity = entry_named(partnership, slug)
    if activity is None or activity.standing != Standing.REGISTERED:
        raise Http404
    other_slug = slugs_of(partnership, [text]).get(text, "")
    other = entry_named(partnership, other_slug) if other_slug else None
    if other is None or other.pk == activity.pk or other.standing != Standing.REGISTERED:
        messages.error(request, _("Fant ingen annen aktivitet som heter «%(title)s».") % {"title": text})
        return redirect("portfolio:activity", partnership=partnership.slug, slug=slug)
    made = propose_pair(partnership=partnership, one=activity, other=other, now=timezone.now())
    return redirect("duplicates:pair", partnership=partnership.slug, number=made.pk)


def words_of(partnership: Partnership) -> Words:
    """What turns the values of this partnership's activities into words."""
    reading = form_reading(partnership, (get_language() or "nb")[:2])
    return Words(reading.names, dict(reading.areas), reading.disciplines)


def user_of(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far."""
    return cast(User, request.user)
