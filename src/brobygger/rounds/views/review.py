"""What both coordinators do with what was handed in. Everybody may look."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from brobygger.portfolio.presenters.labels import kind_label
from brobygger.results.presenters.words import in_language
from brobygger.rounds.actions.reviewing import approve, approve_many, send_back, undo_approval
from brobygger.rounds.forms import ReasonForm
from brobygger.rounds.models import ReportingRound, Submission
from brobygger.rounds.permissions import can_do
from brobygger.rounds.presenters.meanwhile import meanwhile_of
from brobygger.rounds.presenters.review import difference_rows
from brobygger.rounds.presenters.status import area_row, event_rows
from brobygger.rounds.presenters.words import refusal_in_words
from brobygger.rounds.presenters.worklist import asked_rows, odd_rows
from brobygger.rounds.queries.content import kinds_of
from brobygger.rounds.queries.review import difference_of, waiting_page
from brobygger.rounds.queries.rounds import events_of, leads_of, parties_of, party_of, slug_of
from brobygger.rounds.queries.standing import indicators_named, of_submission, reported_now, series_jumps
from brobygger.rounds.rules.kinds import Stage
from brobygger.rounds.rules.rights import Doing
from brobygger.rounds.rules.workflow import Refusal, StepRefused
from brobygger.rounds.views.found import actor, area_rows_of, party, permitted, seen, the_round, the_submission


@require_safe
def reviews(request: HttpRequest, year: int) -> HttpResponse:
    """All areas side by side with both parties' approvals; approving several at once."""
    return _reviews(request, the_round(request, year))


def _reviews(request: HttpRequest, round_: ReportingRound) -> HttpResponse:
    rows = area_rows_of(request, round_)
    may = request.scope.membership.role == "coordinator" and bool(party_of(request.scope))
    context = {
        "round": round_,
        "rows": rows,
        "may_approve": may,
        "some": may and any(row.may_be_approved for row in rows),
        "meanwhile": meanwhile_of(round_),
    }
    return render(request, "rounds/reviews.html", context)


@require_POST
def approve_some(request: HttpRequest, year: int) -> HttpResponse:
    """Stand behind several areas at once, each as it was shown."""
    round_ = the_round(request, year)
    permitted(request, Doing.APPROVE)
    chosen = []
    for text in request.POST.getlist("godkjenn")[:200]:
        pk, _colon, version = text.partition(":")
        if all(each.isascii() and each.isdigit() and len(each) < 16 for each in (pk, version)):
            chosen.append((int(pk), int(version)))
    done = approve_many(round_=round_, seen=chosen, party=party(request), by=actor(request), now=timezone.now())
    if done.approved:
        n = len(done.approved)
        text = ngettext("%(n)s område er godkjent for din part.", "%(n)s områder er godkjent for din part.", n)
        messages.success(request, text % {"n": n})
    if done.changed:
        n = len(done.changed)
        text = ngettext(
            "%(n)s område er endret etter at du åpnet siden, og er ikke godkjent. Se over det.",
            "%(n)s områder er endret etter at du åpnet siden, og er ikke godkjent. Se over dem.",
            n,
        )
        messages.warning(request, text % {"n": n})
    if not chosen:
        messages.info(request, _("Kryss av for områdene du vil godkjenne."))
    return redirect("rounds:reviews", partnership=request.scope.partnership.slug, year=year)


@require_safe
def review(request: HttpRequest, year: int, area: str) -> HttpResponse:
    """One area: what is in it, what is new since it was last handed in, and both parties' approvals."""
    return _page(request, the_submission(request, year, area))


def _page(
    request: HttpRequest,
    submission: Submission,
    *,
    forms: dict[str, ReasonForm] | None = None,
    problem: str = "",
    code: int = 200,
) -> HttpResponse:
    partnership = request.scope.partnership
    round_ = submission.round
    leads = leads_of(partnership)
    jumps = series_jumps(round_, timezone.localdate()) if submission.focus_area_id is None else []
    standing = of_submission(submission, jumps)
    own = party_of(request.scope)
    parties = parties_of(partnership)
    row = area_row(round_, submission, standing, leads, parties, partnership.slug, timezone.localdate(), own)
    kinds = kinds_of(round_).get(submission.focus_area_id, {})
    may = {each.value: bool(own) and can_do(request.scope, each, leads, submission) for each in Doing}
    has_approved = any(each.organisation_id == own for each in submission.approvals.all())
    forms = forms or {}
    is_reviewed = submission.stage in {Stage.SUBMITTED, Stage.APPROVED}
    context = {
        "submission": submission,
        "round": round_,
        "area": slug_of(submission),
        "row": row,
        "standing": standing,
        "kinds": sorted((kind_label(kind), before, now) for kind, (before, now) in kinds.items()),
        "odd": odd_rows(standing.odd, indicators_named(partnership, standing.odd, in_language)),
        "asked": asked_rows(standing.asked, reported_now(standing.asked, round_.year), round_.year),
        "difference": difference_rows(difference_of(submission), partnership.slug),
        "waiting": waiting_page(submission, at_most=standing.unconfirmed, size=10)[0]
        if standing.unconfirmed and is_reviewed
        else [],
        "may_approve": may["approve"] and not has_approved and not standing.unconfirmed,
        "may_undo": may["undo_approval"] and has_approved,
        "may_return": may["return"],
        "send_back": forms.get("tilbake") or ReasonForm(mark="tilbake", label=_("Hva må rettes?")),
        "undo": forms.get("angre") or ReasonForm(mark="angre", label=_("Hvorfor trekkes godkjenningen?")),
        "events": event_rows(events_of(round_, submission), partnership.slug),
        "problem": problem,
    }
    return render(request, "rounds/review.html", context, status=code)


@require_POST
def approve_one(request: HttpRequest, year: int, area: str) -> HttpResponse:
    """Stand behind an area for one's party."""
    submission = the_submission(request, year, area)
    permitted(request, Doing.APPROVE, submission)
    own = party(request)
    try:
        approve(submission=submission, seen=seen(request), party=own, by=actor(request), now=timezone.now())
    except StepRefused as refused:
        return _refused(request, year, area, refused.why)
    messages.success(request, _("Godkjent for din part."))
    return redirect("rounds:reviews", partnership=request.scope.partnership.slug, year=year)


@require_POST
def undo_one(request: HttpRequest, year: int, area: str) -> HttpResponse:
    """No longer stand behind an area."""
    return _with_reason(request, year, area, Doing.UNDO_APPROVAL)


@require_POST
def return_one(request: HttpRequest, year: int, area: str) -> HttpResponse:
    """Send an area back to its leads."""
    return _with_reason(request, year, area, Doing.RETURN)


def _with_reason(request: HttpRequest, year: int, area: str, doing: Doing) -> HttpResponse:
    submission = the_submission(request, year, area)
    permitted(request, doing, submission)
    own = party(request)
    mark, act = ("tilbake", send_back) if doing is Doing.RETURN else ("angre", undo_approval)
    form = ReasonForm(request.POST, mark=mark)
    if not form.is_valid():
        return _page(request, submission, forms={mark: form}, code=422)
    try:
        act(
            submission=submission,
            seen=seen(request),
            party=own,
            reason=form.cleaned_data["reason"],
            by=actor(request),
            now=timezone.now(),
        )
    except StepRefused as refused:
        return _refused(request, year, area, refused.why, {mark: form})
    done = _("Sendt tilbake. Prosjektlederne har fått varsel.")
    messages.success(request, done if doing is Doing.RETURN else _("Godkjenningen er trukket tilbake."))
    return redirect("rounds:review", partnership=request.scope.partnership.slug, year=year, area=area)


def _refused(
    request: HttpRequest, year: int, area: str, why: Refusal, forms: dict[str, ReasonForm] | None = None
) -> HttpResponse:
    submission = the_submission(request, year, area)
    return _page(request, submission, forms=forms, problem=refusal_in_words(why), code=409)
