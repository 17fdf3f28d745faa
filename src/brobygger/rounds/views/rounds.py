"""The list of rounds, opening one, and the year at a glance."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.rounds.actions.opening import RoundRefused, cancel_round, move_days, open_round
from brobygger.rounds.decorators import those_who_open
from brobygger.rounds.forms import MoveForm, OpenForm, ReasonForm
from brobygger.rounds.models import ReportingRound
from brobygger.rounds.permissions import may_open
from brobygger.rounds.presenters.meanwhile import meanwhile_of
from brobygger.rounds.presenters.status import day_rows, event_rows, round_rows
from brobygger.rounds.presenters.words import refusal_in_words, round_label
from brobygger.rounds.presenters.worklist import dispute_rows
from brobygger.rounds.queries.review import disputes_in
from brobygger.rounds.queries.rounds import areas_to_open, events_of, reported_only, rounds_of, years_to_open
from brobygger.rounds.rules.kinds import RoundState
from brobygger.rounds.rules.workflow import StepRefused
from brobygger.rounds.views.found import actor, area_rows_of, seen, the_round


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds there are."""
    rows = round_rows(rounds_of(request.scope.partnership), request.scope.partnership.slug)
    return render(request, "rounds/list.html", {"rows": rows, "may_open": may_open(request.scope)})


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_open
@sent_once
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a round."""
    partnership = request.scope.partnership
    today = timezone.localdate()
    years = years_to_open(partnership, today.year)
    areas = areas_to_open(partnership)
    wanted = request.POST.get("year") or request.GET.get("aar", "")
    year = int(wanted) if wanted in map(str, years) else next(iter(years), today.year)
    form = OpenForm(
        request.POST or None,
        years=years,
        areas=areas,
        indicators=reported_only(partnership, year),
        initial={
            "year": year,
            "areas": [area.pk for area in areas],
            "submission_due": today + timedelta(days=21),
            "review_due": today + timedelta(days=35),
            "adoption_due": today + timedelta(days=56),
        },
    )
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["areas"])
        try:
            made = open_round(
                partnership=partnership,
                year=form.cleaned_data["year"],
                days=form.days,
                areas=[area for area in areas if area.pk in chosen],
                asked=form.asked,
                by=actor(request),
                now=timezone.now(),
            )
        except RoundRefused:
            form.add_error("year", _("Det er allerede en runde for dette året."))
        else:
            messages.success(request, _("Runden er åpnet. Prosjektlederne har fått varsel."))
            return redirect("rounds:status", partnership=partnership.slug, year=made.year)
    return render(request, "rounds/open.html", {"form": form, "years": years}, status=422 if form.errors else 200)


@require_safe
def status(request: HttpRequest, year: int) -> HttpResponse:
    """The year at a glance, for everybody in the partnership."""
    return _status(request, the_round(request, year))


def _status(
    request: HttpRequest,
    round_: ReportingRound,
    *,
    days: MoveForm | None = None,
    reason: ReasonForm | None = None,
    problem: str = "",
    code: int = 200,
) -> HttpResponse:
    partnership = request.scope.partnership
    today = timezone.localdate()
    is_open = round_.state == RoundState.OPEN
    context = {
        "round": round_,
        "state": round_label(round_.state),
        "is_open": is_open,
        "days": day_rows(round_, today),
        "rows": area_rows_of(request, round_),
        "disputes": [row for row in dispute_rows(disputes_in(round_), partnership.slug) if row.is_open],
        "meanwhile": meanwhile_of(round_),
        "events": event_rows(events_of(round_), partnership.slug),
        "may_open": may_open(request.scope),
        "move": days
        or MoveForm(initial={name: getattr(round_, name) for name in ("submission_due", "review_due", "adoption_due")}),
        "cancel": reason or ReasonForm(mark="avlys"),
        "problem": problem,
    }
    return render(request, "rounds/status.html", context, status=code)


@require_POST
@those_who_open
def move(request: HttpRequest, year: int) -> HttpResponse:
    """Set other days."""
    round_ = the_round(request, year)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _status(request, round_, days=form, code=422)
    try:
        move_days(
            round_=round_,
            days=form.days,
            seen=seen(request),
            reason=form.cleaned_data["reason"],
            by=actor(request),
            now=timezone.now(),
        )
    except StepRefused as refused:
        return _status(request, the_round(request, year), days=form, problem=refusal_in_words(refused.why), code=409)
    messages.success(request, _("Fristene er flyttet."))
    return redirect("rounds:status", partnership=request.scope.partnership.slug, year=year)


@require_POST
@those_who_open
def cancel(request: HttpRequest, year: int) -> HttpResponse:
    """Call a round off."""
    round_ = the_round(request, year)
    form = ReasonForm(request.POST, mark="avlys")
    if not form.is_valid():
        return _status(request, round_, reason=form, code=422)
    try:
        cancel_round(
            round_=round_,
            seen=seen(request),
            reason=form.cleaned_data["reason"],
            by=actor(request),
            now=timezone.now(),
        )
    except StepRefused as refused:
        return _status(request, the_round(request, year), reason=form, problem=refusal_in_words(refused.why), code=409)
    messages.success(request, _("Runden er avlyst."))
    return redirect("rounds:status", partnership=request.scope.partnership.slug, year=year)
