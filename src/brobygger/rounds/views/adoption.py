"""The steering group's adoption, written down by a coordinator on its behalf."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.accounts.decorators import sent_once
from brobygger.rounds.actions.adopt import adopt_round, undo_adoption
from brobygger.rounds.decorators import those_who_open
from brobygger.rounds.forms import AdoptForm, ReasonForm
from brobygger.rounds.models import ReportingRound
from brobygger.rounds.presenters.meanwhile import meanwhile_of
from brobygger.rounds.presenters.words import refusal_in_words
from brobygger.rounds.presenters.worklist import dispute_rows
from brobygger.rounds.queries.review import disputes_in
from brobygger.rounds.queries.rounds import decisions_of
from brobygger.rounds.rules.kinds import RoundState, Stage
from brobygger.rounds.rules.workflow import StepRefused
from brobygger.rounds.views.found import actor, area_rows_of, seen, the_round


@require_http_methods(["GET", "HEAD", "POST"])
def adoption(request: HttpRequest, year: int) -> HttpResponse:
    """What is left before the year can be adopted; and adopting it."""
    round_ = the_round(request, year)
    if request.method != "POST":
        return _page(request, round_)
    return _adopt(request, year=year)


@those_who_open
@sent_once
def _adopt(request: HttpRequest, year: int) -> HttpResponse:
    round_ = the_round(request, year)
    form = _form(request, round_)
    if not form.is_valid():
        return _page(request, round_, form=form, code=422)
    try:
        adopt_round(
            round_=round_,
            seen=seen(request),
            decision=form.decided,
            words=_("Rapportering for %(year)s") % {"year": year},
            leave_out_disputed=form.cleaned_data.get("leave_out", False),
            by=actor(request),
            now=timezone.now(),
        )
    except StepRefused as refused:
        again = the_round(request, year)
        return _page(request, again, form=_form(request, again), problem=refusal_in_words(refused.why), code=409)
    messages.success(request, _("Året er vedtatt."))
    return redirect("rounds:status", partnership=request.scope.partnership.slug, year=year)


@require_POST
@those_who_open
@sent_once
def undo(request: HttpRequest, year: int) -> HttpResponse:
    """Take the adoption back."""
    round_ = the_round(request, year)
    form = ReasonForm(request.POST, mark="gjor-om")
    if not form.is_valid():
        return _page(request, round_, reason=form, code=422)
    try:
        undo_adoption(
            round_=round_, seen=seen(request), reason=form.cleaned_data["reason"], by=actor(request), now=timezone.now()
        )
    except StepRefused as refused:
        return _page(request, the_round(request, year), reason=form, problem=refusal_in_words(refused.why), code=409)
    messages.success(request, _("Vedtaket er gjort om. Godkjenningene står."))
    return redirect("rounds:status", partnership=request.scope.partnership.slug, year=year)


def _form(request: HttpRequest, round_: ReportingRound) -> AdoptForm:
    return AdoptForm(
        request.POST or None,
        decisions=decisions_of(request.scope.partnership),
        has_disputes=any(not each.outcome for each in disputes_in(round_)),
    )


def _page(
    request: HttpRequest,
    round_: ReportingRound,
    *,
    form: AdoptForm | None = None,
    reason: ReasonForm | None = None,
    problem: str = "",
    code: int = 200,
) -> HttpResponse:
    disputes = dispute_rows(disputes_in(round_), request.scope.partnership.slug)
    context = {
        "round": round_,
        "rows": area_rows_of(request, round_),
        "disputes": [row for row in disputes if row.is_open],
        "meanwhile": meanwhile_of(round_),
        "is_ready": all(each.stage == Stage.APPROVED for each in round_.submissions.all()),
        "is_adopted": round_.state == RoundState.ADOPTED,
        "is_open": round_.state == RoundState.OPEN,
        "may_adopt": request.scope.membership.role == "coordinator",
        "form": form or (_form(request, round_) if request.method != "POST" else None),
        "undo": reason or ReasonForm(mark="gjor-om"),
        "problem": problem,
    }
    return render(request, "rounds/adoption.html", context, status=code)
