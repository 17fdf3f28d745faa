"""The list of meetings, one meeting in one sheet, and its paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.meetings.actions.paper import write_meeting_paper
from brobygger.meetings.actions.planning import (
    MeetingRefused,
    change_meeting,
    hold_meeting,
    plan_meeting,
    remove_meeting,
    reopen_meeting,
)
from brobygger.meetings.decorators import those_who_prepare
from brobygger.meetings.forms import MeetingForm, as_it_stands
from brobygger.meetings.models import Meeting
from brobygger.meetings.permissions import may_prepare
from brobygger.meetings.presenters.meeting import meeting_rows, meeting_view
from brobygger.meetings.presenters.paper import meeting_paper
from brobygger.meetings.presenters.sheet import sheet_view
from brobygger.meetings.presenters.words import refusal_in_words
from brobygger.meetings.queries.meetings import meetings_of, round_states, years_of
from brobygger.meetings.queries.sheet import shown_in
from brobygger.meetings.rules.kinds import MeetingState
from brobygger.meetings.views.found import actor, seen, the_meeting
from brobygger.reports.views import language_of, pdf_response
from brobygger.rounds.queries.rounds import rounds_of


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The meetings there are, the newest first."""
    partnership = request.scope.partnership
    rows = meeting_rows(meetings_of(partnership), partnership.slug)
    return render(request, "meetings/list.html", {"rows": rows, "may_prepare": may_prepare(request.scope)})


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: what it is asked to decide and all it needs to know, in one sheet."""
    return page(request, the_meeting(request, slug))


def page(request: HttpRequest, meeting: Meeting, *, problem: str = "", code: int = 200) -> HttpResponse:
    """The sheet of a meeting, with what went wrong when something did."""
    shown = shown_in(meeting, today=timezone.localdate())
    context = {
        "meeting": meeting_view(meeting, shown.figures, round_states(meeting.partnership)),
        "sheet": sheet_view(meeting.partnership, shown),
        "may_prepare": may_prepare(request.scope),
        "is_to_come": meeting.date > timezone.localdate(),
        "problem": problem,
    }
    return render(request, "meetings/meeting.html", context, status=code)


@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as PDF, in the language of `?sprak=`, else in the reader's."""
    meeting = the_meeting(request, slug)
    language = language_of(request)
    with override(language):
        content = write_meeting_paper(meeting_paper(meeting, shown_in(meeting, today=timezone.localdate())))
    return pdf_response(content, f"mote-{request.scope.partnership.slug}-{slug}-{language}.pdf", language)


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_prepare
@sent_once
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    partnership = request.scope.partnership
    latest = next(iter(rounds_of(partnership)), None)
    form = MeetingForm(
        request.POST or None,
        years=years_of(partnership),
        initial={"title": _("Styringsgruppemøte"), "year": latest.year if latest else None},
    )
    if request.method == "POST" and form.is_valid():
        made = plan_meeting(partnership=partnership, draft=form.draft, by=actor(request), now=timezone.now())
        messages.success(request, _("Møtet er planlagt. Legg til sakene."))
        return redirect("meetings:show", partnership=partnership.slug, slug=made.slug)
    return render(request, "meetings/plan.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_prepare
@sent_once
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Another day, place, title or year."""
    meeting = the_meeting(request, slug)
    initial = {"title": meeting.title, "date": meeting.date, "place": meeting.place, "year": meeting.year}
    form = MeetingForm(request.POST or None, years=years_of(request.scope.partnership), initial=initial)
    problem, code = "", 200
    stands: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_meeting(
                meeting=meeting, seen=seen(request), draft=form.draft, by=actor(request), now=timezone.now()
            )  # fmt: skip
        except MeetingRefused as refused:
            problem, code = refusal_in_words(refused.why), 409
            meeting = the_meeting(request, slug)
            stands = as_it_stands(form, meeting) if refused.why == "changed" else []
        else:
            messages.success(request, _("Møtet er endret."))
            return redirect("meetings:show", partnership=request.scope.partnership.slug, slug=slug)
    context = {"form": form, "meeting": meeting, "problem": problem, "stands": stands}
    return render(request, "meetings/plan.html", context, status=422 if form.errors else code)


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_prepare
@sent_once
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a planned meeting off the list; asks first."""
    meeting = the_meeting(request, slug)
    problem = "" if meeting.state == MeetingState.PLANNED else refusal_in_words("held")
    if request.method == "POST":
        try:
            remove_meeting(meeting=meeting, seen=seen(request), by=actor(request), now=timezone.now())
        except MeetingRefused as refused:
            meeting, problem = the_meeting(request, slug), refusal_in_words(refused.why)
        else:
            messages.success(request, _("Møtet er tatt av lista."))
            return redirect("meetings:list", partnership=request.scope.partnership.slug)
    context = {"meeting": meeting_view(meeting, None), "problem": problem}
    return render(request, "meetings/remove.html", context, status=409 if request.method == "POST" else 200)


@require_POST
@those_who_prepare
@sent_once
def hold(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the meeting was held, and keep what it was shown."""
    meeting = the_meeting(request, slug)
    try:
        hold_meeting(meeting=meeting, seen=seen(request), by=actor(request), now=timezone.now())
    except MeetingRefused as refused:
        return page(request, the_meeting(request, slug), problem=refusal_in_words(refused.why), code=409)
    messages.success(request, _("Møtet er holdt, og siden er tatt vare på slik den var. Før inn vedtakene."))
    return redirect("meetings:show", partnership=request.scope.partnership.slug, slug=slug)


@require_POST
@those_who_prepare
@sent_once
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that it was not held after all."""
    meeting = the_meeting(request, slug)
    try:
        reopen_meeting(meeting=meeting, seen=seen(request), by=actor(request), now=timezone.now())
    except MeetingRefused as refused:
        return page(request, the_meeting(request, slug), problem=refusal_in_words(refused.why), code=409)
    messages.success(request, _("Møtet er planlagt igjen."))
    return redirect("meetings:show", partnership=request.scope.partnership.slug, slug=slug)
