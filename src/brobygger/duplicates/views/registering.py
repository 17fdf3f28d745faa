"""«Er det en av disse?»: what is registered already, while somebody writes a title."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.dates.rules import UNKNOWN, DateRefused, read_date
from brobygger.designsystem.rules.sent import text_in
from brobygger.duplicates.presenters.alike import alike_rows
from brobygger.duplicates.queries.twins import twins_of
from brobygger.duplicates.rules.records import Record
from brobygger.duplicates.views.pairs import user_of
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.register import Registrar
from brobygger.portfolio.actions.register import join as join_entry
from brobygger.portfolio.decorators import writers_only
from brobygger.portfolio.queries.editing import entry_named
from brobygger.portfolio.rules.drafts import TITLE_LENGTH
from brobygger.portfolio.rules.kinds import Kind, Standing

SHORTEST_TITLE = 4
SHOWN = 3


@writers_only
@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """Up to three entries that may be what is being registered, with why, and three answers to each."""
    partnership: Partnership = request.scope.partnership
    title = " ".join(request.GET.get("title", "").replace("\x00", " ").split())[:TITLE_LENGTH]
    rows = []
    if len(title) >= SHORTEST_TITLE:
        kind = request.GET.get("kind", "")
        record = Record(
            id="",
            title=title,
            kind=kind.replace("_", " ") if kind in set(Kind) else "",
            start_year=_year(request.GET.get("when", "")),
        )
        [found] = twins_of(partnership, [record], at_most=SHOWN)
        rows = alike_rows(found, partnership.slug, request.GET)
    return render(request, "duplicates/_alike.html", {"rows": rows})


def _year(text: str) -> int | None:
    """The year of a date as somebody is writing it; None while it is none."""
    try:
        written = read_date(text[:40])
    except DateRefused:
        return None
    return int(written[:4]) if written and written != UNKNOWN else None


@writers_only
@require_POST
@sent_once
def join(request: HttpRequest) -> HttpResponse:
    """What somebody was about to register is there already: they join it, under the title they would have given it."""
    partnership: Partnership = request.scope.partnership
    activity = entry_named(partnership, text_in(request.POST.get("med"), at_most=TITLE_LENGTH))
    if activity is not None and activity.merged_into is not None:
        activity = activity.merged_into
    if activity is None or activity.standing != Standing.REGISTERED:
        messages.error(request, _("Den aktiviteten er ikke i registeret lenger. Ingenting er gjort."))
        return redirect("portfolio:register", partnership=partnership.slug)
    joined = join_entry(
        partnership=partnership,
        activity=activity,
        title=" ".join(text_in(request.POST.get("title"), at_most=TITLE_LENGTH).split()) or activity.title,
        registrar=Registrar(request.scope.membership.organisation_id),
        by=user_of(request).as_actor,
        now=timezone.now(),
    )
    messages.success(
        request,
        _("Du er med på «%(title)s». Den telles én gang.") % {"title": activity.title}
        if joined
        else _("Du var med på «%(title)s» fra før.") % {"title": activity.title},
    )
    return redirect("portfolio:activity", partnership=partnership.slug, slug=activity.slug)
