"""Cases: adding one, changing it, taking it off, what was decided, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.accounts.decorators import sent_once
from brobygger.meetings.actions.deciding import follow_up, record_outcome
from brobygger.meetings.actions.planning import MeetingRefused, add_case, change_case, remove_case
from brobygger.meetings.decorators import those_who_prepare
from brobygger.meetings.forms import CaseForm, FollowUpForm, OutcomeForm, as_it_stands
from brobygger.meetings.models import CaseItem, Meeting
from brobygger.meetings.presenters.meeting import case_view, decision_source, indicator_choices
from brobygger.meetings.presenters.words import refusal_in_words
from brobygger.meetings.queries.meetings import outcome_of, years_of
from brobygger.meetings.rules.kinds import FollowUp, MeetingState, Outcome
from brobygger.meetings.views.found import actor, seen, the_case, the_meeting
from brobygger.meetings.views.meetings import page
from brobygger.results.queries.frameworks import figures_of
from brobygger.rounds.queries.rounds import decisions_of


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_prepare
@sent_once
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A case more."""
    meeting = the_meeting(request, slug)
    form = _form(request, initial={"year": meeting.year})
    if request.method == "POST" and form.is_valid():
        try:
            add_case(meeting=meeting, draft=form.draft, by=actor(request), now=timezone.now())
        except MeetingRefused as refused:
            return _page(request, meeting, form, problem=refusal_in_words(refused.why), code=409)
        messages.success(request, _("Saken er lagt til."))
        return _back(request, meeting)
    return _page(request, meeting, form)


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_prepare
@sent_once
def change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Other words for a case."""
    case = the_case(request, slug, number)
    names = ("title", "text", "proposal", "year", "indicator")
    form = _form(request, initial={name: getattr(case, name) for name in names}, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            change_case(case=case, seen=seen(request), draft=form.draft, by=actor(request), now=timezone.now())
        except MeetingRefused as refused:
            case = the_case(request, slug, number)
            stands = as_it_stands(form, case) if refused.why == "changed" else []
            words = refusal_in_words(refused.why)
            return _page(request, case.meeting, form, case, stands=stands, problem=words, code=409)
        messages.success(request, _("Saken er endret."))
        return _back(request, case.meeting)
    return _page(request, case.meeting, form, case)


@require_POST
@those_who_prepare
@sent_once
def remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a case off."""
    case = the_case(request, slug, number)
    try:
        remove_case(case=case, seen=seen(request), by=actor(request), now=timezone.now())
    except MeetingRefused as refused:
        return page(request, the_meeting(request, slug), problem=refusal_in_words(refused.why), code=409)
    messages.success(request, _("Saken er tatt av lista."))
    return _back(request, case.meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_prepare
@sent_once
def decide(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write down what the meeting decided, or put right what was written."""
    case = the_case(request, slug, number)
    before = outcome_of(case)
    form = OutcomeForm(
        request.POST or None,
        decisions=decisions_of(request.scope.partnership),
        initial={"outcome": before.outcome, "words": before.words} if before else {"words": case.proposal},
    )
    problem, code = "", 200
    if case.meeting.state != MeetingState.HELD:
        problem, code = refusal_in_words("planned"), 200 if request.method != "POST" else 409
    elif request.method == "POST" and form.is_valid():
        try:
            record_outcome(
                case=case,
                seen=seen(request),
                outcome=Outcome(form.cleaned_data["outcome"]),
                words=form.cleaned_data["words"],
                decision=form.chosen,
                source=decision_source(case),
                by=actor(request),
                now=timezone.now(),
            )
        except MeetingRefused as refused:
            problem, code = refusal_in_words(refused.why), 409
            case = the_case(request, slug, number)
        else:
            messages.success(request, _("Vedtaket er ført inn."))
            return _back(request, case.meeting)
    return _said(request, case, "meetings/decide.html", form, problem, 422 if form.errors and code == 200 else code)


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_prepare
@sent_once
def follow(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say what has become of what was decided."""
    case = the_case(request, slug, number)
    form = FollowUpForm(request.POST or None)
    last = outcome_of(case)
    unfit = "undecided" if last is None else "postponed" if last.outcome == Outcome.POSTPONED else ""
    problem, code = refusal_in_words(unfit) if unfit else "", 200
    if request.method == "POST" and form.is_valid():
        try:
            follow_up(
                case=case,
                state=FollowUp(form.cleaned_data["state"]),
                words=form.cleaned_data["words"],
                by=actor(request),
                now=timezone.now(),
            )
        except MeetingRefused as refused:
            problem, code = refusal_in_words(refused.why), 409
        else:
            messages.success(request, _("Oppfølgingen er ført inn."))
            return _back(request, case.meeting)
    return _said(request, case, "meetings/follow.html", form, problem, 422 if form.errors else code)


def _form(request: HttpRequest, initial: dict[str, object], case: CaseItem | None = None) -> CaseForm:
    partnership = request.scope.partnership
    figures = figures_of(partnership, today=timezone.localdate())
    # What a case is about may have left the agreement since; saving it for another reason does not lose it.
    years = {*years_of(partnership), *([case.year] if case and case.year else [])}
    return CaseForm(
        request.POST or None,
        years=sorted(years, reverse=True),
        indicators=indicator_choices(figures, case.indicator if case else ""),
        initial=initial,
    )


def _page(
    request: HttpRequest,
    meeting: Meeting,
    form: CaseForm,
    case: CaseItem | None = None,
    *,
    stands: Sequence[tuple[str, str]] = (),
    problem: str = "",
    code: int = 200,
) -> HttpResponse:
    if not problem and meeting.state == MeetingState.HELD:
        problem = refusal_in_words("held")
    context = {"meeting": meeting, "form": form, "case": case, "stands": stands, "problem": problem}
    return render(request, "meetings/case.html", context, status=422 if form.errors else code)


def _said(
    request: HttpRequest,
    case: CaseItem,
    template: str,
    form: OutcomeForm | FollowUpForm,
    problem: str,
    code: int,
) -> HttpResponse:
    context = {
        "meeting": case.meeting,
        "case": case_view(case.meeting, case),
        "form": form,
        "problem": problem,
    }
    return render(request, template, context, status=code)


def _back(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return redirect("meetings:show", partnership=request.scope.partnership.slug, slug=meeting.slug)
